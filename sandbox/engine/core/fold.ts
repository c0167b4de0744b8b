// Fold: applies one engine fact to the state, which it changes in place. Every fact costs constant time, apart from a heap's logarithm.
// L3. A step found in the log is never executed again: its memoized result is returned.
// L12. State follows from engine facts alone; observations never come here.
import type { EngineFact, FactOf } from "../../log/facts.ts";
import { storedEvent } from "../../log/events.ts";
import type { JsonObject } from "../../log/json.ts";
import { decodeFunction } from "../../protocol/register.ts";
import { assertNever } from "../../protocol/shape.ts";
import { decodeFlow, type FlowConfig } from "../../flow/config.ts";
import { splitAppUrl } from "./app-url.ts";
import { addJob, enqueueJob, holdJob, refreshDiscovery, releaseHeld } from "./jobs.ts";
import { dropTick, scheduleTick } from "./fold-cron.ts";
import { callEnded, callsLost, callStarted, foldWaiting, changeRules, runStarted } from "./flow-fold.ts";
import { createRun, endRun } from "./fold-run.ts";
import { foldDefer } from "./defers.ts";
import { endStep, failStep, forgetGateways, openGateway, openStep, planStep } from "./fold-step.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { idempotencyKey, type EngineState, type Fn, type Run } from "./state.ts";

export function fold(state: EngineState, fact: EngineFact): EngineState {
  state.position += 1;
  state.at = fact.t;
  dropExpired(state);
  apply(state, fact);
  return state;
}

function apply(state: EngineState, fact: EngineFact): void {
  if ("runId" in fact && "fn" in fact) return applyToRuns(state, fact);
  switch (fact.type) {
    case "engine.started":
      state.generation = fact.generation;
      state.checkpointing = fact.checkpointing;
      return;
    case "engine.restarted":
      return restart(state, fact);
    case "engine.draining":
      state.draining = fact.reason;
      return;
    case "app.registered":
      return register(state, fact);
    case "event.received":
      state.lastEvent = storedEvent(fact);
      return;
    case "cron.scheduled":
      return scheduleTick(state, fact);
    case "cron.fired":
    case "cron.cancelled":
      return dropTick(state, fact);
    case "function.paused":
      state.pausedFunctions.add(fact.fn);
      return;
    case "function.resumed":
      state.pausedFunctions.delete(fact.fn);
      return;
    case "checkpointing.set":
    case "calls.paused":
    case "calls.resumed":
      return applySwitch(state, fact);
    case "run.pruned":
      // Its facts are gone from the log but still count, so that later decisions draw the same random numbers.
      state.position += fact.facts;
      if (fact.claim !== undefined)
        state.tombstones.set(idempotencyKey(fact.claim.fn, fact.claim.id), { runId: fact.runId, ...fact.claim });
      return;
    case "event.batched":
    case "batch.closed":
    case "event.debounced":
    case "debounce.closed":
      return foldWaiting(state, fact);
    case "call.ignored":
      // A run that ends before its call leaves its slot to that call.
      return fact.via === "checkpoint" ? undefined : callEnded(state, fact.callId, fact.t);
    default:
      return informational(fact);
  }
}

function applySwitch(
  state: EngineState,
  fact: Extract<EngineFact, { type: "checkpointing.set" | "calls.paused" | "calls.resumed" }>,
): void {
  if (fact.type === "checkpointing.set") state.checkpointing = fact.on;
  else state.paused = fact.type === "calls.paused" ? fact.reason : undefined;
  if (fact.type === "calls.resumed") releaseHeld(state, (_, job) => job.held === "paused");
}

/** Facts for readers of the log: no decision depends on them. Named one by one, so that a new fact must be placed. */
type Informational =
  | "cancellation.created"
  | "cancellation.deleted"
  | "engine.drained"
  | "event.deduped"
  | "event.unmatched"
  | "event.skipped"
  | "run.skipped"
  | "signal.unmatched"
  | "webhook.rejected"
  | "protocol.violated";

function informational(_fact: FactOf<Informational>): void {}

function applyToRuns(state: EngineState, fact: Extract<EngineFact, { runId: string; fn: string }>): void {
  switch (fact.type) {
    case "run.created":
      return createRun(state, fact);
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      return endRun(state, fact);
    default: {
      const run = state.runs.get(fact.runId);
      if (run === undefined) return;
      applyToRun(state, run, fact);
      refreshDiscovery(state, run, fact.t);
    }
  }
}

type OfRun = Exclude<
  Extract<EngineFact, { runId: string; fn: string }>,
  FactOf<"run.created" | "run.completed" | "run.failed" | "run.cancelled">
>;

