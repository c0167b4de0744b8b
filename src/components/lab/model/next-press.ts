// Which control is filled: the one by which the act's next action is done. One at a time, never two.
import type { Action } from "../../../../sandbox/labs/kit/actions.ts";
import type { ControlName } from "../../../../sandbox/labs/kit/control-names.ts";
import type { LabRun, LabState } from "./attributes.ts";
import type { Act } from "./ports.ts";

/** Names of buttons: those of the table of controls, and those of the frame around them. */
export type Press =
  | ControlName
  | "Apply edit"
  | "Post webhook"
  | "Show solution"
  | "Hint"
  | "Skip"
  | "Reset lab"
  | "Undo reset"
  | "Restore this file"
  | "Undo restore"
  | "Share"
  | "Export log"
  | "Copy for my AI tutor"
  | "Take over here"
  | "Stop code"
  | "Next act"
  | "Read on"
  | "Open card"
  | "Try it yourself"
  | "Try again";

export type Guided = {
  readonly state: LabState;
  readonly run: LabRun;
  readonly observer: boolean;
  readonly act: Act | undefined;
  /** What the guide says comes next in the act's walk. */
  readonly next: Action | undefined;
  /** Every goal of this act is met. */
  readonly actDone: boolean;
  readonly hasNextAct: boolean;
  /** What the learner has chosen so far. */
  readonly chosen: { readonly event: string | undefined; readonly moment: number; readonly webhook: string | undefined };
  /** A change is shown, or the file is being edited. */
  readonly editing: boolean;
};

export function nextPress(at: Guided): Press | undefined {
  if (at.observer) return "Take over here";
  if (at.state === "failed") return "Try again";
  if (at.actDone) return at.hasNextAct ? "Next act" : "Read on";
  if (at.next === undefined || at.act === undefined) return undefined;
  // While something is under way nothing has to be pressed; a run that is held waits for a press.
  if (at.state === "starting" || (at.state === "running" && at.run !== "held")) return undefined;
  return pressFor(at, at.act, at.next);
}

/** The control by which an action is done now: what it needs to have chosen is chosen first. */
function pressFor({ chosen, editing }: Guided, act: Act, action: Action): Press | undefined {
  switch (action.do) {
    case "send":
      return act.controls.includes("Event") && chosen.event !== action.event ? "Event" : "Run";
    case "webhook":
      return chosen.webhook === action.webhook ? "Post webhook" : "Webhook";
    case "arm":
      return chosen.moment === action.moment ? "Arm crash" : "Crash at";
    case "change":
    case "apply":
      if (editing) return "Apply edit";
      return act.controls.includes("Change") && act.changes.length > 0 ? "Change" : "Edit code";
    default:
      return BUTTON_OF[action.do];
  }
}

const BUTTON_OF: { readonly [D in Action["do"]]?: Press } = {
  crash: "Crash host",
  disarm: "Arm crash",
  start: "Start host",
  "restart-engine": "Restart engine",
  wake: "Next wake-up",
  play: "Play",
  pause: "Pause",
  speed: "Speed",
  checkpointing: "Checkpointing",
  fault: "Faults",
  decide: "Requests",
  rerun: "Rerun",
  cancel: "Cancel run",
  replay: "Replay failed",
};

/** The two presses that a phone's bar shows: the filled one and one other; the rest is behind More. */
export function barPresses(
  filled: Press | undefined,
  offered: readonly string[],
  at: { readonly down: boolean; readonly due: boolean },
): readonly Press[] {
  const wanted: readonly Press[] = at.down
    ? ["Start host", "Next wake-up", "Run"]
    : at.due
      ? ["Next wake-up", "Crash host", "Run"]
      : ["Run", "Crash host", "Next wake-up"];
  const all = filled === undefined ? wanted : [filled, ...wanted.filter((press) => press !== filled)];
  return all.filter((press) => press === filled || offered.includes(press) || (press === "Start host" && at.down)).slice(0, 2);
}
