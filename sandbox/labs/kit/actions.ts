// Everything that a learner can do to a lab, as data. The page's buttons, walkthroughs, chance, recordings, share links
// and journeys all press by these, through `perform`: what a recording shows is what a press does.
import type { JsonObject } from "../../log/json.ts";
import type { Files, Rate } from "../../session/lab-session.ts";

export type Action =
  /** Sends one of the lab's events, or a burst of it, by its name in `lab.ts`. */
  | { readonly do: "send"; readonly event: string }
  /** Sends an event that the lab does not offer, as a shared log may hold. */
  | { readonly do: "post"; readonly name: string; readonly data: JsonObject }
  | { readonly do: "webhook"; readonly webhook: string }
  /** Kills the host now. */
  | { readonly do: "crash" }
  /** Kills the host when a run next reaches this moment; counts the act's moments from 0. */
  | { readonly do: "arm"; readonly moment: number }
  | { readonly do: "disarm" }
  | { readonly do: "start" }
  | { readonly do: "restart-engine" }
  /** Lets the held run go on, or moves time to what is due next. */
  | { readonly do: "wake" }
  /** Wakes until nothing is due any more. */
  | { readonly do: "play" }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "pause"; readonly on: boolean }
  | { readonly do: "speed"; readonly rate: Rate }
  | { readonly do: "checkpointing"; readonly on: boolean }
  | { readonly do: "fault"; readonly fault: string; readonly on: boolean }
  /** Decides as the reviewer; `request`: its id, or its place among those that nobody has decided, from 1, oldest first. */
  | { readonly do: "decide"; readonly request: number | string; readonly answer: "approve" | "reject" }
  /** Puts a prepared change into service: a variant of the lab. */
  | { readonly do: "change"; readonly variant: string }
  /** Puts files into service that somebody typed, or that the page shows. */
  | { readonly do: "apply"; readonly files: Files; readonly by: "lab" | "learner" | "change" | "solution"; readonly id?: string }
  /** A new run with the same events; `run` counts from 1, by default the newest. `from`: the step at which it begins. */
  | { readonly do: "rerun"; readonly run?: number; readonly from?: string }
  | { readonly do: "cancel"; readonly run?: number }
  /** Reruns every failed run of the lab. */
  | { readonly do: "replay" }
  | { readonly do: "pause-function"; readonly fn: string; readonly on: boolean };

// Short words for walkthroughs.
export const send = (event: string): Action => ({ do: "send", event });
export const post = (webhook: string): Action => ({ do: "webhook", webhook });
export const crash: Action = { do: "crash" };
export const arm = (moment: number): Action => ({ do: "arm", moment });
export const start: Action = { do: "start" };
export const restartEngine: Action = { do: "restart-engine" };
export const wake: Action = { do: "wake" };
export const play: Action = { do: "play" };
export const change = (variant: string): Action => ({ do: "change", variant });
export const approve = (request = 1): Action => ({ do: "decide", request, answer: "approve" });
export const reject = (request = 1): Action => ({ do: "decide", request, answer: "reject" });
export const checkpointing = (on: boolean): Action => ({ do: "checkpointing", on });
export const fault = (id: string, on = true): Action => ({ do: "fault", fault: id, on });
export const rerun = (from?: string): Action => (from === undefined ? { do: "rerun" } : { do: "rerun", from });
export const cancel: Action = { do: "cancel" };
export const replay: Action = { do: "replay" };
