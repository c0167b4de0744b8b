// The lab element's data attributes: the first state that applies, the newest run, and whose place it is.
import type { PlaceView } from "../../../../sandbox/session/lab-session.ts";
import type { RunStatus, RunView } from "./runs.ts";

export type LabState = "failed" | "starting" | "crashed" | "running" | "settled" | "ready" | "recorded";
export type LabRun = "none" | RunStatus;
export type LabPlace = "own" | "observer" | "contained";

export type Standing = {
  /** The place could not start. Never a failed run. */
  readonly failed: boolean;
  readonly opening: boolean;
  readonly opened: boolean;
  /** A press whose consequence has not begun. */
  readonly pending: boolean;
  readonly observer: boolean;
  readonly place: PlaceView | undefined;
  readonly runs: readonly RunView[];
};

export function stateOf(at: Standing): LabState {
  if (at.failed) return "failed";
  if (at.opening || (at.pending && !at.opened) || at.place?.host === "starting") return "starting";
  if (!at.opened) return "recorded";
  if (at.place?.host === "down" || at.place?.host === "broken") return "crashed";
  const busy = at.runs.some((run) => run.status === "running" || run.status === "held");
  if (at.pending || busy || (at.place?.callsInFlight ?? 0) > 0 || (at.place?.held.length ?? 0) > 0) return "running";
  return at.runs.length > 0 ? "settled" : "ready";
}

export function runStateOf(at: Standing): LabRun {
  const newest = at.opened ? at.runs.at(-1) : undefined;
  if (newest === undefined) return "none";
  return at.place?.held.some((held) => held.runId === newest.runId) ? "held" : newest.status;
}

export function placeOf(at: Standing): LabPlace {
  if (at.observer) return "observer";
  return at.place?.contained ? "contained" : "own";
}
