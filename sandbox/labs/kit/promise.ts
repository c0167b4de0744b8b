// What a lab's page promises of the lab's last solution, as data: the endings that a run may have, and what each leaves behind.
// The proof kills the host at every boundary of every step, fails every step for good, and finds what stands here.
import type { JsonObject } from "../../log/json.ts";
import type { Action } from "./actions.ts";
import type { RunLog } from "./view/run-log.ts";

/** A press, or one that depends on the run that the presses before it have begun. */
export type Press = Action | ((run: RunLog) => Action);

export type Promised = {
  /** By name: presses that begin one run and decide how it ends, and what it then leaves. */
  readonly endings: { readonly [ending: string]: { readonly by: readonly Press[]; readonly leaves: string } };
  /** By step: what a run leaves when that step fails at every attempt. A step that is missing here has no such ending. */
  readonly failing: { readonly [stepId: string]: string };
  /** What a run has left behind, in the words of the lists above: rows and effects, never names of steps. */
  readonly left: (run: RunLog) => string;
};

/** Tells the lab an event about the run, as somebody outside may. */
export const tell =
  (name: string, data: (run: RunLog) => JsonObject): Press =>
  (run) => ({ do: "post", name, data: data(run) });
