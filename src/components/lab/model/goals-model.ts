// Goals are clauses over the log; this follows the log with them and says by whom each was met.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { Goal, GoalState, Judge } from "../../../../sandbox/labs/kit/goals.ts";
import { LogView } from "../../../../sandbox/labs/kit/view/log-view.ts";
import type { LabStatic } from "./ports.ts";

export type GoalView = {
  readonly id: string;
  readonly act: number;
  readonly title: string;
  readonly guided: boolean;
  readonly state: "open" | "met";
  /** What is missing and what to press, or the evidence. */
  readonly text: string;
  readonly violated: string | undefined;
  readonly by: "learner" | "solution" | undefined;
};

/** Before the goals' code is there, every goal is open, as on an empty log. */
export function openGoals(goals: LabStatic["goals"]): readonly GoalView[] {
  return goals.map((goal) => ({
    id: goal.id,
    act: goal.act,
    title: goal.title,
    guided: goal.guided,
    state: "open",
    text: goal.missing,
    violated: undefined,
    by: undefined,
  }));
}

type Judging = { readonly goal: Goal; readonly judge: Judge };

/** Judges goals over a log that grows; another log, as after a reset, is judged from its first fact. */
export function createGoalJudge(goals: readonly Goal[]) {
  let view = new LogView();
  let judges: readonly Judging[] = [];
  let last: Fact | undefined;

  const follow = (facts: readonly Fact[]): void => {
    if (judges.length === 0 || facts[view.size - 1] !== last) {
      view = new LogView();
      judges = goals.map((goal) => ({ goal, judge: goal.judge(view) }));
    }
    for (const fact of facts.slice(view.size)) view.add(fact);
    last = facts.at(-1);
  };

  /** `shownAt`: for each act, the last `seq` before its solution was shown. */
  return (facts: readonly Fact[], shownAt: Readonly<Record<string, number>>): readonly GoalView[] => {
    follow(facts);
    return judges.map(({ goal, judge }) => viewOf(goal, judge(), shownAt[goal.act] ?? Number.POSITIVE_INFINITY));
  };
}

function viewOf({ id, act, title, guided }: Goal, state: GoalState, shown: number): GoalView {
  const common = { id, act, title, guided };
  if (state.state === "open") return { ...common, state: "open", text: state.missing, violated: undefined, by: undefined };
  return { ...common, state: "met", text: state.evidence, violated: state.violated, by: state.seq > shown ? "solution" : "learner" };
}

/** When each act's solution was first in the learner's hands: shown (kept by the page) or deployed (in the log). */
export function solutionsShown(
  facts: readonly Fact[],
  kept: Readonly<Record<string, number>>,
  acts: readonly string[],
): Readonly<Record<string, number>> {
  const shown: Record<string, number> = { ...kept };
  for (const fact of facts) {
    if (fact.type !== "solution.shown" && !(fact.type === "code.deployed" && fact.by === "solution")) continue;
    const name = fact.type === "solution.shown" ? fact.act : (fact.change ?? "");
    const act = String(acts.indexOf(name) + 1);
    if (act !== "0") shown[act] = Math.min(shown[act] ?? fact.seq, fact.seq);
  }
  return shown;
}
