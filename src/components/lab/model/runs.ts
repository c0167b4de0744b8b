// What each run is doing, folded from the log: the words of `data-run`, lanes, and the Runs tab. Pure.
import type { Boundary, EngineFact, Fact, Instant, RetryReason, WireError } from "../../../../sandbox/log/facts.ts";
import type { Json } from "../../../../sandbox/log/json.ts";

export type RunStatus = "running" | "held" | "asleep" | "waiting" | "retrying" | "completed" | "failed";
export type Pending = { readonly until: Instant; readonly stepId: string; readonly what: string };

export type RunView = {
  readonly runId: string;
  readonly fn: string;
  /** 1-based order of creation. */
  readonly n: number;
  readonly cause: string;
  readonly firstSeq: number;
  readonly startedAt: Instant;
  lastSeq: number;
  endSeq: number | undefined;
  ended: "completed" | "failed" | undefined;
  status: RunStatus;
  entries: number;
  kills: number;
  restarts: number;
  step: string | undefined;
  output: Json | undefined;
  error: WireError | undefined;
  readonly calls: Set<string>;
  readonly sleeps: Map<string, Pending>;
  readonly waits: Map<string, Pending>;
  readonly invokes: Map<string, Pending>;
  retry: (Pending & { readonly error: WireError; readonly attempt: number; readonly because: RetryReason }) | undefined;
  held: { readonly boundary: Boundary; readonly stepId: string | undefined } | undefined;
  parked: boolean;
};

/** The run that a fact belongs to, if any. */
export function runIdOf(fact: Fact): string | undefined {
  return "runId" in fact ? fact.runId : undefined;
}

export const hasEnded = (run: RunView): boolean => run.endSeq !== undefined;

/** Every run of the log in order of creation. */
export function runsIn(facts: readonly Fact[]): readonly RunView[] {
  const runs = new Map<string, RunView>();
  for (const fact of facts) {
    if (fact.type === "run.created") runs.set(fact.runId, created(fact, runs.size + 1));
    if (fact.type === "host.killed" || fact.type === "engine.restarted")
      for (const run of runs.values())
        interrupted(run, fact.type === "engine.restarted" ? "engine" : fact.by === "deploy" ? "deploy" : "crash");
    const run = runs.get(runIdOf(fact) ?? "");
    if (run === undefined) continue;
    run.lastSeq = fact.seq;
    applied(run, fact);
  }
  for (const run of runs.values()) run.status = statusOf(run);
  return [...runs.values()];
}

function created(fact: Extract<EngineFact, { type: "run.created" }>, n: number): RunView {
  return {
    runId: fact.runId,
    fn: fact.fn,
    n,
    cause: fact.cause,
    firstSeq: fact.seq,
    startedAt: fact.t,
    lastSeq: fact.seq,
    endSeq: undefined,
    ended: undefined,
    status: "running",
    entries: 0,
    kills: 0,
    restarts: 0,
    step: undefined,
    output: undefined,
    error: undefined,
    calls: new Set(),
    sleeps: new Map(),
    waits: new Map(),
    invokes: new Map(),
    retry: undefined,
    held: undefined,
    parked: false,
  };
}

function interrupted(run: RunView, by: "crash" | "deploy" | "engine"): void {
  if (hasEnded(run)) return;
  run.held = undefined;
  run.step = undefined;
  if (by === "crash") run.kills += 1;
  if (by === "engine") {
    run.restarts += 1;
    run.calls.clear();
  }
}

function applied(run: RunView, fact: Fact): void {
  switch (fact.type) {
    case "run.queued":
      if (fact.reason === "concurrency") run.parked = true;
      else run.sleeps.set("queued", { until: fact.until, stepId: "", what: "its start" });
      return;
    case "run.started":
      run.sleeps.delete("queued");
      return;
    case "run.completed":
      run.endSeq = fact.seq;
      run.ended = "completed";
      run.output = fact.output;
      return;
    case "run.failed":
      run.endSeq = fact.seq;
      run.ended = "failed";
      run.error = fact.error;
      return;
    case "run.cancelled":
      run.endSeq = fact.seq;
      run.ended = "failed";
      return;
    case "call.sent":
      run.calls.add(fact.callId);
      run.retry = undefined;
      run.parked = false;
      return;
    case "call.answered":
    case "call.failed":
    case "call.ignored":
      run.calls.delete(fact.callId);
      return;
    case "call.held":
      run.parked = true;
      return;
    default:
      proceeding(run, fact);
  }
}

/** How a run gets on: entries, steps, attempts, holds. */
function proceeding(run: RunView, fact: Fact): void {
  switch (fact.type) {
    case "handler.entered":
      run.entries += 1;
      return;
    case "step.started":
      run.step = fact.stepId;
      return;
    case "step.completed":
    case "step.failed":
      if (run.step === fact.stepId) run.step = undefined;
      return;
    case "step.retry.scheduled":
      run.retry = {
        until: fact.until,
        stepId: fact.stepId ?? "",
        what: "another attempt",
        because: fact.because,
        error: fact.error,
        attempt: fact.attempt,
      };
      return;
    case "run.held":
      run.held = { boundary: fact.boundary, stepId: fact.stepId };
      return;
    case "run.released":
      run.held = undefined;
      return;
    default:
      pending(run, fact);
  }
}

/** What a run waits for: time, an event, another run. */
function pending(run: RunView, fact: Fact): void {
  switch (fact.type) {
    case "sleep.started":
      run.sleeps.set(fact.hashedId, { until: fact.until, stepId: fact.stepId, what: "sleep" });
      return;
    case "sleep.ended":
      run.sleeps.delete(fact.hashedId);
      return;
    case "wait.registered":
      run.waits.set(fact.hashedId, { until: fact.until, stepId: fact.stepId, what: fact.event });
      return;
    case "wait.matched":
    case "wait.timedout":
      run.waits.delete(fact.hashedId);
      return;
    case "invoke.started":
      run.invokes.set(fact.hashedId, { until: fact.until, stepId: fact.stepId, what: fact.target });
      return;
    case "invoke.ended":
      run.invokes.delete(fact.hashedId);
      return;
    default:
      return;
  }
}

function statusOf(run: RunView): RunStatus {
  if (run.ended !== undefined) return run.ended;
  if (run.held !== undefined) return "held";
  if (run.calls.size > 0) return "running";
  if (run.retry !== undefined) return "retrying";
  if (run.waits.size > 0 || run.invokes.size > 0) return "waiting";
  if (run.sleeps.size > 0) return "asleep";
  return run.parked ? "waiting" : "running";
}

/** What a run waits for next, soonest first. */
export function pendingOf(run: RunView): Pending | undefined {
  const all = [...run.sleeps.values(), ...run.waits.values(), ...run.invokes.values(), ...(run.retry ? [run.retry] : [])];
  return all.sort((a, b) => a.until - b.until)[0];
}

/** The newest run with every run that was unfinished while it lived: what the timeline shows at once. */
export function sceneOf(facts: readonly Fact[], runs: readonly RunView[]): { readonly from: number; readonly runs: readonly RunView[] } {
  let from = runs.at(-1)?.firstSeq ?? 0;
  let kept = runs.slice(-1);
  for (const run of runs.slice(0, -1).reverse()) {
    if (run.endSeq !== undefined && run.endSeq < from) continue;
    kept = [run, ...kept];
    from = Math.min(from, run.firstSeq);
  }
  const cause = facts.findLast((fact) => fact.seq < from && fact.type === "event.received");
  return { from: cause !== undefined && from - cause.seq <= 2 ? cause.seq : from, runs: kept };
}
