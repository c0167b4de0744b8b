// The end of a lab: what its reader has shown, a line for each act that has one, true of what was done and of nothing else.
import type { Act } from "../../../../sandbox/labs/kit/definition.ts";
import type { GoalView } from "./goals-model.ts";

export type EndingLine = { readonly act: number; readonly title: string; readonly shown: string | undefined };
type Goals = readonly Pick<GoalView, "act" | "state">[];

/** Undefined until the last act is done. A line without `shown` is still open. */
export function endingOf(acts: readonly Act[], goals: Goals, actIndex: number): readonly EndingLine[] | undefined {
  if (actIndex !== acts.length - 1 || !isDone(goals, acts.length)) return undefined;
  return acts.flatMap(({ title, shown }, index) =>
    shown === undefined ? [] : [{ act: index + 1, title, shown: isDone(goals, index + 1) ? shown : undefined }],
  );
}

function isDone(goals: Goals, act: number): boolean {
  const own = goals.filter((goal) => goal.act === act);
  return own.length > 0 && own.every(({ state }) => state === "met");
}
