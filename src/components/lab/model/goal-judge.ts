// Goals are clauses over the log; this follows the log with them and says by whom each was met. Loaded with the lab's content.
import type { Goal, GoalState, Judge } from "../../../../sandbox/labs/kit/goals.ts";
import { LogView } from "../../../../sandbox/labs/kit/view/log-view.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { GoalView } from "./goals-model.ts";

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
