// A run's beginning and end in the state. Of a run that has ended only its idempotency key stays, until that expires.
import type { FactOf, StoredEvent } from "../../log/facts.ts";
import { DISCOVERY, VERSION_BY_SDK } from "../../protocol/call.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { addJob, dropJob } from "./jobs.ts";
import { flowOfRun, runClosed, runOpened } from "./flow-fold.ts";
import { dropPending, sizeOf } from "./fold-step.ts";
import { idempotencyKey, type EngineState, type Run } from "./state.ts";

export function createRun(state: EngineState, fact: FactOf<"run.created">): void {
  const events = fact.events ?? eventsOf(state, fact.eventIds);
  const { runId, fn, cause, maxAttempts, parentRunId, parentHashedId } = fact;
  const parent = parentRunId === undefined || parentHashedId === undefined ? undefined : { runId: parentRunId, hashedId: parentHashedId };
  const byHand = cause === "invoke" && parent === undefined;
  const isUnique = cause === "event" || cause === "cron" || byHand;
  const key = isUnique && events[0] !== undefined ? idempotencyKey(fn, events[0].id) : undefined;
  const { from } = fact;
  const memos = from?.memos ?? [];
  const run: Run = {
    ...flowOfRun(state, fact),
    runId,
    fn,
    cause,
    events,
    parent,
    maxAttempts,
    idempotencyKey: key,
    started: false,
    version: VERSION_BY_SDK,
    plan: false,
    discoveryWanted: false,
    emptyReplies: 0,
    because: "next-step",
    size: memos.reduce((sum, [, memo]) => sum + sizeOf(memo), 0),
    inputs: new Map(from?.input === undefined ? [] : [[from.hashedId, { input: from.input }]]),
    memos: new Map(memos),
    pending: new Map(),
    defers: new Map(),
    jobs: new Map(),
    calls: new Map(),
  };
  state.runs.set(runId, run);
  runOpened(state, run, fact);
  if (key !== undefined) state.idempotencyKeys.set(key, runId);
  const target = from?.targeted === true ? from.hashedId : DISCOVERY;
  if (from?.targeted === true) run.pending.set(from.hashedId, { type: "planned", stepId: from.stepId, race: false, entry: undefined });
  addJob(state, run, { target, attempt: 0, at: fact.startAt, because: "start" });
}

// In the log a run comes directly after its event, so the event received last is the run's.
function eventsOf(state: EngineState, eventIds: readonly string[]): readonly StoredEvent[] {
  return state.lastEvent !== undefined && eventIds.includes(state.lastEvent.eventId) ? [state.lastEvent] : [];
}

export function endRun(state: EngineState, fact: FactOf<"run.completed" | "run.failed" | "run.cancelled">): void {
  const run = state.runs.get(fact.runId);
  if (run === undefined) return;
  for (const target of run.jobs.keys()) dropJob(state, run, target);
  for (const hashedId of run.pending.keys()) dropPending(state, run, hashedId);
  for (const callId of run.calls.keys()) state.calls.delete(callId);
  if (run.idempotencyKey !== undefined) {
    state.idempotencyKeys.delete(run.idempotencyKey);
    // L8: for 24 h more the event id starts no second run (protocol.md 4.3).
    state.tombstones.set(run.idempotencyKey, {
      runId: run.runId,
      fn: run.fn,
      id: run.events[0]?.id ?? "",
      until: fact.t + LIMITS.idempotencyMs,
    });
  }
  runClosed(state, run, fact.t);
  state.runs.delete(run.runId);
}
