// Calls: sending one that is due, and retrying one that failed (protocol.md 2.1, 2.7, 5.9).
import type { CallMode, EngineFactBody, EntryReason, RetryReason, RunFailure, WireError } from "../../log/facts.ts";
import type { JsonObject } from "../../log/json.ts";
import { backoffMs } from "../../protocol/backoff.ts";
import { DISCOVERY, encodeCall } from "../../protocol/call.ts";
import { ulid } from "../../protocol/ulid.ts";
import type { Decision, Env } from "./decision.ts";
import { defersAsSent } from "./defers.ts";
import { asWireEvent, failRun } from "./finish.ts";
import type { Call, EngineState, Fn, Job, Run } from "./state.ts";

/** Why no call goes out at present; `undefined` when calls go out. */
export const callsStoppedBecause = ({ paused, draining }: EngineState): string | undefined => draining ?? paused;

/** Sends a due call, or holds it back with a fact that says why; a hold costs no attempt. */
export function decideCall(state: EngineState, run: Run, job: Job, env: Env): Decision {
  const { runId, fn: slug } = run;
  const { target } = job;
  const fn = state.functions.get(slug);
  const reason = fn === undefined ? `the function "${slug}" is not registered` : callsStoppedBecause(state);
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

// An SDK that may checkpoint plans a single step only because it has reached its maximum runtime (protocol.md 3.5).
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
    events: run.events.map(asWireEvent),
    steps: memosAsSent(run),
    defers: defersAsSent(run),
    stack: [...run.memos.keys()],
    version: run.version,
  });
}

/** Memoized results as the SDK gets them. A step with edited input but no result yet has its input there (protocol.md 2.6). */
export function memosAsSent(run: Run): JsonObject {
  return Object.fromEntries([...run.inputs, ...run.memos]);
}

type Failure = {
  readonly error: WireError;
  readonly because: RetryReason;
  readonly code: RunFailure;
  readonly retryAfterMs?: number | undefined;
};

/** Schedules the same call again, after the delay that the table or the app gives. Without attempts left the run fails. */
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
  const delayMs = retryAfterMs ?? env.retryMs ?? backoffMs(call.attempt, env.draw());
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
