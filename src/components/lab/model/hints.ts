// The hints of an act, in the order in which they are asked for. They pile up, and the last one leads on: to the difference, or to
// what the open goal misses.
import type { Act } from "../../../../sandbox/labs/kit/definition.ts";
import type { GoalView } from "./goals-model.ts";

export type Hint = { readonly text: string; readonly leads?: "changes" | "solution" };

export function hintsOf(act: Act | undefined, goals: readonly Pick<GoalView, "state" | "text">[]): readonly Hint[] {
  if (act === undefined) return [];
  const solvable = act.solution !== act.starts;
  const open = goals.find((goal) => goal.state === "open");
  const told = act.hints.map((text): Hint => ({ text }));
  if (act.changes.length > 0)
    told.push({
      text: "One of the prepared changes does it. Each shows its lines first, and a wrong one may be tried, too.",
      leads: "changes",
    });
  if (solvable) told.push({ text: "The difference, line by line. A goal that is met with it is marked so.", leads: "solution" });
  else if (told.length > 0 && open !== undefined) told.push({ text: `What is missing now: ${open.text}` });
  return told;
}
