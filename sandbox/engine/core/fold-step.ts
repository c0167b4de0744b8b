// Steps in the state: which are open, and the memoized result of each that has ended. A result is memoized once (L3, L5).
import type { Fact, FactOf, StoredEvent, WireError } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import { addJob, dropJob } from "./jobs.ts";
import { keyOf, type EngineState, type Pending, type Run } from "./state.ts";

type Opened = FactOf<"sleep.started" | "wait.registered" | "invoke.started" | "signal.registered">;
const ENDS = [
  "step.completed",
  "sleep.ended",
  "wait.matched",
  "wait.timedout",
  "invoke.ended",
  "signal.matched",
  "signal.timedout",
  "gateway.ended",
] as const;
type Ended = FactOf<(typeof ENDS)[number]>;
const isEnd: ReadonlySet<string> = new Set(ENDS);

/** Whether the fact ends its step, and so gives it a memoized result. */
export function isEndOfStep(fact: Fact): fact is Ended | FactOf<"step.failed"> {
  return fact.type === "step.failed" ? !fact.retriable : isEnd.has(fact.type);
}

export function planStep(state: EngineState, run: Run, fact: FactOf<"step.planned">): void {
  open(run, fact.hashedId, { type: "planned", stepId: fact.stepId, race: fact.race === true, entry: undefined });
  addJob(state, run, { target: fact.hashedId, attempt: 0, at: fact.t, because: "planned-step" });
}

export function openStep(state: EngineState, run: Run, fact: Opened): void {
  const { order } = state.agenda.add(fact.until, { type: "step", runId: run.runId, hashedId: fact.hashedId });
  const common = { stepId: fact.stepId, race: fact.race === true, entry: order, until: fact.until };
  switch (fact.type) {
    case "sleep.started":
      return open(run, fact.hashedId, { type: "sleep", ...common });
    case "wait.registered":
      waitersFor(state, fact.event).set(keyOf(run.runId, fact.hashedId), { runId: run.runId, hashedId: fact.hashedId });
      return open(run, fact.hashedId, {
        type: "wait",
        event: fact.event,
        ...(fact.expr === undefined ? {} : { expr: fact.expr }),
        ...common,
      });
    case "invoke.started":
      return open(run, fact.hashedId, { type: "invoke", target: fact.target, ...common });
    case "signal.registered":
      state.signals.set(fact.signal, { runId: run.runId, hashedId: fact.hashedId });
      return open(run, fact.hashedId, { type: "signal", signal: fact.signal, ...common });
  }
}

/** A request that the engine makes for a step. It is not in the agenda: its answer ends it. */
export function openGateway(run: Run, { hashedId, stepId, race, kind, requestId, attempt }: FactOf<"gateway.started">): void {
  open(run, hashedId, { type: "gateway", stepId, race: race === true, entry: undefined, kind, requestId, attempt });
}

/** L11: a request that was in flight when the engine stopped is lost, and its credentials are stored nowhere: the SDK must report it again.
 * Returns the attempt at which it was reported; `undefined` when the run had none. */
export function forgetGateways(state: EngineState, run: Run): number | undefined {
  let attempt: number | undefined;
  for (const [hashedId, pending] of run.pending) {
    if (pending.type !== "gateway") continue;
    attempt = Math.max(attempt ?? 0, pending.attempt);
    dropPending(state, run, hashedId);
  }
  if (run.pending.size === 0) run.plan = false;
  return attempt;
}

// Several open steps are a group: until all have ended, calls ask the SDK to plan steps instead of running them (protocol.md 2.8).
function open(run: Run, hashedId: string, pending: Pending): void {
  run.pending.set(hashedId, pending);
  if (run.pending.size > 1) run.plan = true;
}

function waitersFor(state: EngineState, event: string): Map<string, { runId: string; hashedId: string }> {
  const waiters = state.waits.get(event) ?? new Map();
  state.waits.set(event, waiters);
  return waiters;
}

