// An act's goals as the page shows them, and when a solution came into the learner's hands.
import type { Fact } from "../../../../sandbox/log/facts.ts";
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

/** A goal stays met: one that an earlier log has met, before a reset, counts for its act as it does in the sidebar. */
export const isKept = ({ id, state }: Pick<GoalView, "id" | "state">, kept: { readonly [id: string]: unknown }): boolean =>
  state === "met" || kept[id] !== undefined;

/** Said of a goal whose log is not read yet. */
export const RESTORING = "Restoring your run.";

/** Before the goals' code is there, every goal is open, as on an empty log. */
export function openGoals(goals: LabStatic["goals"], text?: string): readonly GoalView[] {
  return goals.map((goal) => ({
    id: goal.id,
    act: goal.act,
    title: goal.title,
    guided: goal.guided,
    state: "open",
    text: text ?? goal.missing,
    violated: undefined,
    by: undefined,
  }));
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
