// One run as its facts make it, and the book of all runs. What is open decides a run's status, as in the Node place's read model.
import type { Boundary, Fact, FactOf, Instant, RetryReason, WireError } from "../../../../sandbox/log/facts.ts";
import { runIdOf } from "../../../../sandbox/log/read.ts";
import type { ConcurrencyRule, ThrottleRule } from "../../../../sandbox/log/rules.ts";

/** The words of `kit.md` 5, and `held`: it stands at a boundary until somebody presses. */
export type RunStatus = "queued" | "running" | "held" | "sleeping" | "waiting" | "retrying" | "completed" | "failed" | "cancelled";

export type Pending = { readonly until: Instant; readonly stepId: string; readonly what: string };
export type Retry = Pending & { readonly error: WireError; readonly attempt: number; readonly because: RetryReason };
/** A call that is due and does not go out: why, since when, and when it may, where that is known. */
export type Queued = {
  readonly reason: "concurrency" | "throttle" | "future-event" | "cron" | "host";
  readonly rule: ConcurrencyRule | ThrottleRule | undefined;
  readonly since: Instant;
  readonly until: Instant | undefined;
};

export type Run = {
  readonly runId: string;
  readonly fn: string;
  /** 1-based order of creation. */
  readonly n: number;
  /** The act in which it began; undefined where the log does not say. */
  readonly act: string | undefined;
  readonly cause: string;
  readonly eventIds: readonly string[];
  readonly firstSeq: number;
  readonly startedAt: Instant;
  lastSeq: number;
  status: RunStatus;
  /** When it came to this status. */
  since: Instant;
  end: FactOf<"run.completed" | "run.failed" | "run.cancelled"> | undefined;
  entries: number;
  kills: number;
  restarts: number;
  cents: number;
  step: string | undefined;
  held: { readonly boundary: Boundary; readonly stepId: string | undefined } | undefined;
  /** Calls in flight, with what they are for. */
  readonly calls: Map<string, string>;
  /** By target: what a call that is due stands in line for. */
  readonly lines: Map<string, Queued>;
  readonly retries: Map<string, Retry>;
  readonly sleeps: Map<string, Pending>;
  readonly waits: Map<string, Pending>;
};

/** The line before the first call, which has no target yet. */
const START = "";

export function beginRun({ runId, fn, cause, eventIds, seq, t }: FactOf<"run.created">, n: number, act?: string): Run {
  return {
    runId,
    fn,
    n,
    act,
    cause,
    eventIds,
    firstSeq: seq,
    startedAt: t,
    lastSeq: seq,
    status: "running",
    since: t,
    end: undefined,
    entries: 0,
    kills: 0,
    restarts: 0,
    cents: 0,
    step: undefined,
    held: undefined,
    calls: new Map(),
    lines: new Map(),
    retries: new Map(),
    sleeps: new Map(),
    waits: new Map(),
  };
}

/** The nearest to doing something wins: a run with a call in flight is running, whatever else it waits for. */
function statusOf(run: Run): RunStatus {
  if (run.end !== undefined) return ENDS[run.end.type];
  if (run.held !== undefined) return "held";
  if (run.calls.size > 0) return "running";
  if (run.lines.size > 0) return "queued";
  if (run.retries.size > 0) return "retrying";
  if (run.waits.size > 0) return "waiting";
  return run.sleeps.size > 0 ? "sleeping" : "running";
}

const ENDS = { "run.completed": "completed", "run.failed": "failed", "run.cancelled": "cancelled" } as const;

export type RunBook = {
  /** Takes in a fact; returns the runs that may be others after it. A death of host or engine concerns every run that is open. */
  take(fact: Fact): readonly Run[];
};

