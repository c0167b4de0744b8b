// Due: decides the one thing that is due first. One at a time, so that each is decided against the state that the one before left.
// L6. Nothing happens before its due time; what is due happens in the order of due time, then of arrival. A queued call that may
// go now comes first, unless the call that is due belongs to an older run.
import type { EngineFactBody } from "../../log/facts.ts";
import { deadlineOf, isPassed } from "../../flow/timeouts.ts";
import { assertNever } from "../../protocol/shape.ts";
import type { Due } from "./agenda.ts";
import { decideCall } from "./calls.ts";
import { cancelRun } from "./cancel.ts";
import { decideTick } from "./cron.ts";
import { NOTHING, type Decision, type Env } from "./decision.ts";
import { timesOf } from "./flow-fold.ts";
import { decideBatchDue, decideDebounceDue } from "./flow-intake.ts";
import { decideDueCall, nextQueued } from "./flow-start.ts";
import type { EngineState, Pending, Run } from "./state.ts";

export function decideDue(state: EngineState, env: Env): Decision {
  const queued = nextQueued(state, env.now);
  const entry = state.agenda.first();
  const due = entry === undefined || entry.at > env.now ? undefined : entry.due;
  if (queued !== undefined && !goesBefore(state, due, queued.run)) return decideCall(state, queued.run, queued.job, env);
  if (due === undefined) return NOTHING;
  switch (due.type) {
    case "cron": {
      const tick = state.crons.get(due.key);
      return tick === undefined ? NOTHING : decideTick(state, tick, env);
    }
    case "batch":
      return decideBatchDue(state, due.fn, due.bucket, due.rule, env);
    case "debounce":
      return decideDebounceDue(state, due.fn, due.bucket, due.rule, env);
    case "timeout":
      return decideTimeout(state, due.runId, env);
    case "call": {
      const run = state.runs.get(due.runId);
      const job = run?.jobs.get(due.target);
      return run === undefined || job === undefined ? NOTHING : decideDueCall(state, run, job, env);
    }
    case "step": {
      const run = state.runs.get(due.runId);
      const pending = run?.pending.get(due.hashedId);
      return run === undefined || pending === undefined ? NOTHING : { facts: stepTimedOut(run, due.hashedId, pending) };
    }
    default:
      return assertNever(due);
  }
}

// Of a call that is due now and a queued one, that with the lower score goes, then that of the older run, so that
// a run's later steps keep its place (5.6).
function goesBefore(state: EngineState, due: Due | undefined, waiting: Run): boolean {
  const run = due?.type === "call" ? state.runs.get(due.runId) : undefined;
  return run !== undefined && (run.score < waiting.score || (run.score === waiting.score && run.order < waiting.order));
}

function decideTimeout(state: EngineState, runId: string, env: Env): Decision {
  const run = state.runs.get(runId);
  const deadline = run === undefined ? undefined : deadlineOf(run.timeouts, timesOf(run));
  if (run === undefined || deadline === undefined || !isPassed(deadline, env.now)) return NOTHING;
  const { rule } = deadline;
  const because = rule.type === "timeout-start" ? "it did not start in time" : "it did not end in time";
  return cancelRun(state, run, { because, rule }, env);
}

function stepTimedOut(run: Run, hashedId: string, pending: Pending): readonly EngineFactBody[] {
  const step = { runId: run.runId, fn: run.fn, stepId: pending.stepId, hashedId };
  switch (pending.type) {
    case "planned":
    case "gateway":
      return [];
    case "sleep":
      return [{ type: "sleep.ended", ...step }];
    case "wait":
      return [{ type: "wait.timedout", ...step }];
    case "signal":
      return [{ type: "signal.timedout", ...step }];
    case "invoke":
      return [{ type: "invoke.ended", ...step, result: { error: invokeTimedOut() } }];
  }
}

// The words of protocol.md 2.6.
function invokeTimedOut(): { name: string; message: string; error: string } {
  const message = "Timed out waiting for invoked function to complete";
  return { name: "InngestInvokeTimeoutError", message, error: `InngestInvokeTimeoutError: ${message}` };
}
