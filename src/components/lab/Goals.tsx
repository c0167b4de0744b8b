// All goals of the lab so far, with what is missing or what the log shows. The open act's own stand beside the controls as well.
import type { JSX } from "preact";
import type { GoalView } from "./model/goals-model.ts";
import type { LabModel } from "./model/lab-model.ts";
import "./Goals.css";

type GoalsProps = {
  readonly lab: Pick<LabModel, "actIndex" | "goals" | "metBefore">;
  /** While a question stands, the titles of open goals would answer it. */
  readonly asking: boolean;
};

export function Goals({ lab, asking }: GoalsProps): JSX.Element {
  const now = lab.actIndex.value + 1;
  const goals = lab.goals.value.filter((goal) => goal.act <= now || goal.state === "met");
  return (
    <div class="lab-aims">
      <ul class="lab-goals" aria-label="Goals">
        {goals.map((goal) => (
          <Goal key={goal.id} goal={goal} now={goal.act === now} titled={goal.state === "met" || !asking} before={lab.metBefore(goal)} />
        ))}
      </ul>
    </div>
  );
}

type GoalProps = {
  readonly goal: GoalView;
  readonly now: boolean;
  readonly titled: boolean;
  /** Met by an earlier log. */
  readonly before?: boolean;
  /** The one that a phone's bar shows while it is folded. */
  readonly pinned?: boolean;
};

export function Goal({ goal, now, titled, before = false, pinned = false }: GoalProps): JSX.Element {
  return (
    <li
      data-goal={goal.id}
      data-state={goal.state}
      data-by={goal.by === "solution" ? "solution" : undefined}
      data-now={now ? "" : undefined}
      data-pinned={pinned ? "" : undefined}
    >
      {titled ? <b>{goal.title}</b> : null}
      <span>
        {goal.text}
        {goal.by === "solution" ? " (with the solution)" : ""}
      </span>
      {before ? <span class="lab-before">You have met this goal before.</span> : null}
      {goal.violated === undefined ? null : <span class="lab-violated">{goal.violated}</span>}
    </li>
  );
}
