// The log beside the code: journal and the other readings of it. Before the first run it shows the build's recording.
import { type Signal, useComputed, useSignal } from "@preact/signals";
import type { ComponentProps, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Fact } from "../../../sandbox/log/facts.ts";
import { factAt } from "../../../sandbox/log/read.ts";
import { useCalm } from "./calm.ts";
import { instant } from "./model/format.ts";
import type { JournalRow } from "./model/journal-model.ts";
import type { LabModel } from "./model/lab-model.ts";
import { pageOf, turnedTo } from "./model/page-of-rows.ts";
import type { TabName } from "./model/tabs.ts";
import { JournalTable } from "./JournalTable.tsx";
import { PagedRows } from "./PagedRows.tsx";
import { Reading } from "./parts.ts";
import { Tabs } from "./Tabs.tsx";
import "./Journal.css";

type LogLab = Pick<LabModel, "facts" | "lit" | "place" | "reading" | "restoring" | "scrub" | "state" | "views">;
type JournalLab = LogLab & ComponentProps<typeof Reading>["lab"] & Pick<LabModel, "act" | "awake" | "lab">;

export function Journal({ lab }: { readonly lab: JournalLab }): JSX.Element {
  const id = `journal-${lab.lab.id}`;
  const tab = lab.tab.value;
  const names = lab.act.value?.tabs ?? ["Journal"];
  return (
    <div class="lab-journal">
      <Tabs
        label="What to look at"
        controls={id}
        selected={tab}
        onSelect={(next) => (lab.tab.value = next as TabName)}
        disabled={!lab.awake.value}
        items={names.map((name) => ({
          id: name,
          label: name,
          ...(name === "Journal" && lab.views.journalCount.value > 0 ? { badge: String(lab.views.journalCount.value) } : {}),
        }))}
      />
      <div id={id} role="tabpanel" aria-label={tab}>
        {tab === "Journal" ? <Log lab={lab} /> : <Reading lab={lab} tab={tab} />}
      </div>
    </div>
  );
}

function Log({ lab }: { readonly lab: LogLab }): JSX.Element {
  const { rows, of } = useCalm(useComputed(() => ({ rows: lab.views.journal.value, of: lab.place.facts.value.length }))).value;
  const rest = lab.views.restOfJournal.value;
  const all = useSignal(false);
  const last = useSignal<number | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);
  useFollow(box, lab, { many: rows.length, last });
  useReading(box, lab, last);
  const recorded = lab.state.value === "recorded" || lab.state.value === "starting";
  const folds = useFolds(rows);
  return (
    <>
      <Folds folds={folds} />
      <div
        class="lab-scroll lab-log"
        ref={box}
        data-facts={of}
        data-all={all.value || recorded ? "" : undefined}
        data-elsewhere={folds.elsewhere.value ? "" : undefined}
        data-plumbing={folds.plumbing.value ? "" : undefined}
        tabIndex={0}
        role="group"
        aria-label="Journal, scrollable"
      >
        {recorded ? (
          <Rows lab={lab} rows={rows} name="Journal" />
        ) : (
          <PagedRows rows={rows} one="fact" last={last}>
            {(page) => <Rows lab={lab} rows={page} name="Journal" />}
          </PagedRows>
        )}
        {folds.shown === 0 ? <p class="lab-empty">{emptyOf(lab)}</p> : null}
        {rest.length === 0 ? null : (
          <details class="lab-rest">
            <summary>What happened (answers the question)</summary>
            <Rows lab={lab} rows={rest} name="What happened" />
          </details>
        )}
      </div>
      <button type="button" class="lab-all lab-text" aria-pressed={all.value} onClick={() => (all.value = !all.value)}>
        {all.value ? "Last five facts" : `All ${folds.shown} facts`}
      </button>
      <Detail lab={lab} />
    </>
  );
}

const emptyOf = ({ restoring, place }: Pick<LogLab, "restoring" | "place">): string =>
  restoring.value && !place.opened.value
    ? "Restoring your run and its log."
    : "No fact yet. The engine writes the first one when you press Run.";

type Folded = {
  readonly elsewhere: Signal<boolean>;
  readonly plumbing: Signal<boolean>;
  readonly many: { readonly elsewhere: number; readonly plumbing: number };
  readonly shown: number;
};

