// Which button is filled: what the first open goal of a guided act needs next. One at a time, never two.
import type { ControlName } from "../../../../sandbox/labs/kit/control-names.ts";
import type { LabRun, LabState } from "./attributes.ts";
import { hasEnded, type RunView } from "./runs.ts";

/** Names of buttons: those of the table of controls, and those of the frame around them. */
export type Press =
  | ControlName
  | "Apply edit"
  | "Post webhook"
  | "Show solution"
  | "Hint"
  | "Skip"
  | "Reset lab"
  | "Share"
  | "Export log"
  | "Copy for my AI tutor"
  | "Take over here"
  | "Stop code"
  | "Next act"
  | "Try it yourself"
  | "Try again";

export type Guide = {
  readonly state: LabState;
  readonly run: LabRun;
  readonly observer: boolean;
  readonly controls: readonly string[];
  readonly newest: RunView | undefined;
  /** Some goal of this act can be met by pressing what is offered, and is still open. */
  readonly guidedOpen: boolean;
  /** Every goal of this act is met. */
  readonly actDone: boolean;
  readonly hasNextAct: boolean;
  readonly requestWaits: boolean;
  readonly somethingDue: boolean;
};

export function nextPress(at: Guide): Press | undefined {
  if (at.observer) return "Take over here";
  if (at.state === "failed") return "Try again";
  if (at.actDone && at.newest !== undefined && hasEnded(at.newest)) return at.hasNextAct ? "Next act" : undefined;
  if (!at.guidedOpen) return undefined;
  const offers = (press: Press): boolean => at.controls.includes(press);
  if (at.state === "crashed") return offers("Start host") ? "Start host" : undefined;
  const run = at.newest;
  if (run === undefined || hasEnded(run)) return offers("Run") ? "Run" : undefined;
  if (at.requestWaits) return undefined;
  const stands = at.run === "held" || at.run === "sleeping" || at.run === "waiting";
  if (stands && offers("Restart engine")) {
    if (run.restarts === 0) return "Restart engine";
  } else if (stands && run.kills === 0 && offers("Crash host")) return "Crash host";
  if (at.state === "running" && at.run !== "held") return undefined;
  return at.somethingDue && offers("Next wake-up") ? "Next wake-up" : undefined;
}

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
