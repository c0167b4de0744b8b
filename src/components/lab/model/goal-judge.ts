// Goals and answers as the log bears them out, and by whom each goal was met. Loaded with the lab's content.
import { type Answer, type Follower, followLog, type Question } from "../../../../sandbox/labs/kit/follow.ts";
import type { Goal, GoalState } from "../../../../sandbox/labs/kit/goals.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { GoalView } from "./goals-model.ts";

export type Judged = {
  readonly goals: readonly GoalView[];
  /** What the log says to the question of each act, by act. */
  readonly answers: { readonly [act: string]: Answer | undefined };
};

/** Judges a log that grows; another log, as after a reset, is judged from its first fact. */
export function createGoalJudge(goals: readonly Goal[], questions: readonly Question[] = []) {
  let follower: Follower | undefined;
  let size = 0;
  let last: Fact | undefined;

  const follow = (facts: readonly Fact[]): Follower => {
    if (follower === undefined || facts[size - 1] !== last) {
      follower = followLog(goals, questions);
      size = 0;
    }
    for (const fact of facts.slice(size)) follower.add(fact);
    size = facts.length;
    last = facts.at(-1);
    return follower;
  };

  /** `shownAt`: for each act, the last `seq` before its solution was shown. */
  return (facts: readonly Fact[], shownAt: Readonly<Record<string, number>>): Judged => {
    const followed = follow(facts);
    const states = followed.goals();
    return {
      goals: goals.map((goal, at) => viewOf(goal, states[at], shownAt[goal.act] ?? Number.POSITIVE_INFINITY)),
      answers: followed.answers(),
    };
  };
}

function viewOf({ id, act, title, guided, missing }: Goal, state: GoalState | undefined, shown: number): GoalView {
  const common = { id, act, title, guided };
  if (state?.state !== "met") return { ...common, state: "open", text: state?.missing ?? missing, violated: undefined, by: undefined };
  return { ...common, state: "met", text: state.evidence, violated: state.violated, by: state.seq > shown ? "solution" : "learner" };
}
