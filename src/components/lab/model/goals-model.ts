// Goals are predicates over the log; this evaluates them and says by whom each was met.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { Goal } from "../../../../sandbox/labs/goal.ts";
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

/** `shownAt`: for each act, the last `seq` before its solution was shown. */
export function judged(goals: readonly Goal[], facts: readonly Fact[], shownAt: Readonly<Record<string, number>>): readonly GoalView[] {
  return goals.map((goal) => {
    const state = goal.check(facts);
    const common = { id: goal.id, act: goal.act, title: goal.title, guided: goal.guided };
    if (state.state === "open") return { ...common, state: "open", text: state.missing, violated: undefined, by: undefined };
    const shown = shownAt[goal.act] ?? Number.POSITIVE_INFINITY;
    return { ...common, state: "met", text: state.evidence, violated: state.violated, by: state.seq > shown ? "solution" : "learner" };
  });
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
