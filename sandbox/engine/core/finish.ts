// The end of a run: its last fact, the parent that waits for it, and the engine's own events (protocol.md 4.6).
import type { EngineFactBody, RunFailure, StoredEvent, WireError } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import type { WireEvent } from "../../protocol/events.ts";
import type { RunResult } from "../../protocol/internal-events.ts";
import type { Decision, Env, Input } from "./decision.ts";
import type { EngineState, Run } from "./state.ts";

const TOO_LARGE = "output_too_large: Your function's response body exceeds the maximum size limit";

/** A function's output has no limit of its own: it is as large as a reply may be (observed on a real server, August 2026). */
export function completeRun(state: EngineState, run: Run, output: Json, env: Env): Decision {
  const { runId, fn } = run;
  const facts: EngineFactBody[] = [{ type: "run.completed", runId, fn, output }];
  return { facts: [...facts, ...tellParent(state, run, { data: output })], next: [endedInput(run, { type: "completed", output }, env)] };
}

export function failRun(state: EngineState, run: Run, code: RunFailure, error: WireError, env: Env): Decision {
  const { runId, fn } = run;
  const facts: EngineFactBody[] = [{ type: "run.failed", runId, fn, error, code }];
  const result: RunResult = { type: "failed", error, noRetry: code === "function-error" };
  return { facts: [...facts, ...tellParent(state, run, { error: asInvokeError(error) })], next: [endedInput(run, result, env)] };
}

export function outputTooLarge(): WireError {
  return { name: "output_too_large", message: TOO_LARGE, error: TOO_LARGE };
}

/** The input from which the engine's own events of the run's end follow. */
export function endedInput(run: Run, result: RunResult, env: Env): Extract<Input, { type: "run-ended" }> {
  const correlation = run.parent === undefined ? {} : { correlationId: `${run.parent.runId}.${run.parent.hashedId}` };
  const deferred = [...run.defers].flatMap(([hashedId, { wanted }]) => (wanted === undefined ? [] : [{ hashedId, ...wanted }]));
  const end = { fn: run.fn, runId: run.runId, events: run.events.map(asWireEvent), at: env.now, deferred, ...correlation };
  return { type: "run-ended", end, result };
}

/** An event as functions get it: without the engine's own id for it. */
export function asWireEvent({ eventId: _, ...event }: StoredEvent): WireEvent {
  return event;
}

/** Ends the invoke in the parent. None when the parent has ended or its invoke has timed out. */
export function tellParent(state: EngineState, run: Run, result: { data: Json } | { error: WireError }): readonly EngineFactBody[] {
  const parent = run.parent === undefined ? undefined : state.runs.get(run.parent.runId);
  const pending = run.parent === undefined ? undefined : parent?.pending.get(run.parent.hashedId);
  if (run.parent === undefined || parent === undefined || pending?.type !== "invoke") return [];
  const { runId, fn } = parent;
  return [{ type: "invoke.ended", runId, fn, stepId: pending.stepId, hashedId: run.parent.hashedId, result, childRunId: run.runId }];
}

// A failed child's error in the form in which its parent gets it (protocol.md 2.6).
function asInvokeError(error: WireError): WireError {
  return { ...error, error: error.name };
}
