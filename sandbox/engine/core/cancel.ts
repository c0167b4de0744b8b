// Cancellation: a run ends because a person or a rule says so (protocol.md 5.8, 6.5).
// L10. It takes effect at a step boundary: a call in flight goes on to its end in the app, nothing of its answer is recorded, and
// the slot that it holds is released when it has answered.
import type { EngineFactBody } from "../../log/facts.ts";
import { NOTHING, type Cancellation, type Decision, type Env, type Input } from "./decision.ts";
import { finishedEvent } from "../../protocol/internal-events.ts";
import { endedInput, tellParent } from "./finish.ts";
import type { EngineState, Run } from "./state.ts";

/** A run that has ended meanwhile is not cancelled. */
export function decideCancel(state: EngineState, { type: _, runId, ...why }: Extract<Input, { type: "cancel-run" }>, env: Env): Decision {
  const run = state.runs.get(runId);
  return run === undefined ? NOTHING : cancelRun(state, run, why, env);
}

export function cancelRun(state: EngineState, run: Run, why: Cancellation, env: Env): Decision {
  const { runId, fn } = run;
  const cancelled: EngineFactBody = { type: "run.cancelled", runId, fn, ...why };
  const ended = endedInput(run, { type: "cancelled" }, env);
  // The invoke of a cancelled run resolves, with the data of its finished event (protocol-more.md M5.1).
  return { facts: [cancelled, ...tellParent(state, run, { data: finishedEvent(ended.end, ended.result, "").data })], next: [ended] };
}
