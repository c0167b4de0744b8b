// Calls: sending the one that is due, and trying again the one that failed (protocol.md 2.1, 2.7, 5.9).
import type { CallMode, EngineFactBody, EntryReason, RetryReason, RunFailure, WireError } from "../../log/facts.ts";
import type { JsonObject } from "../../log/json.ts";
import { backoffMs } from "../../protocol/backoff.ts";
import { DISCOVERY, encodeCall } from "../../protocol/call.ts";
import { ulid } from "../../protocol/ulid.ts";
import type { Decision, Env } from "./decision.ts";
import { defersAsSent } from "./defers.ts";
import { asSeen, failRun } from "./finish.ts";
import type { Call, EngineState, Fn, Job, Run } from "./state.ts";

/** Why no call goes out now, if none does. */
export const standstill = ({ paused, draining }: EngineState): string | undefined => draining ?? paused;

/** A due call goes out, or is held with a fact that says why; a hold costs no attempt. */
export function decideCall(state: EngineState, run: Run, job: Job, env: Env): Decision {
  const { runId, fn: slug } = run;
  const { target } = job;
  const fn = state.functions.get(slug);
  const reason = fn === undefined ? `the function "${slug}" is not registered` : standstill(state);
  if (fn === undefined || reason !== undefined) return { facts: [{ type: "call.held", runId, fn: slug, target, reason: reason ?? "" }] };
  const callId = ulid(env.now, env.draw);
  const mode: CallMode = state.checkpointing ? "checkpoint" : "per-step";
  const started: EngineFactBody[] = run.started ? [] : [{ type: "run.started", runId, fn: slug }];
  const sent: EngineFactBody = {
    type: "call.sent",
    runId,
    fn: slug,
    callId,
    target,
    attempt: job.attempt,
    mode,
    because: reasonFor(run, job, mode),
    memoCount: run.memos.size,
    plan: run.plan,
  };
  return {
    facts: [...started, sent],
    commands: [
      {
        type: "send",
        url: fn.origin,
        request: requestFor(state, run, job, { callId, mode, fn }),
        call: { callId, runId, fn: slug, target },
      },
    ],
  };
}

// A lone planned step, while the SDK may checkpoint, means that it has run for long enough (protocol.md 3.5).
function reasonFor(run: Run, job: Job, mode: CallMode): EntryReason {
  return job.because === "planned-step" && mode === "checkpoint" && !run.plan ? "runtime-limit" : job.because;
}

function requestFor(
  state: EngineState,
  run: Run,
  job: Job,
  { callId, mode, fn }: { callId: string; mode: CallMode; fn: Fn },
): ReturnType<typeof encodeCall> {
  return encodeCall({
    path: fn.path,
    fn: fn.id,
    target: job.target,
    runId: run.runId,
    callId,
    attempt: job.attempt,
    maxAttempts: run.maxAttempts,
    generation: state.generation,
    mode,
    plan: run.plan,
    events: run.events.map(asSeen),
    steps: memosAsSent(run),
    defers: defersAsSent(run),
    stack: [...run.memos.keys()],
    version: run.version,
  });
}

/** Edited input stands in for a result until there is one (protocol.md 2.6). */
export function memosAsSent(run: Run): JsonObject {
  return Object.fromEntries([...run.inputs, ...run.memos]);
}

type Failure = {
  readonly error: WireError;
  readonly because: RetryReason;
  readonly code: RunFailure;
  readonly retryAfterMs?: number | undefined;
};

/** The same call again, after the delay that the table or the app gives; without attempts left, the run ends. */
export function retryOrFail(state: EngineState, run: Run, call: Call, failure: Failure, env: Env): Decision {
  if (!hasAttemptsLeft(run, call)) return failRun(state, run, failure.code, failure.error, env);
  return { facts: [retry(run, call, failure, env)] };
}

export function hasAttemptsLeft(run: Run, call: Pick<Call, "attempt">): boolean {
  return call.attempt + 1 < run.maxAttempts;
}

export function retry(
  run: Run,
  call: Pick<Call, "target" | "attempt">,
  { error, because, retryAfterMs }: Omit<Failure, "code">,
  env: Env,
  step?: { readonly stepId: string; readonly hashedId: string },
): EngineFactBody {
  const delayMs = retryAfterMs ?? backoffMs(call.attempt, env.draw());
  const { target } = call;
  return {
    type: "step.retry.scheduled",
    runId: run.runId,
    fn: run.fn,
    target,
    attempt: call.attempt + 1,
    delayMs,
    until: env.now + delayMs,
    because,
    error,
    ...(step ?? stepOf(run, target)),
  };
}

function stepOf(run: Run, target: string): { stepId?: string; hashedId?: string } {
  const pending = target === DISCOVERY ? undefined : run.pending.get(target);
  return pending === undefined ? {} : { stepId: pending.stepId, hashedId: target };
}
