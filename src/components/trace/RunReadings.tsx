// The run's log in its readings, and beside it the one fact that is looked at, or else what went in and came out.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { DataTable } from "../lab/DataTable.tsx";
import { JournalTable } from "../lab/JournalTable.tsx";
import { count } from "../lab/model/format.ts";
import { journalRows } from "../lab/model/journal-model.ts";
import { Tabs } from "../lab/Tabs.tsx";
import { JsonView } from "./JsonView.tsx";
import { inFull } from "./model/ago.ts";
import type { RunTab } from "./model/routes.ts";
import { attemptsTable, storedSteps } from "./model/run-folds.ts";
import type { RunModel } from "./model/run-model.ts";
import type { TraceModel } from "./model/trace-model.ts";

type Props = { readonly trace: TraceModel; readonly run: RunModel };

const LABELS: Readonly<Record<RunTab, string>> = { journal: "Journal", attempts: "Attempts", memo: "Memo", wire: "Wire", input: "Input" };

export function RunReadings({ trace, run }: Props): JSX.Element {
  const route = trace.route.value;
  const tab = route.view === "run" ? route.tab : "journal";
  const fact = route.view === "run" ? route.fact : undefined;
  const look = (change: { readonly tab?: RunTab; readonly fact?: number | undefined }): void => {
    const at = trace.route.peek();
    if (at.view === "run") trace.go({ ...at, ...change }, "replace");
  };
  return (
    <div class="lab-columns tr-columns">
      <div class="lab-journal">
        <Tabs
          label="What to look at"
          controls="reading"
          selected={tab}
          onSelect={(next) => look({ tab: next as RunTab })}
          items={(Object.keys(LABELS) as RunTab[]).map((id) => ({
            id,
            label: LABELS[id],
            ...(id === "journal" ? { badge: String(run.facts.value.length) } : {}),
          }))}
        />
        <div id="reading" role="tabpanel" aria-label={LABELS[tab]} class="tr-reading">
          <Reading run={run} tab={tab} onPick={(seq) => look({ fact: seq })} />
        </div>
      </div>
      <Inspector run={run} fact={fact} onClose={() => look({ fact: undefined })} />
    </div>
  );
}

function Reading({
  run,
  tab,
  onPick,
}: {
  readonly run: RunModel;
  readonly tab: RunTab;
  readonly onPick: (seq: number) => void;
}): JSX.Element {
  const light = (seq: number | undefined) => (run.lit.value = seq === undefined ? undefined : { seq });
  switch (tab) {
    case "journal":
      return <Journal run={run} onPick={onPick} />;
    case "attempts":
      return <DataTable table={attemptsTable(run.facts.value)} lit={run.lit.value?.seq} onLight={light} />;
    case "memo":
      return <Memo run={run} />;
    case "wire":
      return <Wire run={run} />;
    case "input":
      return <Input run={run} />;
  }
}

/** As many of the newest facts as are drawn at first. */
const NEWEST = 400;

function Journal({ run, onPick }: { readonly run: RunModel; readonly onPick: (seq: number) => void }): JSX.Element {
  const all = useSignal(false);
  const rows = journalRows(run.facts.value);
  const hidden = all.value ? 0 : Math.max(0, rows.length - NEWEST);
  return (
    <div class="lab-log" data-all="">
      {hidden === 0 ? null : (
        <p class="tr-more">
          {count(hidden, "earlier fact")} not shown.{" "}
          <button type="button" data-quiet="" onClick={() => (all.value = true)}>
            Show all {rows.length}
          </button>
        </p>
      )}
      <JournalTable rows={rows.slice(hidden)} name="Journal" lit={run.lit.value} onLight={(lit) => (run.lit.value = lit)} onPick={onPick} />
    </div>
  );
}

/** Step id → stored output, as the function gets it on every later entry. */
function Memo({ run }: { readonly run: RunModel }): JSX.Element {
  const steps = storedSteps(run.facts.value);
  if (steps.length === 0) return <p class="lab-empty">Nothing stored yet. A step's result is stored when it is recorded.</p>;
  return (
    <ol class="tr-memo">
      {steps.map((step) => (
        <li key={step.seq}>
          <details>
            <summary>
              <b>{step.stepId}</b> <small>{step.kind}</small> <code>{brief(JSON.stringify(step.output))}</code>
            </summary>
            <p class="tr-hint">
              stored under <code>{step.hashedId}</code>
            </p>
            <JsonView json={step.output} label={`Stored output of ${step.stepId}`} />
          </details>
        </li>
      ))}
    </ol>
  );
}

