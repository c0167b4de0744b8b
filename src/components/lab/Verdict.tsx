// The act's goals beside the controls: what is missing, or the evidence, and the way on. On a phone they are the top of the bar,
// folded to the goal that counts now.
import type { JSX } from "preact";
import { Goal } from "./Goals.tsx";
import { Hints } from "./Hints.tsx";
import type { GoalView } from "./model/goals-model.ts";
import { asks, type LabModel } from "./model/lab-model.ts";
import { WayOn } from "./WayOn.tsx";
import "./Verdict.css";

export function Verdict({ lab }: { readonly lab: LabModel }): JSX.Element | null {
  const goals = lab.goalsOfAct.value;
  if (goals.length === 0 || lab.shared.value !== undefined) return null;
  const met = justMet(lab);
  const pinned = met ?? goals.find((goal) => goal.state === "open") ?? goals.at(-1);
  const asking = asks(lab);
  const whole = lab.wholeGoal.value;
  return (
    <div class="lab-verdict" data-whole={whole ? "" : undefined} onClick={(event) => unfolds(event, lab)}>
      <ul class="lab-goals" aria-label={goals.length > 1 ? "Goals of this act" : "Goal of this act"}>
        {goals.map((goal) => (
          <Goal
            key={goal.id}
            goal={goal}
            now
            titled={goal.state === "met" || !asking}
            pinned={goal.id === pinned?.id}
            before={lab.metBefore(goal)}
          />
        ))}
      </ul>
      {/* On a phone the act's task is out of sight: unfolded, the goal has it beside it. */}
      <p class="lab-verdict-task">{lab.act.value?.task}</p>
      <p class="sr-only" role="status" aria-label="Goal says">
        {met === undefined ? "" : `Goal met: ${met.title}. ${met.text}`}
      </p>
      {met === undefined ? (
        <button type="button" class="lab-unfold-goal" aria-expanded={whole} aria-label="Goal in full" />
      ) : (
        <button type="button" class="lab-text lab-got-it" onClick={() => (lab.justMet.value = undefined)}>
          Got it
        </button>
      )}
      <div class="lab-verdict-foot">
        <WayOn lab={lab} at="verdict" />
        <Hints lab={lab} />
      </div>
    </div>
  );
}

/** The goal of this act that has just been met, as the log bears it out now, until it is dismissed. */
function justMet(lab: Pick<LabModel, "goalsOfAct" | "justMet">): GoalView | undefined {
  return lab.goalsOfAct.value.find((goal) => goal.state === "met" && goal.id === lab.justMet.value?.id);
}

/** A tap anywhere on the goal unfolds it, or folds it again; its other buttons mean themselves. */
function unfolds({ target }: Event, lab: Pick<LabModel, "wholeGoal">): void {
  const button = target instanceof Element ? target.closest("button, select, label") : null;
  if (button === null || button.classList.contains("lab-unfold-goal")) lab.wholeGoal.value = !lab.wholeGoal.value;
}
