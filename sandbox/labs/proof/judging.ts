// What a log makes of a lab's goals.
import type { Fact } from "../../log/facts.ts";
import { followLog } from "../kit/follow.ts";
import type { Answer, Question } from "../kit/follow.ts";
import type { Goal, GoalState } from "../kit/goals.ts";
import type { LoadedLab } from "./load.ts";

export function judged(goal: Goal, facts: readonly Fact[]): GoalState {
  const follower = followLog([goal]);
  for (const fact of facts) follower.add(fact);
  const [state] = follower.goals();
  if (state === undefined) throw new Error("A goal that is followed has a state.");
  return state;
}

/** What a log says to the question of an act. */
export function answered(question: Question, facts: readonly Fact[]): Answer | undefined {
  const follower = followLog([], [question]);
  for (const fact of facts) follower.add(fact);
  return follower.answers()[question.act];
}

/** Goals of one act by its id. */
export function goalsOf({ lab }: LoadedLab, act: string): readonly Goal[] {
  return lab.goals.filter((goal) => lab.definition.acts[goal.act - 1]?.id === act);
}

/** The goal of an act that has a clause of this name; `none` is what every goal says while there is nothing to judge. */
export function goalWith(loaded: LoadedLab, act: string, clause: string): Goal {
  const goals = goalsOf(loaded, act);
  const found = goals.find((goal) => goal.clauses.includes(clause)) ?? (clause === "none" ? goals[0] : undefined);
  if (found === undefined) {
    const known = goals.flatMap((goal) => goal.clauses).join(", ");
    throw new Error(`${loaded.slug}/lab.ts: no goal of act ${act} has a clause "${clause}". It has: ${known}.`);
  }
  return found;
}
