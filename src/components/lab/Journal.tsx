// The log beside the code: journal and the other readings of it. Before the first run it shows the build's recording.
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Fact } from "../../../sandbox/log/facts.ts";
import type { WorldTable } from "../../../sandbox/session/lab-session.ts";
import { DataTable } from "./DataTable.tsx";
import { instant } from "./model/format.ts";
import { journalRows, type JournalRow } from "./model/journal-model.ts";
import type { LabModel } from "./model/lab-model.ts";
import type { RunView } from "./model/runs.ts";
import {
  consoleTable,
  effectsTable,
  eventsTable,
  memoTable,
  runsTable,
  wireTable,
  worldTables,
  type TabName,
  type Table,
} from "./model/tabs.ts";
import { JournalTable } from "./JournalTable.tsx";
import { Tabs } from "./Tabs.tsx";
import "./Journal.css";

type LogLab = Pick<LabModel, "facts" | "lit" | "place" | "rest" | "scrub" | "state">;
type ReadingLab = Pick<LabModel, "facts" | "lit" | "place" | "recording" | "runs" | "tab"> & {
  readonly press: Pick<LabModel["press"], "session">;
};
type JournalLab = LogLab & ReadingLab & Pick<LabModel, "act" | "awake" | "lab">;

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
          ...(name === "Journal" && lab.facts.value.length > 0 ? { badge: String(lab.facts.value.length) } : {}),
        }))}
      />
      <div id={id} role="tabpanel" aria-label={tab}>
        {tab === "Journal" ? <Log lab={lab} /> : <Reading lab={lab} tab={tab} />}
      </div>
    </div>
  );
}

function Log({ lab }: { readonly lab: LogLab }): JSX.Element {
  const rows = useComputed(() => journalRows(lab.facts.value));
  const rest = useComputed(() => journalRows([...lab.facts.value, ...lab.rest.value]).slice(lab.facts.value.length));
  const all = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const many = rows.value.length;
  const follows = lab.place.opened.value;
  useLayoutEffect(() => {
    if (follows && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [many, follows, lab.state.value]);
  const recorded = lab.state.value === "recorded" || lab.state.value === "starting";
  return (
    <>
      <div
        class="lab-scroll lab-log"
        ref={box}
        data-all={all.value || recorded ? "" : undefined}
        tabIndex={0}
        role="group"
        aria-label="Journal, scrollable"
      >
        <Rows lab={lab} rows={rows.value} name="Journal" />
        {rows.value.length === 0 ? <p class="lab-empty">No fact yet. The engine writes the first one when you press Run.</p> : null}
        {rest.value.length === 0 ? null : (
          <details class="lab-rest">
            <summary>What happened (answers the question)</summary>
            <Rows lab={lab} rows={rest.value} name="What happened" />
          </details>
        )}
      </div>
      <button type="button" class="lab-all lab-text" aria-pressed={all.value} onClick={() => (all.value = !all.value)}>
        {all.value ? "Last five facts" : `All ${rows.value.length} facts`}
      </button>
      <Detail lab={lab} />
    </>
  );
}

type RowsProps = { readonly lab: Pick<LabModel, "lit" | "scrub">; readonly rows: readonly JournalRow[]; readonly name: string };

function Rows({ lab, rows, name }: RowsProps): JSX.Element {
  return <JournalTable rows={rows} name={name} lit={lab.lit.value} onLight={(lit) => (lab.lit.value = lit)} scrub={lab.scrub.value} />;
}

/** The lit fact in full, with the engine's absolute time. */
function Detail({ lab }: { readonly lab: Pick<LabModel, "facts" | "lit" | "scrub"> }): JSX.Element | null {
  const seq = lab.lit.value?.seq ?? lab.scrub.value;
  const fact = seq === undefined ? undefined : lab.facts.value.find((each) => each.seq === seq);
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

function Reading({ lab, tab }: { readonly lab: ReadingLab; readonly tab: Exclude<TabName, "Journal"> }): JSX.Element {
  const loaded = useSignal<readonly Table[]>([]);
  useSignalEffect(() => {
    const name = lab.tab.value;
    if ((name !== "Wire" && name !== "Database") || !lab.place.opened.value || lab.facts.value.length === 0) return;
    void lab.press
      .session()
      .then(async (session) => {
        loaded.value = name === "Wire" ? [wireTable(await session.wire())] : worldTables(await session.world.tables());
      })
      .catch(() => undefined);
  });
  const tables =
    tab === "Wire" || tab === "Database"
      ? lab.place.opened.value
        ? loaded.value
        : recordedTables(lab.recording.value?.tables ?? [], tab)
      : [folded(lab.facts.value, lab.runs.value, tab)];
  const light = (seq: number | undefined) => (lab.lit.value = seq === undefined ? undefined : { seq });
  return (
    <div class="lab-reading">
      {tables.map((table) => (
        <div key={table.name}>
          {tab === "Database" ? <h3>{table.name}</h3> : null}
          <DataTable table={table} lit={lab.lit.value?.seq} onLight={light} />
        </div>
      ))}
      {tables.length === 0 ? <p class="lab-empty">Nothing to read yet. Press Run.</p> : null}
    </div>
  );
}

type FoldedTab = Exclude<TabName, "Journal" | "Wire" | "Database">;

function folded(facts: readonly Fact[], runs: readonly RunView[], tab: FoldedTab): Table {
  switch (tab) {
    case "Events":
      return eventsTable(facts);
    case "Runs":
      return runsTable(runs);
    case "Memo":
      return memoTable(facts, runs);
    case "Effects":
      return effectsTable(facts);
    case "Console":
      return consoleTable(facts);
  }
}

function recordedTables(tables: readonly WorldTable[], tab: "Wire" | "Database"): readonly Table[] {
  return tab === "Database" ? worldTables(tables).map((table) => ({ ...table, rows: [] })) : [];
}
