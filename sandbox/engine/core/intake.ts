// Events: what an accepted event brings about. The event and all that follows from it are stored in one batch.
// L1. An accepted event is stored before it is acknowledged.
// L8. An event id starts one run per function in 24 hours.
import type { EngineFactBody, EventSource, Instant, RunCause, StoredEvent } from "../../log/facts.ts";
import {
  failedEvent,
  finishedEvent,
  invokedEvent,
  startedByRunEnd,
  type Invocation,
  type RunEnd,
  type RunResult,
} from "../../protocol/internal-events.ts";
import { ulid } from "../../protocol/ulid.ts";
import type { WireEvent } from "../../protocol/events.ts";
import type { Decision, Env, Input } from "./decision.ts";
import { asSeen } from "./finish.ts";
import { listenersOf, type Listeners } from "./listeners.ts";
import { claimOf, type EngineState, type Fn, type WaitKey } from "./state.ts";
import { nearest } from "./suggest.ts";

export function decideEvent(state: EngineState, { event, eventId: given, source }: Extract<Input, { type: "event" }>, env: Env): Decision {
  const eventId = given ?? ulid(env.now, env.draw);
  const stored: StoredEvent = {
    eventId,
    name: event.name,
    data: event.data,
    ts: event.ts ?? env.now,
    id: event.id ?? eventId,
    user: event.user,
  };
  const listeners = listenersOf(state, asSeen(stored));
  const facts = take(state, stored, source, listeners, Math.max(env.now, stored.ts), env);
  if (listeners.functions.length > 0 || listeners.waits.length > 0) return { facts, answer: { type: "event", eventId } };
  const suggestion = suggestionFor(state, event.name);
  const unmatched: EngineFactBody = {
    type: "event.unmatched",
    eventId,
    name: event.name,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
  return { facts: [...facts, unmatched], answer: { type: "event", eventId } };
}

function take(
  state: EngineState,
  event: StoredEvent,
  source: EventSource,
  { functions, waits }: Listeners,
  startAt: Instant,
  env: Env,
): EngineFactBody[] {
  const received: EngineFactBody = { type: "event.received", ...event, source };
  return [
    received,
    ...waits.map((key) => matched(state, key, event.eventId)),
    ...functions.flatMap((fn) => startFor(state, fn, event, { cause: "event", startAt }, env)),
  ];
}

function matched(state: EngineState, { runId, hashedId }: WaitKey, eventId: string): EngineFactBody {
  const run = state.runs.get(runId);
  return { type: "wait.matched", runId, fn: run?.fn ?? "", stepId: run?.pending.get(hashedId)?.stepId ?? hashedId, hashedId, eventId };
}

/** One run of this function for this event, or the fact that says why not. */
export function startFor(
  state: EngineState,
  fn: Fn,
  event: StoredEvent,
  { cause, startAt }: { readonly cause: "event" | "cron"; readonly startAt: Instant },
  env: Env,
): readonly EngineFactBody[] {
  const claim = claimOf(fn.id, event.id);
  if (state.claims.has(claim) || (state.tombstones.get(claim)?.until ?? 0) > env.now)
    return [{ type: "event.deduped", eventId: event.eventId, name: event.name, id: event.id, fn: fn.id }];
  if (state.pausedFunctions.has(fn.id))
    return [{ type: "run.skipped", fn: fn.id, eventId: event.eventId, name: event.name, because: "function-paused" }];
  const runId = ulid(env.now, env.draw);
  const created = create({ runId, fn, cause, event, startAt });
  if (startAt <= env.now) return [created];
  // A `ts` in the future delays the start, not the acceptance (protocol.md 4.4); so does a tick's jitter (5.12).
  return [created, { type: "run.queued", runId, fn: fn.id, reason: cause === "cron" ? "cron" : "future-event", until: startAt }];
}

type NewRun = { readonly runId: string; readonly fn: Fn; readonly cause: RunCause; readonly event: StoredEvent; readonly startAt: Instant };

function create({ runId, fn, cause, event, startAt }: NewRun): Extract<EngineFactBody, { type: "run.created" }> {
  return { type: "run.created", runId, fn: fn.id, cause, eventIds: [event.eventId], startAt, maxAttempts: fn.retries + 1 };
}

// A name that is known was not misspelled: then an expression did not hold.
function suggestionFor(state: EngineState, name: string): string | undefined {
  const known = new Set(knownNames(state));
  return known.has(name) ? undefined : nearest(name, known);
}

function* knownNames(state: EngineState): Iterable<string> {
  for (const fn of state.functions.values()) for (const trigger of fn.triggers) if (trigger.type === "event") yield trigger.event;
  yield* state.waits.keys();
}

/** The engine's own events of a run's end. They are stored only when somebody listens: nobody else could tell. */
export function decideRunEnded(state: EngineState, end: RunEnd, result: RunResult, env: Env): Decision {
  if (startedByRunEnd(end.events)) return { facts: [] };
  const events = [finishedEvent(end, result, ulid(env.now, env.draw)), ...(result.type === "failed" ? [failedEvent(end, result)] : [])];
  return { facts: events.flatMap((event) => takeInternal(state, event, env)) };
}

function takeInternal(state: EngineState, event: WireEvent, env: Env): EngineFactBody[] {
  const listeners = listenersOf(state, event);
  if (listeners.functions.length === 0 && listeners.waits.length === 0) return [];
  return take(state, { ...event, eventId: ulid(env.now, env.draw) }, "engine", listeners, env.now, env);
}

/** An invoke is an event for one function alone; its run knows the step that waits for it. */
export function decideInvoke(state: EngineState, invocation: Invocation, env: Env): Decision {
  const fn = state.functions.get(invocation.target);
  if (fn === undefined) return { facts: [] };
  const eventId = ulid(env.now, env.draw);
  const event: StoredEvent = { ...invokedEvent(invocation, eventId), eventId };
  const created = create({ runId: ulid(env.now, env.draw), fn, cause: "invoke", event, startAt: env.now });
  const parent = { parentRunId: invocation.parentRunId, parentHashedId: invocation.hashedId };
  return {
    facts: [
      { type: "event.received", ...event, source: "engine" },
      { ...created, ...parent },
    ],
  };
}

/** A new run with the same events, from the top. It carries them: they may have left the engine's memory. */
export function decideRerun(state: EngineState, { fn: slug, of, events }: Extract<Input, { type: "rerun" }>, env: Env): Decision {
  const fn = state.functions.get(slug);
  const [event] = events;
  if (fn === undefined || event === undefined) return { facts: [] };
  const runId = ulid(env.now, env.draw);
  const created = create({ runId, fn, cause: "rerun", event, startAt: env.now });
  return { facts: [{ ...created, parentRunId: of, events }], answer: { type: "rerun", runId } };
}