const brief = (text: string | undefined): string => (text === undefined ? "" : text.length > 90 ? `${text.slice(0, 89)}…` : text);

function Wire({ run }: { readonly run: RunModel }): JSX.Element {
  const entries = run.wire.value;
  return (
    <>
      {entries.length > 0 ? null : (
        <p class="lab-empty">No call is kept. The newest calls of all runs stay in memory; a restart or many other calls take them away.</p>
      )}
      {entries.map((entry) => (
        <details class="tr-call" key={entry.n} data-bad={entry.status !== undefined && entry.status >= 400 ? "" : undefined}>
          <summary>
            <span>{entry.direction === "engine-to-app" ? "engine → app" : "app → engine"}</span> <b>{entry.status ?? "open"}</b>{" "}
            <code>{entry.path.split("?", 1)[0]}</code> <code>{brief(entry.responseBody)}</code>
          </summary>
          <p class="tr-hint">{inFull(entry.t)}</p>
          <Body text={entry.requestBody} label="Request" />
          {entry.responseBody === undefined ? null : <Body text={entry.responseBody} label="Answer" />}
        </details>
      ))}
    </>
  );
}

/** A body as it was sent: JSON is laid out, anything else is shown as it is. */
function Body({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  let json: unknown = text;
  try {
    json = JSON.parse(text);
  } catch {
    // Cut to size on its way here, or not JSON: as it is.
  }
  return (
    <>
      <h2>{label}</h2>
      {text === "" ? <p class="tr-hint">empty</p> : <JsonView json={json as string} label={label} lines={16} />}
    </>
  );
}

function Input({ run }: { readonly run: RunModel }): JSX.Element {
  const row = run.run.value;
  const events = run.events.value;
  if (events.length === 0) return <p class="lab-empty">The event is not there any more: it has been pruned.</p>;
  return (
    <div class="tr-input">
      {events.map((event) => (
        <div key={event.eventId}>
          <h2>
            <code>{event.name}</code>
          </h2>
          <JsonView
            json={{ id: event.id, name: event.name, ts: event.ts, data: event.data, user: event.user }}
            label={`Event ${event.name}`}
          />
        </div>
      ))}
      {row !== undefined && row.eventIds.length > events.length ? (
        <p class="tr-hint">{row.eventIds.length - events.length} more events of the batch are not shown.</p>
      ) : null}
    </div>
  );
}

/** One fact in full; without one, what came out and what went in. */
function Inspector({
  run,
  fact,
  onClose,
}: {
  readonly run: RunModel;
  readonly fact: number | undefined;
  readonly onClose: () => void;
}): JSX.Element {
  const shown = fact === undefined ? undefined : run.facts.value.find((each) => each.seq === fact);
  const row = run.run.value;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    // What a press has changed is in sight: on a phone the fact stands below its journal.
    if (fact !== undefined) box.current?.scrollIntoView({ block: "nearest" });
  }, [fact]);
  if (shown !== undefined) {
    const { seq, t, type, ...rest } = shown;
    return (
      <aside class="tr-inspector" aria-label={`Fact ${seq}`} ref={box}>
        <header>
          <h2>
            <code>{type}</code>
          </h2>
          <button type="button" data-quiet="" onClick={onClose}>
            Close
          </button>
        </header>
        <p class="tr-hint">
          Fact {seq} of the log, {inFull(t)}
        </p>
        <JsonView json={JSON.parse(JSON.stringify(rest))} label={`Fact ${seq}`} />
      </aside>
    );
  }
  return (
    <aside class="tr-inspector" aria-label="Input and output">
      {row?.output === undefined ? null : (
        <>
          <h2>Output</h2>
          <JsonView json={row.output} label="Output" lines={14} />
        </>
      )}
      {run.events.value.slice(0, 1).map((event) => (
        <div key={event.eventId}>
          <h2>Data of the event</h2>
          <JsonView json={event.data} label="Data of the event" lines={14} />
        </div>
      ))}
      <p class="tr-hint">Press a fact or a mark to see all of it.</p>
    </aside>
  );
}
