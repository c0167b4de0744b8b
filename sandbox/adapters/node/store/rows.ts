// What a run is doing, as a fold of its own facts: the pure half of the read model. A row made fact by fact is the row
// that its whole log gives (property test), so nothing but the log needs to be kept for a run that goes on.
import type { Fact, FactOf, Instant } from "../../../log/facts.ts";
import type { RunStatus } from "../reads.ts";

/** What is open decides the status; it is empty once the run has ended. */
export type RunFold = {
  readonly n: number;
  readonly runId: string;
  readonly fn: string;
  readonly eventName: string;
  readonly createdAt: Instant;
  startedAt: Instant | undefined;
  endedAt: Instant | undefined;
  /** The fact that ended it: output and error stand there. */
  endedN: number | undefined;
  end: "completed" | "failed" | "cancelled" | undefined;
  steps: number;
  /** Calls in flight, with what they are for. */
  readonly calls: Map<string, string>;
  /** Calls that stand in line or are held back, and when they may go, where that is known. */
  readonly lines: Map<string, Instant | undefined>;
  /** Calls that will be tried again, and when. */
  readonly retries: Map<string, Instant>;
  readonly sleeps: Map<string, Instant>;
  readonly waits: Map<string, Instant>;
};

/** The line in which a run stands before its first call, which has no target yet. */
const START = "";

export function beginRun({ seq, runId, fn, t }: FactOf<"run.created">, eventName: string): RunFold {
  return {
    n: seq,
    runId,
    fn,
    eventName,
    createdAt: t,
    startedAt: undefined,
    endedAt: undefined,
    endedN: undefined,
    end: undefined,
    steps: 0,
    calls: new Map(),
    lines: new Map([[START, undefined]]),
    retries: new Map(),
    sleeps: new Map(),
    waits: new Map(),
  };
}

/** Whether the fact changed anything that the row shows. What comes after the end is for readers of the log. */
export function foldRun(run: RunFold, fact: Fact): boolean {
  if (run.end !== undefined) return false;
  switch (fact.type) {
    case "run.started":
      run.startedAt = fact.t;
      return true;
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      return endRun(run, fact);
    case "run.queued":
      return intoLine(run, "target" in fact ? fact.target : START, "until" in fact ? fact.until : undefined);
    case "call.held":
      return intoLine(run, fact.target, undefined);
    case "call.sent":
      forget(run, fact.target);
      run.calls.set(fact.callId, fact.target);
      return true;
    case "call.answered":
    case "call.failed":
      return run.calls.delete(fact.callId);
    case "step.retry.scheduled":
      run.retries.set(fact.target, fact.until);
      return true;
    default:
      return foldStep(run, fact);
  }
}

function foldStep(run: RunFold, fact: Fact): boolean {
  switch (fact.type) {
    case "sleep.started":
      run.sleeps.set(fact.hashedId, fact.until);
      return true;
    case "wait.registered":
    case "invoke.started":
    case "signal.registered":
      run.waits.set(fact.hashedId, fact.until);
      return true;
    case "step.failed":
      return fact.retriable ? false : recorded(run, fact.hashedId);
    case "step.completed":
    case "gateway.ended":
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
    case "signal.matched":
    case "signal.timedout":
      return recorded(run, fact.hashedId);
    default:
      // All else says how, not what: it is read in the run's own facts.
      return false;
  }
}

function recorded(run: RunFold, hashedId: string): boolean {
  run.steps += 1;
  run.sleeps.delete(hashedId);
  run.waits.delete(hashedId);
  return true;
}

function intoLine(run: RunFold, target: string, until: Instant | undefined): boolean {
  forget(run, target);
  run.lines.set(target, until);
  return true;
}

/** One call for each target: a newer one takes the place of what was before, also of a call that was lost with its engine. */
function forget(run: RunFold, target: string): void {
  for (const [callId, of] of run.calls) if (of === target) run.calls.delete(callId);
  run.lines.delete(START);
  run.lines.delete(target);
  run.retries.delete(target);
}

function endRun(run: RunFold, fact: FactOf<"run.completed" | "run.failed" | "run.cancelled">): boolean {
  run.end = fact.type === "run.completed" ? "completed" : fact.type === "run.failed" ? "failed" : "cancelled";
  run.endedAt = fact.t;
  run.endedN = fact.seq;
  for (const open of [run.calls, run.lines, run.retries, run.sleeps, run.waits]) open.clear();
  return true;
}

/** The nearest to doing something wins: a run with a call in flight is running, whatever else it waits for. */
export function statusOf(run: RunFold): RunStatus {
  if (run.end !== undefined) return run.end;
  if (run.calls.size > 0) return "running";
  if (run.lines.size > 0) return "queued";
  if (run.retries.size > 0) return "retrying";
  if (run.waits.size > 0) return "waiting";
  return run.sleeps.size > 0 ? "sleeping" : "running";
}

/** When it goes on by itself, as far as that is known. */
export function untilOf(run: RunFold): Instant | undefined {
  const status = statusOf(run);
  const times = status === "queued" ? [...run.lines.values()] : [...run.retries.values(), ...run.sleeps.values(), ...run.waits.values()];
  const known = status === "running" ? [] : times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
