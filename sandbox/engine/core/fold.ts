// Fold: what one more engine fact changes. Mutates its own accumulator; every fact costs constant time (a heap's logarithm apart).
// L3. A step found in the log is never executed again: its memo answers.
// L12. State follows from engine facts alone; observations never come here.
import type { EngineFact, FactOf } from "../../log/facts.ts";
import { decodeFunction } from "../../protocol/register.ts";
import { assertNever } from "../../protocol/shape.ts";
import { addJob, holdJob, letGo, refresh } from "./jobs.ts";
import { createRun, endRun } from "./fold-run.ts";
import { beginPending, endPending, failStep, planStep } from "./fold-step.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { claimOf, type EngineState, type Fn, type Run } from "./state.ts";

export function fold(state: EngineState, fact: EngineFact): EngineState {
  state.position += 1;
  state.at = fact.t;
  forgetExpired(state);
  apply(state, fact);
  return state;
}

function apply(state: EngineState, fact: EngineFact): void {
  switch (fact.type) {
    case "engine.started":
      state.generation = fact.generation;
      state.checkpointing = fact.checkpointing;
      return;
    case "engine.restarted":
      return restart(state, fact);
    case "app.registered":
      return register(state, fact);
    case "event.received":
      state.lastEvent = { eventId: fact.eventId, name: fact.name, data: fact.data, ts: fact.ts, id: fact.id, user: fact.user };
      return;
    case "run.created":
      return createRun(state, fact);
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      return endRun(state, fact);
    case "checkpointing.set":
      state.checkpointing = fact.on;
      return;
    case "calls.paused":
      state.paused = fact.reason;
      return;
    case "calls.resumed":
      state.paused = undefined;
      return letGo(state, (_, job) => job.held === "paused");
    case "run.pruned":
      // Its facts are gone from the log, not from the count: chance goes on where it was.
      state.position += fact.facts;
      if (fact.claim !== undefined) state.tombstones.set(claimOf(fact.claim.fn, fact.claim.id), { runId: fact.runId, ...fact.claim });
      return;
    case "event.deduped":
    case "event.unmatched":
    case "run.queued":
    case "call.ignored":
    case "protocol.violated":
      return;
    default: {
      const run = state.runs.get(fact.runId);
      if (run === undefined) return;
      applyToRun(state, run, fact);
      refresh(state, run, fact.t);
    }
  }
}

type OfRun = Exclude<
  Extract<EngineFact, { runId: string; fn: string }>,
  FactOf<"run.created" | "run.completed" | "run.failed" | "run.cancelled" | "run.queued">
>;

function applyToRun(state: EngineState, run: Run, fact: OfRun): void {
  switch (fact.type) {
    case "run.started":
      run.started = true;
      return;
    case "call.sent":
      return sendCall(state, run, fact);
    case "call.held":
      return holdCall(state, run, fact);
    case "call.answered":
      run.version = fact.version ?? run.version;
      run.idle = fact.empty === true ? run.idle + 1 : 0;
      return closeCall(state, run, fact.callId);
    case "call.failed":
      return closeCall(state, run, fact.callId);
    case "step.retry.scheduled":
      return addJob(state, run, { target: fact.target, attempt: fact.attempt, at: fact.until, because: "retry" });
    case "step.planned":
      return planStep(state, run, fact);
    case "sleep.started":
    case "wait.registered":
    case "invoke.started":
      return beginPending(state, run, fact);
    case "step.completed":
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
      return endPending(state, run, fact);
    case "step.failed":
      return failStep(state, run, fact);
    default:
      return assertNever(fact);
  }
}

function sendCall(state: EngineState, run: Run, fact: FactOf<"call.sent">): void {
  const job = run.jobs.get(fact.target);
  if (job !== undefined) state.agenda.cancel(job.entry);
  run.jobs.delete(fact.target);
  if (fact.target === DISCOVERY) run.nudged = false;
  const { callId, target, attempt, mode, because } = fact;
  run.calls.set(callId, { callId, target, attempt, mode, because });
  state.calls.set(callId, run.runId);
}

function closeCall(state: EngineState, run: Run, callId: string): void {
  run.calls.delete(callId);
  state.calls.delete(callId);
  run.because = "next-step";
}

// Which job a hold meant follows from the agenda: only a due call is ever held.
function holdCall(state: EngineState, run: Run, fact: FactOf<"call.held">): void {
  holdJob(state, run, state.functions.has(run.fn) ? "paused" : "unregistered", fact.target);
}

/** L11: every call that was open is sent again, with a new generation and no attempt spent. */
function restart(state: EngineState, fact: FactOf<"engine.restarted">): void {
  state.generation = fact.generation;
  for (const run of state.runs.values()) {
    for (const call of run.calls.values()) {
      state.calls.delete(call.callId);
      run.calls.delete(call.callId);
      addJob(state, run, { target: call.target, attempt: call.attempt, at: fact.t, because: "engine-restart" });
    }
    for (const [hashedId, pending] of run.pending) {
      if (pending.type === "planned" && !run.jobs.has(hashedId))
        addJob(state, run, { target: hashedId, attempt: 0, at: fact.t, because: "engine-restart" });
    }
    refresh(state, run, fact.t);
  }
}

function register(state: EngineState, { app, url, sdk, functions }: FactOf<"app.registered">): void {
  for (const old of state.apps.get(app)?.functions ?? []) state.functions.delete(old.id);
  state.apps.set(app, { app, url, sdk, functions });
  for (const { config } of functions) {
    const decoded = decodeFunction(config);
    state.functions.set(decoded.id, toFn(app, decoded));
  }
  letGo(state, (run, job) => job.held === "unregistered" && state.functions.has(run.fn));
}

function toFn(app: string, config: ReturnType<typeof decodeFunction>): Fn {
  const [, origin = "", path = ""] = /^([a-z]+:\/\/[^/?#]+)(.*)$/i.exec(config.url) ?? [];
  return { ...config, app, origin, path: path === "" ? "/" : path };
}

function forgetExpired(state: EngineState): void {
  for (const [claim, { until }] of state.tombstones) {
    if (until > state.at) return;
    state.tombstones.delete(claim);
  }
}
