// The run's log in its readings, and beside it the one fact that is looked at, or else what went in and came out.
import type { JSX } from "preact";
import { DataTable } from "../lab/DataTable.tsx";
import { Tabs } from "../lab/Tabs.tsx";
import { Inspector } from "./Inspector.tsx";
import { JsonView } from "./JsonView.tsx";
import type { RunTab } from "./model/routes.ts";
import { attemptsTable, storedSteps } from "./model/run-folds.ts";
import type { RunModel } from "./model/run-model.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { RunJournal } from "./RunJournal.tsx";
import { RunWire } from "./RunWire.tsx";
import "./RunReadings.css";

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
          <Reading run={run} tab={tab} fact={fact} onPick={(seq) => look({ fact: seq })} />
        </div>
      </div>
      <Inspector run={run} fact={fact} onClose={() => look({ fact: undefined })} />
    </div>
  );
}

type ReadingProps = {
  readonly run: RunModel;
  readonly tab: RunTab;
  readonly fact: number | undefined;
  readonly onPick: (seq: number) => void;
};

function Reading({ run, tab, fact, onPick }: ReadingProps): JSX.Element {
  const light = (seq: number | undefined) => (run.lit.value = seq === undefined ? undefined : { seq });
  switch (tab) {
    case "journal":
      return <RunJournal run={run} fact={fact} onPick={onPick} />;
    case "attempts":
      return <DataTable table={attemptsTable(run.facts.value)} lit={run.lit.value?.seq} onLight={light} />;
    case "memo":
      return <Memo run={run} />;
    case "wire":
      return <RunWire run={run} />;
    case "input":
      return <Input run={run} />;
  }
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
