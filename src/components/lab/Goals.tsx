// The act's goals, with what is missing or what the log shows; hints in three stages, on request.
import type { JSX } from "preact";
import type { GoalView } from "./model/goals-model.ts";
import type { LabModel } from "./model/lab-model.ts";
import { Told } from "./Prediction.tsx";
import { Press, type PressLab } from "./Press.tsx";
import "./Goals.css";

type GoalsProps = {
  readonly lab: PressLab & Pick<LabModel, "act" | "actIndex" | "changes" | "goals" | "hint" | "keep" | "look" | "prediction">;
  /** While a question stands, the titles of open goals would answer it. */
  readonly asking: boolean;
};

export function Goals({ lab, asking }: GoalsProps): JSX.Element {
  const act = lab.act.value;
  const goals = lab.goals.value.filter((goal) => goal.act <= lab.actIndex.value + 1 || goal.state === "met");
  const solvable = act !== undefined && act.solution !== act.starts;
  const nudge = act?.hints?.nudge;
  return (
    <div class="lab-aims">
      <Told prediction={lab.prediction} />
      <ul class="lab-goals" aria-label="Goals">
        {goals.map((goal) => (
          <Goal key={goal.id} goal={goal} now={goal.act === lab.actIndex.value + 1} titled={goal.state === "met" || !asking} />
        ))}
      </ul>
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

type GoalProps = { readonly goal: GoalView; readonly now: boolean; readonly titled: boolean };

function Goal({ goal, now, titled }: GoalProps): JSX.Element {
  return (
    <li
      data-goal={goal.id}
      data-state={goal.state}
      data-by={goal.by === "solution" ? "solution" : undefined}
      data-now={now ? "" : undefined}
    >
      {titled ? <b>{goal.title}</b> : null}
      <span>
        {goal.text}
        {goal.by === "solution" ? " (with the solution)" : ""}
      </span>
      {goal.violated === undefined ? null : <span class="lab-violated">{goal.violated}</span>}
    </li>
  );
}