function applyToRun(state: EngineState, run: Run, fact: OfRun): void {
  switch (fact.type) {
    case "run.started":
      run.started = true;
      return runStarted(state, run, fact.t);
    case "run.queued":
      // A start that is delayed to a known time is in the agenda since the run's creation.
      return fact.reason === "concurrency" || fact.reason === "throttle" ? enqueueJob(state, run, fact.target, fact.t) : undefined;
    case "run.rules.changed":
      return changeRules(state, run, fact);
    case "call.sent":
      return sendCall(state, run, fact);
    case "call.held":
      return holdCall(state, run, fact);
    case "call.answered":
      run.version = fact.version ?? run.version;
      run.emptyReplies = fact.empty === true ? run.emptyReplies + 1 : 0;
      return closeCall(state, run, fact);
    case "call.failed":
      return closeCall(state, run, fact);
    case "step.retry.scheduled":
      return addJob(state, run, { target: fact.target, attempt: fact.attempt, at: fact.until, because: "retry", stepId: fact.stepId });
    case "step.planned":
      return planStep(state, run, fact);
    case "sleep.started":
    case "wait.registered":
    case "invoke.started":
    case "signal.registered":
      return openStep(state, run, fact);
    case "gateway.started":
      return openGateway(run, fact);
    case "step.completed":
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
    case "signal.matched":
    case "signal.timedout":
    case "gateway.ended":
      return endStep(state, run, fact);
    case "step.failed":
      return failStep(state, run, fact);
    case "defer.added":
    case "defer.aborted":
    case "defer.rejected":
      return foldDefer(run.defers, fact);
    default:
      return assertNever(fact);
  }
}

function sendCall(state: EngineState, run: Run, fact: FactOf<"call.sent">): void {
  const job = run.jobs.get(fact.target);
  if (job !== undefined) state.agenda.cancel(job.entry);
  run.jobs.delete(fact.target);
  callStarted(state, run, fact);
  if (fact.target === DISCOVERY) run.discoveryWanted = false;
  const { callId, target, attempt, mode, because } = fact;
  run.calls.set(callId, { callId, target, attempt, mode, because });
  state.calls.set(callId, run.runId);
}

function closeCall(state: EngineState, run: Run, { callId, t }: FactOf<"call.answered" | "call.failed">): void {
  callEnded(state, callId, t);
  run.calls.delete(callId);
  state.calls.delete(callId);
  run.because = "next-step";
}

// The fact does not say why: a call is held because its function is not registered, or else because calls are paused.
function holdCall(state: EngineState, run: Run, fact: FactOf<"call.held">): void {
  holdJob(state, run, state.functions.has(run.fn) ? "paused" : "unregistered", fact.target);
}

/** L11: every call that was open is sent again, with a new generation and no attempt spent. */
function restart(state: EngineState, fact: FactOf<"engine.restarted">): void {
  state.generation = fact.generation;
  callsLost(state, fact.t);
  for (const run of state.runs.values()) {
    const attempt = forgetGateways(state, run);
    if (attempt !== undefined) addJob(state, run, { target: DISCOVERY, attempt, at: fact.t, because: "engine-restart" });
    for (const call of run.calls.values()) {
      state.calls.delete(call.callId);
      run.calls.delete(call.callId);
      addJob(state, run, { target: call.target, attempt: call.attempt, at: fact.t, because: "engine-restart" });
    }
    for (const [hashedId, pending] of run.pending) {
      if (pending.type === "planned" && !run.jobs.has(hashedId))
        addJob(state, run, { target: hashedId, attempt: 0, at: fact.t, because: "engine-restart" });
    }
    refreshDiscovery(state, run, fact.t);
  }
  state.draining = undefined;
  if (state.paused === undefined) releaseHeld(state, (_, job) => job.held === "paused");
}

function register(state: EngineState, { app, url, sdk, functions }: FactOf<"app.registered">): void {
  for (const old of state.apps.get(app)?.functions ?? []) state.functions.delete(old.id);
  state.apps.set(app, { app, url, sdk, functions });
  for (const { config } of functions) {
    const decoded = decodeFunction(config);
    state.functions.set(decoded.id, toFn(app, decoded));
  }
  releaseHeld(state, (run, job) => job.held === "unregistered" && state.functions.has(run.fn));
}

function toFn(app: string, config: ReturnType<typeof decodeFunction>): Fn {
  return { ...config, app, ...splitAppUrl(config.url), flow: flowOf(config.config) };
}

// An old log may hold a configuration that is refused today: such a function has no limits of its own.
function flowOf(config: JsonObject): FlowConfig {
  try {
    return decodeFlow(config);
  } catch {
    return decodeFlow({});
  }
}

function dropExpired(state: EngineState): void {
  for (const [key, { until }] of state.tombstones) {
    if (until > state.at) return;
    state.tombstones.delete(key);
  }
}