/** What is folded away until somebody asks: facts of other acts, and the engine's own traffic. */
function useFolds(rows: readonly JournalRow[]): Folded {
  const [elsewhere, plumbing] = [useSignal(false), useSignal(false)];
  const here = rows.filter((row) => row.here);
  const many = { elsewhere: rows.length - here.length, plumbing: here.filter((row) => row.plumbing).length };
  const shown = rows.filter((row) => (elsewhere.value || row.here) && (plumbing.value || !row.plumbing)).length;
  return { elsewhere, plumbing, many, shown };
}

function Folds({ folds: { elsewhere, plumbing, many } }: { readonly folds: Folded }): JSX.Element | null {
  if (many.elsewhere + many.plumbing === 0) return null;
  return (
    <div class="lab-folds" role="group" aria-label="Also show">
      {many.plumbing === 0 ? null : <Fold on={plumbing} name={`engine and calls (${many.plumbing})`} />}
      {many.elsewhere === 0 ? null : <Fold on={elsewhere} name={`other acts (${many.elsewhere})`} />}
    </div>
  );
}

function Fold({ on, name }: { readonly on: Signal<boolean>; readonly name: string }): JSX.Element {
  return (
    <button type="button" class="lab-link" aria-expanded={on.value} onClick={() => (on.value = !on.value)}>
      {on.value ? "Hide" : "Show"} {name}
    </button>
  );
}

type Box = { readonly current: HTMLDivElement | null };
type Last = { value: number | undefined };

/** The newest fact is in sight as it comes, unless the reader has turned to an earlier page. */
function useFollow(box: Box, lab: LogLab, { many, last }: { readonly many: number; readonly last: Last }): void {
  const follows = lab.place.opened.value && last.value === undefined;
  useLayoutEffect(() => {
    if (follows && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [many, follows, lab.state.value]);
}

/** Turns to the fact that somebody has asked for, and brings it into sight. */
function useReading(box: Box, lab: LogLab, last: Last): void {
  const seq = lab.reading.value;
  useLayoutEffect(() => {
    if (seq === undefined) return;
    const rows = lab.views.journal.peek();
    const index = rows.findIndex((row) => row.seq === seq);
    if (index >= 0) last.value = turnedTo(index, pageOf(rows.length, last.value), rows.length);
    lab.lit.value = { seq };
    const frame = requestAnimationFrame(() => {
      const row = box.current?.querySelector<HTMLElement>(`tr[data-seq="${seq}"]`);
      if (box.current !== null && row != null) box.current.scrollTop = row.offsetTop - box.current.clientHeight / 3;
      lab.reading.value = undefined;
    });
    return () => cancelAnimationFrame(frame);
  }, [seq]);
}

function Rows({ lab, rows, name }: { readonly lab: LogLab; readonly rows: readonly JournalRow[]; readonly name: string }): JSX.Element {
  return (
    <JournalTable
      rows={rows}
      name={name}
      lit={lab.lit.value}
      onLight={(lit) => (lab.lit.value = lit)}
      scrub={lab.scrub.value}
      runs={lab.views.severalRuns.value}
    />
  );
}

/** The lit fact in full, with the engine's absolute time. */
function Detail({ lab }: { readonly lab: LogLab }): JSX.Element | null {
  const seq = lab.lit.value?.seq ?? lab.scrub.value;
  const fact = seq === undefined ? undefined : factAt(lab.facts.value, seq);
  return (
    <p class="lab-detail">
      {fact === undefined ? (
        ""
      ) : (
        <>
          {instant(fact.t)} <code title={inFull(fact)}>{inFull(fact)}</code>
        </>
      )}
    </p>
  );
}

/** Long ids and what the row says already. */
const HIDDEN = new Set(["stack", "seq", "t", "type", "runId", "fn", "callId", "hashedId"]);

function inFull(fact: Fact): string {
  const shown =
    fact.type === "code.deployed" || fact.type === "transforms.saved" ? { ...fact, files: Object.keys(fact.files).join(", ") } : fact;
  return JSON.stringify(shown, (key, value: unknown) => (HIDDEN.has(key) ? undefined : value)).slice(0, 600);
}