export function endStep(state: EngineState, run: Run, fact: Ended): void {
  memoize(run, fact.hashedId, memoOf(fact, state.lastEvent));
  close(state, run, fact.hashedId);
  if (fact.type !== "step.completed") run.because = "resume";
  else if (fact.via === "checkpoint") resetAttempts(run, fact.callId);
}

/** A failure with attempts left is not memoized; the retry is a fact of its own. */
export function failStep(state: EngineState, run: Run, fact: FactOf<"step.failed">): void {
  if (fact.retriable) {
    // A failed gateway request is closed: the discovery that tries again reports it anew.
    if (run.pending.get(fact.hashedId)?.type !== "gateway") return;
    dropPending(state, run, fact.hashedId);
    if (run.pending.size === 0) run.plan = false;
    return;
  }
  memoize(run, fact.hashedId, memoOf(fact, undefined));
  close(state, run, fact.hashedId);
}

/** The result as the SDK gets it (protocol.md 2.6): of steps and invokes in a wrapper, of a wait the bare event, of a sleep null. */
export function memoOf(fact: Ended | FactOf<"step.failed">, matched: StoredEvent | undefined): Json {
  switch (fact.type) {
    case "step.completed":
      return { data: fact.output };
    case "invoke.ended":
      return "data" in fact.result ? { data: fact.result.data } : { error: withoutUndefined(fact.result.error) };
    case "wait.matched": {
      if (matched === undefined) return null;
      const { eventId: _, ...event } = matched;
      return event;
    }
    case "signal.matched":
      return { data: { signal: fact.signal, data: fact.data } };
    case "gateway.ended":
      return { data: fact.output };
    case "step.failed":
      return { error: withoutUndefined(fact.error) };
    case "sleep.ended":
    case "wait.timedout":
    case "signal.timedout":
      return null;
  }
}

function withoutUndefined(error: WireError): Json {
  return Object.fromEntries(Object.entries(error).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function memoize(run: Run, hashedId: string, memo: Json): void {
  if (run.memos.has(hashedId)) return;
  run.memos.set(hashedId, memo);
  run.size += sizeOf(memo);
}

/** Characters of the value as JSON: an estimate of its bytes that costs one pass. */
export function sizeOf(value: Json): number {
  return JSON.stringify(value).length;
}

function close(state: EngineState, run: Run, hashedId: string): void {
  const wasRacing = run.pending.get(hashedId)?.race === true;
  dropPending(state, run, hashedId);
  dropJob(state, run, hashedId);
  if (run.pending.size === 0) {
    run.plan = false;
    run.discoveryWanted = false;
  } else if (run.version === 1 || wasRacing || !isBlocked(run)) run.discoveryWanted = true;
}

// The run need not wait for the losers of a race, only for other open steps (protocol.md 2.8).
function isBlocked(run: Run): boolean {
  for (const pending of run.pending.values()) if (!pending.race) return true;
  return false;
}

export function dropPending(state: EngineState, run: Run, hashedId: string): void {
  const pending = run.pending.get(hashedId);
  if (pending === undefined) return;
  if (pending.entry !== undefined) state.agenda.cancel(pending.entry);
  if (pending.type === "wait") {
    const waiters = state.waits.get(pending.event);
    waiters?.delete(keyOf(run.runId, hashedId));
    if (waiters?.size === 0) state.waits.delete(pending.event);
  }
  if (pending.type === "signal" && isHolder(state, pending.signal, run.runId, hashedId)) state.signals.delete(pending.signal);
  run.pending.delete(hashedId);
}

function isHolder({ signals }: EngineState, signal: string, runId: string, hashedId: string): boolean {
  const holder = signals.get(signal);
  return holder?.runId === runId && holder.hashedId === hashedId;
}

// After a recorded step the count of attempts starts anew (protocol.md 3.2).
function resetAttempts(run: Run, callId: string): void {
  const call = run.calls.get(callId);
  if (call !== undefined && call.attempt > 0) run.calls.set(callId, { ...call, attempt: 0 });
}
