// All that is drawn of the log, each kept up as facts come in, and made only while somebody looks at it.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Fact, Instant } from "../../../../sandbox/log/facts.ts";
import { eventsFold } from "./events-fold.ts";
import { flowFold } from "./flow-model.ts";
import { journalFold, journalRows, type JournalRow, ofSeveralRuns } from "./journal-model.ts";
import type { RunView } from "./runs.ts";
import type { RailName } from "./timeline-marks.ts";
import { stepNamesFold } from "./step-names.ts";
import { timelineFold } from "./timeline-model.ts";
import { consoleFold, effectsFold, memoFold, runsTable } from "./tab-folds.ts";
import type { TabName, Table } from "./tabs.ts";

export type FoldedTab = Exclude<TabName, "Journal" | "Wire" | "Database">;

type Sources = {
  readonly facts: ReadonlySignal<readonly Fact[]>;
  /** Facts of the recording that are folded away until the question is answered. */
  readonly rest: ReadonlySignal<readonly Fact[]>;
  readonly runs: ReadonlySignal<readonly RunView[]>;
  readonly rails: ReadonlySignal<readonly RailName[]>;
  /** The act whose runs are drawn; without one all are. */
  readonly act: ReadonlySignal<string | undefined>;
  /** When the lab's clock starts. */
  readonly startsAt: Instant;
};

export function viewsOf({ facts, rest, runs, rails, act, startsAt }: Sources) {
  const journalIn = computed(() => journalFold({ act: act.value, startsAt }));
  const timelineIn = computed(() => timelineFold(rails.value, act.value));
  const flowIn = computed(() => flowFold(rails.value.includes("flow") ? "deploy" : "scene"));
  const stepNamesIn = stepNamesFold();
  const folds = { Events: eventsFold(), Memo: memoFold(), Effects: effectsFold(), Console: consoleFold() };
  const journal = computed(() => journalIn.value(facts.value));
  const timeline = computed(() => timelineIn.value(facts.value));
  return {
    timeline,
    /** The runs on the lab's clock, where an act asks for them or where they are too many for lanes. */
    flow: computed(() => (rails.value.includes("flow") || timeline.value.crowded ? flowIn.value(facts.value) : undefined)),
    journal,
    /** How many facts the journal tells unasked. */
    journalCount: computed(() => journal.value.filter((row) => row.here && !row.plumbing).length),
    severalRuns: computed(() => ofSeveralRuns(journal.value.filter((row) => row.here))),
    restOfJournal: computed((): readonly JournalRow[] =>
      rest.value.length === 0 ? [] : journalRows([...facts.value, ...rest.value], { startsAt }).slice(facts.value.length),
    ),
    stepNames: computed(() => stepNamesIn(facts.value)),
    tables: {
      Events: computed(() => folds.Events(facts.value)),
      Runs: computed(() => runsTable(runs.value)),
      Memo: computed(() => folds.Memo(facts.value)),
      Effects: computed(() => folds.Effects(facts.value)),
      Console: computed(() => folds.Console(facts.value)),
    } satisfies Record<FoldedTab, ReadonlySignal<Table>>,
  };
}
