// What a goal is: a predicate over the log with the sentences that the learner reads.
import type { Fact } from "../log/facts.ts";

export type GoalState =
  /** `evidence`: what in the log shows it, in one sentence. `violated`: what went wrong after it was met. */
  | { readonly state: "met"; readonly evidence: string; readonly seq: number; readonly violated?: string }
  /** `missing`: what has not happened yet and what to press. */
  | { readonly state: "open"; readonly missing: string };

export type Goal = {
  /** Never changes once published: progress is kept by it. e.g. `quick-win/two-entries`. */
  readonly id: string;
  /** 1-based number of the act that it ends. */
  readonly act: number;
  readonly title: string;
  /** True when pressing the offered buttons on `start/` can meet it, without an edit. */
  readonly guided: boolean;
  /** True only for what stands in the log; open on an empty one. Names, within one run, cause, terminal fact and count. */
  readonly check: (log: readonly Fact[]) => GoalState;
};

export const open = (missing: string): GoalState => ({ state: "open", missing });

/** Met by what ends in `fact`. */
export const met = (fact: Fact, evidence: string, violated?: string): GoalState => ({
  state: "met",
  seq: fact.seq,
  evidence,
  ...(violated === undefined ? {} : { violated }),
});
