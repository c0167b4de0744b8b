// All that is drawn of the log, each kept up as facts come in, and made only while somebody looks at it.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Fact, Instant } from "../../../../sandbox/log/facts.ts";
import { journalFold, journalRows, type JournalRow, ofSeveralRuns } from "./journal-model.ts";
import type { RailName } from "./timeline-marks.ts";
import { stepNamesFold } from "./step-names.ts";
import { timelineFold } from "./timeline-model.ts";

type Sources = {
  readonly facts: ReadonlySignal<readonly Fact[]>;
  /** Facts of the recording that are folded away until the question is answered. */
  readonly rest: ReadonlySignal<readonly Fact[]>;
  readonly rails: ReadonlySignal<readonly RailName[]>;
  /** The act whose runs are drawn; without one all are. */
  readonly act: ReadonlySignal<string | undefined>;
  /** When the lab's clock starts. */
  readonly startsAt: Instant;
};

export function viewsOf({ facts, rest, rails, act, startsAt }: Sources) {
  const journalIn = computed(() => journalFold({ act: act.value, startsAt }));
  const timelineIn = computed(() => timelineFold(rails.value, act.value));
  const stepNamesIn = stepNamesFold();
  const journal = computed(() => journalIn.value(facts.value));
  const timeline = computed(() => timelineIn.value(facts.value));
  return {
    timeline,
    /** From where in the log runs are drawn on the lab's clock: where an act asks for that, or they are too many for lanes. */
    flowSince: computed(() => {
      if (rails.value.includes("flow")) return "deploy";
      return timeline.value.crowded ? "scene" : undefined;
    }),
    journal,
    /** How many facts the journal tells unasked. */
    journalCount: computed(() => journal.value.filter((row) => row.here && !row.plumbing).length),
    severalRuns: computed(() => ofSeveralRuns(journal.value.filter((row) => row.here))),
    restOfJournal: computed((): readonly JournalRow[] =>
      rest.value.length === 0 ? [] : journalRows([...facts.value, ...rest.value], { startsAt }).slice(facts.value.length),
    ),
    stepNames: computed(() => stepNamesIn(facts.value)),
  };
}
