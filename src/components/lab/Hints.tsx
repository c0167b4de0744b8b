// Hints in three stages, and the solution: on request, beside the goal that they are about.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import { Press, type PressLab } from "./Press.tsx";
import "./Hints.css";

type HintLab = PressLab & Pick<LabModel, "act" | "changes" | "hint" | "keep" | "look">;

export function Hints({ lab }: { readonly lab: HintLab }): JSX.Element | null {
  const act = lab.act.value;
  const solvable = act !== undefined && act.solution !== act.starts;
  const nudge = act?.hints?.nudge;
  return (
    <div class="lab-help">
      {nudge !== undefined || solvable ? (
        <Press lab={lab} name="Hint" onPress={lab.keep.hint} can={lab.hint.value < 3} quiet anyone />
      ) : null}
      {solvable ? (
        <Press lab={lab} name="Show solution" onPress={() => lab.keep.showSolution().then(() => lab.look("code"))} quiet anyone />
      ) : null}
      {lab.hint.value > 0 ? (
        <p role="status" aria-label="Hint text">
          {hintText(lab.hint.value, nudge, lab.changes.value.length > 0, solvable)}
        </p>
      ) : null}
    </div>
  );
}

function hintText(stage: number, nudge: string | undefined, changes: boolean, solvable: boolean): string {
  if (stage === 1 && nudge !== undefined) return nudge;
  if (stage <= 2 && changes)
    return "One of the prepared changes under Change does it. Each shows its lines before it is applied; a wrong one may be tried, too.";
  return solvable
    ? "Show solution shows the difference, line by line. A goal met with it is marked so."
    : (nudge ?? "Read the open goal: it says what is missing.");
}
