// The tables that are folded from the log, one for each tab beside the journal.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { eventsFold } from "./events-fold.ts";
import type { RunView } from "./runs.ts";
import { consoleFold, effectsFold, memoFold, runsTable } from "./tab-folds.ts";
import type { TabName, Table } from "./tabs.ts";

export type FoldedTab = Exclude<TabName, "Journal" | "Wire" | "Database">;

type Sources = { readonly facts: ReadonlySignal<readonly Fact[]>; readonly runs: ReadonlySignal<readonly RunView[]> };

/** `runs`: of all acts. Each table is kept up as facts come in, and only while somebody looks at it. */
export function tableOf({ facts, runs }: Sources, tab: FoldedTab): ReadonlySignal<Table> {
  if (tab === "Runs") return computed(() => runsTable(runs.value));
  const fold = FOLDS[tab]();
  return computed(() => fold(facts.value));
}

const FOLDS = { Events: eventsFold, Memo: memoFold, Effects: effectsFold, Console: consoleFold };