export function createRunBook(): RunBook {
  const runs = new Map<string, Run>();
  const open = new Set<Run>();
  let act: string | undefined;

  function concerned(fact: Fact): readonly Run[] {
    if (fact.type === "act.entered") act = fact.act;
    if (fact.type === "run.created") {
      const run = beginRun(fact, runs.size + 1, act);
      runs.set(fact.runId, run);
      open.add(run);
    }
    if (fact.type === "host.killed" || fact.type === "engine.restarted") return [...open];
    const run = runs.get(runIdOf(fact) ?? "");
    return run === undefined ? [] : [run];
  }

  return {
    take(fact) {
      const changed = concerned(fact);
      for (const run of changed) {
        if (fact.type === "host.killed" || fact.type === "engine.restarted") interrupt(run, fact);
        else apply(run, fact);
        const status = statusOf(run);
        if (status !== run.status) [run.status, run.since] = [status, fact.t];
        if (run.end !== undefined) open.delete(run);
      }
      return changed;
    },
  };
}

function interrupt(run: Run, fact: FactOf<"host.killed" | "engine.restarted">): void {
  run.held = undefined;
  run.step = undefined;
  if (fact.type === "engine.restarted") {
    run.restarts += 1;
    run.calls.clear();
  } else if (fact.by !== "deploy") run.kills += 1;
}

function apply(run: Run, fact: Fact): void {
  run.lastSeq = fact.seq;
  switch (fact.type) {
    case "run.queued":
      return queue(run, fact.t, {
        target: "target" in fact ? fact.target : START,
        reason: fact.reason,
        rule: "rule" in fact ? fact.rule : undefined,
        until: "until" in fact ? fact.until : undefined,
      });
    case "call.held":
      return queue(run, fact.t, { target: fact.target, reason: "host", rule: undefined, until: undefined });
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      run.end ??= fact;
      return;
    case "call.sent":
      return send(run, fact);
    case "call.answered":
    case "call.failed":
    case "call.ignored":
      run.calls.delete(fact.callId);
      return;
    default:
      applyProgress(run, fact);
  }
}

/** A call that goes on standing in line, for another reason even, has stood there since it came. */
function queue(run: Run, t: Instant, { target, ...why }: Omit<Queued, "since"> & { readonly target: string }): void {
  run.lines.set(target, { ...why, since: run.lines.get(target)?.since ?? t });
}

/** One call for each target: a newer one takes the place of what was before, also of a call that was lost with its engine. */
function send(run: Run, { callId, target }: FactOf<"call.sent">): void {
  for (const [lost, of] of run.calls) if (of === target) run.calls.delete(lost);
  run.calls.set(callId, target);
  run.lines.delete(START);
  run.lines.delete(target);
  run.retries.delete(target);
}

/** How a run gets on: entries, steps, attempts, holds, money. */
function applyProgress(run: Run, fact: Fact): void {
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
    case "step.retry.scheduled": {
      const { target, stepId = "", until, because, error, attempt } = fact;
      run.retries.set(target, { until, stepId, what: "another attempt", because, error, attempt });
      return;
    }
    case "run.held":
      run.held = { boundary: fact.boundary, stepId: fact.stepId };
      return;
    case "run.released":
      run.held = undefined;
      return;
    case "cost":
      if (fact.kind === "model") run.cents += fact.cents;
      return;
    default:
      applyWait(run, fact);
  }
}

/** What a run waits for: time, an event, a signal, another run. */
function applyWait(run: Run, fact: Fact): void {
  switch (fact.type) {
    case "sleep.started":
      run.sleeps.set(fact.hashedId, { until: fact.until, stepId: fact.stepId, what: "sleep" });
      return;
    case "sleep.ended":
      run.sleeps.delete(fact.hashedId);
      return;
    case "wait.registered":
    case "invoke.started":
    case "signal.registered": {
      const what = fact.type === "wait.registered" ? fact.event : fact.type === "invoke.started" ? fact.target : fact.signal;
      run.waits.set(fact.hashedId, { until: fact.until, stepId: fact.stepId, what });
      return;
    }
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
    case "signal.matched":
    case "signal.timedout":
      run.waits.delete(fact.hashedId);
      return;
    default:
      return;
  }
}
