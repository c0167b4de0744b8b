// Flow control in the state: how each fact changes batches, debounces, limits, singletons and the queue of waiting calls.
// Part of the fold: the facts name buckets, so that no key is evaluated here.
import type { FactOf, Instant } from "../../log/facts.ts";
import { batched, batchEnded } from "../../flow/batching.ts";
import { subscribed, unsubscribed } from "../../flow/cancel-on.ts";
import { debounced, debounceEnded } from "../../flow/debounce.ts";
import { scoreOf } from "../../flow/priority.ts";
import { admitted } from "../../flow/rate-limit.ts";
import { acquired, released } from "../../flow/singleton.ts";
import { ended, started } from "../../flow/starts.ts";
import { deadlineOf } from "../../flow/timeouts.ts";
import type { Due } from "./agenda.ts";
import { defaultGates, gatesFor } from "./flow-gates.ts";
import { leaveQueue } from "./jobs.ts";
import { keyOf, type EngineState, type Run, type RunFlow } from "./state.ts";

type Waiting = FactOf<"event.batched" | "batch.closed" | "event.debounced" | "debounce.closed">;

/** Events that wait before there is a run. A fact means the event received last. */
export function foldWaiting(state: EngineState, fact: Waiting): void {
  const { fn, bucket } = fact;
  const event = state.lastEvent;
  switch (fact.type) {
    case "event.batched":
      if (event !== undefined) batched(state.flow.batches, bucket, event, fact.bytes, fact.until);
      return setAlarm(state, keyOf("batch", bucket), fact.until, { type: "batch", fn, bucket, rule: fact.rule });
    case "batch.closed":
      batchEnded(state.flow.batches, bucket);
      return clearAlarm(state, keyOf("batch", bucket));
    case "event.debounced":
      if (event !== undefined) debounced(state.flow.debounces, bucket, event, fact.until, fact.t);
      clearAlarm(state, keyOf("debounce", bucket));
      return setAlarm(state, keyOf("debounce", bucket), fact.until, { type: "debounce", fn, bucket, rule: fact.rule });
    case "debounce.closed":
      debounceEnded(state.flow.debounces, bucket);
      return clearAlarm(state, keyOf("debounce", bucket));
  }
}

/** One alarm per name: the first stays until it is cleared. */
function setAlarm(state: EngineState, name: string, at: Instant, due: Due): void {
  if (!state.alarms.has(name)) state.alarms.set(name, state.agenda.add(at, due).order);
}

function clearAlarm(state: EngineState, name: string): void {
  const order = state.alarms.get(name);
  if (order === undefined) return;
  state.agenda.cancel(order);
  state.alarms.delete(name);
}

/** The flow control of a new run: the rules of its function as they are now, and the buckets that its fact names. */
export function flowOfRun(state: EngineState, { fn, cause, t, startAt, rules = {} }: FactOf<"run.created">): RunFlow {
  const config = state.functions.get(fn)?.flow;
  return {
    gates: rules.gates ?? defaultGates(fn),
    hasPassed: false,
    score: scoreOf(t, rules.priority?.seconds),
    order: state.position,
    singleton: rules.singleton?.bucket,
    cancelOn: cause === "batch" ? [] : (config?.cancelOn ?? []),
    timeouts: config?.timeouts ?? [],
    startAt: Math.max(t, startAt),
    startedAt: undefined,
  };
}

export function runOpened(state: EngineState, run: Run, { rules = {}, t }: FactOf<"run.created">): void {
  const { admissions, singletons, cancels } = state.flow;
  if (rules.admission !== undefined) admitted(admissions, rules.admission.rule, rules.admission.bucket, t);
  if (rules.singleton !== undefined) acquired(singletons, rules.singleton.bucket, run.runId);
  subscribed(cancels, run.runId, run.cancelOn);
  setDeadline(state, run);
}

export function runStarted(state: EngineState, run: Run, now: Instant): void {
  run.startedAt = now;
  setDeadline(state, run);
}

export function runClosed(state: EngineState, run: Run, now: Instant): void {
  clearAlarm(state, keyOf("timeout", run.runId));
  unsubscribed(state.flow.cancels, run.runId, run.cancelOn);
  if (run.singleton !== undefined) released(state.flow.singletons, run.singleton, run.runId);
  ended(state.flow.starts, run.runId, now);
}

function setDeadline(state: EngineState, run: Run): void {
  const name = keyOf("timeout", run.runId);
  clearAlarm(state, name);
  const deadline = deadlineOf(run.timeouts, timesOf(run));
  if (deadline !== undefined) setAlarm(state, name, deadline.at, { type: "timeout", runId: run.runId });
}

export function timesOf(run: Run): Parameters<typeof deadlineOf>[1] {
  const { startAt, startedAt, cause } = run;
  return { queuedAt: startAt, isBatch: cause === "batch", ...(startedAt === undefined ? {} : { startedAt }) };
}

/** A call has gone out: it holds the slots of its gates. */
export function callStarted(state: EngineState, run: Run, { callId, target, runId, t }: FactOf<"call.sent">): void {
  started(state.flow.starts, { id: keyOf(runId, target), callId, runId, gates: gatesFor(run) }, t);
  run.hasPassed = true;
}

/** A call has ended, possibly after its run. */
export function callEnded(state: EngineState, callId: string, now: Instant): void {
  ended(state.flow.starts, callId, now);
}

/** L11: calls that were sent before a restart hold no slot any more. */
export function callsLost(state: EngineState, now: Instant): void {
  for (const holder of Object.keys(state.flow.starts.slots.holders)) if (!state.runs.has(holder)) callEnded(state, holder, now);
}

/** Calls of the run that wait are decided anew, by the new gates. */
export function changeRules(state: EngineState, run: Run, { gates }: FactOf<"run.rules.changed">): void {
  run.gates = gates;
  leaveQueue(state, run);
}
