// The other readings of the log, shown once their tab is chosen: tables folded from it, and what stands outside it.
import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useCalm } from "./calm.ts";
import { DataTable } from "./DataTable.tsx";
import type { LabModel } from "./model/lab-model.ts";
import { wireTable, worldTables, type TabName, type Table } from "./model/tabs.ts";
import { type FoldedTab, tableOf } from "./model/tables.ts";

type ReadingLab = Pick<LabModel, "allRuns" | "facts" | "lit" | "place" | "press" | "recording" | "tab">;

export function Reading({ lab, tab }: { readonly lab: ReadingLab; readonly tab: Exclude<TabName, "Journal"> }): JSX.Element {
  return tab === "Wire" || tab === "Database" ? <Asked lab={lab} tab={tab} /> : <Folded lab={lab} tab={tab} />;
}

function Folded({ lab, tab }: { readonly lab: ReadingLab; readonly tab: FoldedTab }): JSX.Element {
  const table = useCalm(useMemo(() => tableOf({ facts: lab.facts, runs: lab.allRuns }, tab), [tab])).value;
  return <Tables lab={lab} tables={[table]} />;
}

/** What stands outside the log: the place is asked for it again as facts come in, ten times a second at most. */
function Asked({ lab, tab }: { readonly lab: ReadingLab; readonly tab: "Wire" | "Database" }): JSX.Element {
  const loaded = useSignal<readonly Table[]>([]);
  const facts = useCalm(lab.facts);
  useSignalEffect(() => {
    const name = lab.tab.value;
    if ((name !== "Wire" && name !== "Database") || !lab.place.opened.value || facts.value.length === 0) return;
    void lab.press
      .session()
      .then(async (session) => {
        loaded.value = name === "Wire" ? [wireTable(await session.wire())] : worldTables(await session.world.tables());
      })
      .catch(() => undefined);
  });
  return <Tables lab={lab} tables={lab.place.opened.value ? loaded.value : recordedTables(lab, tab)} named={tab === "Database"} />;
}

type TablesProps = { readonly lab: ReadingLab; readonly tables: readonly Table[]; readonly named?: boolean };

function Tables({ lab, tables, named = false }: TablesProps): JSX.Element {
  const light = (seq: number | undefined) => (lab.lit.value = seq === undefined ? undefined : { seq });
  return (
    <div class="lab-reading" tabIndex={0} role="group" aria-label="Tables, scrollable">
      {tables.map((table) => (
        <div key={table.name}>
          {named ? <h3>{table.name}</h3> : null}
          <DataTable table={table} lit={lab.lit.value?.seq} onLight={light} />
        </div>
      ))}
      {tables.length === 0 ? <p class="lab-empty">Nothing to read yet. Press Run.</p> : null}
    </div>
  );
}

function recordedTables(lab: ReadingLab, tab: "Wire" | "Database"): readonly Table[] {
  return tab === "Database" ? worldTables(lab.recording.value?.tables ?? []).map((table) => ({ ...table, rows: [] })) : [];
}
