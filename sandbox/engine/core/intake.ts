// Intake: what follows from an event. The event and its consequences are stored in one batch.
// L1. An accepted event is stored before it is acknowledged.
// `flow-intake.ts` decides whether an event starts a run of one function.
import type { EngineFactBody, EventSource, Instant, StoredEvent } from "../../log/facts.ts";
import {
  cancelledEvent,
  deferredEvents,
  DEFERRED_SCHEDULE,
  failedEvent,
  finishedEvent,
  invokedEvent,
  startedByRunEnd,
  type RunEnd,
  type RunResult,
} from "../../protocol/internal-events.ts";
import { ulid } from "../../protocol/ulid.ts";
import type { WireEvent } from "../../protocol/events.ts";
import { NOTHING, prepend, type Decision, type Env, type Input } from "./decision.ts";
import { asWireEvent } from "./finish.ts";
import { create, invokeFor, startFor } from "./flow-intake.ts";
import { isHeard, listenersOf, type Listeners } from "./listeners.ts";
import type { EngineState, WaitKey } from "./state.ts";
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
    ...(event.v === undefined ? {} : { v: event.v }),
    ...(event.meta === undefined ? {} : { meta: event.meta }),
  };
  const listeners = listenersOf(state, asWireEvent(stored), eventId, env.now);
  const taken = receive(state, stored, source, listeners, Math.max(env.now, stored.ts), env);
  if (isHeard(listeners)) return { ...taken, answer: { type: "event", eventId } };
  const suggestion = suggestionFor(state, event.name);
  const unmatched: EngineFactBody = {
    type: "event.unmatched",
    eventId,
    name: event.name,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
  return { facts: [...taken.facts, unmatched], answer: { type: "event", eventId } };
}

type Received = { readonly facts: readonly EngineFactBody[]; readonly next: readonly Input[] };

/** The event, the waits that it ends, what follows for each function that it triggers, and the runs that it cancels. */
function receive(
  state: EngineState,
  event: StoredEvent,
  source: EventSource,
  { functions, waits, cancels }: Listeners,
  startAt: Instant,
  env: Env,
): Received {
  const received: EngineFactBody = { type: "event.received", ...event, source };
  const starts = functions.map((fn) => startFor(state, fn, event, { cause: "event", startAt }, env));
  const { eventId } = event;
  const ends = cancels.map(({ runId, rule }): Input => ({
    type: "cancel-run",
    runId,
    because: `the event ${event.name} came`,
    rule,
    eventId,
  }));
  return {
    facts: [received, ...waits.map((key) => matched(state, key, eventId)), ...starts.flatMap(({ facts }) => facts)],
    next: [...ends, ...starts.flatMap(({ next = [] }) => next)],
  };
}

function matched(state: EngineState, { runId, hashedId }: WaitKey, eventId: string): EngineFactBody {
  const run = state.runs.get(runId);
  return { type: "wait.matched", runId, fn: run?.fn ?? "", stepId: run?.pending.get(hashedId)?.stepId ?? hashedId, hashedId, eventId };
}

// A known name is not misspelled: the event went unheard because an expression did not hold.
function suggestionFor(state: EngineState, name: string): string | undefined {
  const known = new Set(knownNames(state));
  return known.has(name) ? undefined : nearest(name, known);
}

function* knownNames(state: EngineState): Iterable<string> {
  for (const fn of state.functions.values()) for (const trigger of fn.triggers) if (trigger.type === "event") yield trigger.event;
  yield* state.waits.keys();
}

/** The engine's own events of a run's end. Each is stored only when a function or a wait listens to it. */
export function decideRunEnded(_state: EngineState, end: RunEnd, result: RunResult, env: Env): Decision {
  const asInput = (event: WireEvent): Input => ({ type: "internal-event", event });
  const deferred = deferredEvents(end).map(asInput);
  if (startedByRunEnd(end.events)) return { facts: [], next: deferred };
  const events = [finishedEvent(end, result, ulid(env.now, env.draw))];
  if (result.type === "failed") events.push(failedEvent(end, result));
  if (result.type === "cancelled") events.push(cancelledEvent(end));
  // One after the other: a function may listen to both.
  return { facts: [], next: [...deferred, ...events.map(asInput)] };
}

export function decideInternal(state: EngineState, event: WireEvent, env: Env): Decision {
  const eventId = ulid(env.now, env.draw);
  const listeners = listenersOf(state, event, eventId, env.now);
  // L9. A deferred function that is not registered leaves a fact; the end of a run that nobody listens to leaves none.
  if (!isHeard(listeners) && event.name !== DEFERRED_SCHEDULE) return NOTHING;
  const taken = receive(state, { ...event, eventId }, "engine", listeners, env.now, env);
  return isHeard(listeners) ? taken : { facts: [...taken.facts, { type: "event.unmatched", eventId, name: event.name }] };
}

/** An invoke is an event for one function alone, whose run has the invoking step as parent. No run starts once that step has ended. */
export function decideInvoke(state: EngineState, { invocation }: Extract<Input, { type: "invoke" }>, env: Env): Decision {
  const { parentRunId, hashedId, stepId } = invocation;
  const fn = state.functions.get(invocation.target);
  const parent = state.runs.get(parentRunId);
  if (fn === undefined || parent?.pending.get(hashedId)?.type !== "invoke") return NOTHING;
  const eventId = ulid(env.now, env.draw);
  const event: StoredEvent = { ...invokedEvent(invocation, eventId), eventId };
  const received: EngineFactBody = { type: "event.received", ...event, source: "engine" };
  const wanted = { events: [event], cause: "invoke", startAt: env.now, parent: { runId: parentRunId, hashedId } } as const;
  const verdict = invokeFor(state, fn, wanted, env);
  if (verdict.skipped === undefined) return prepend([received], verdict);
  const message = verdict.skipped.type === "singleton" ? "invoked function is already running" : "invoked function is rate limited";
  const step = { runId: parentRunId, fn: parent.fn, stepId, hashedId };
  const ended: EngineFactBody = { type: "invoke.ended", ...step, result: { error: { name: "Error", message } } };
  return { facts: [received, ...verdict.facts, ended] };
}

/** A new run with the same events, from the top or from a step. Its fact carries the events, since the state may no longer have them.
 * Of flow control only the gates of its calls apply. */
export function decideRerun(state: EngineState, { fn: slug, of, events, from }: Extract<Input, { type: "rerun" }>, env: Env): Decision {
  const fn = state.functions.get(slug);
  const [event, ...more] = events;
  if (fn === undefined || event === undefined) return { facts: [] };
  const created = create(fn, { events: [event, ...more], cause: "rerun", startAt: env.now, carried: true }, {}, env);
  const origin = { ...(of === undefined ? {} : { parentRunId: of }), ...(from === undefined ? {} : { from }) };
  return { facts: [{ ...created, ...origin }], answer: { type: "rerun", runId: created.runId } };
}
