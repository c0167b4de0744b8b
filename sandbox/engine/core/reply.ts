// Replies and checkpoints: what the app's answer to a call means for its run (protocol.md 2.3, 3.2).
// L3. A late answer of a fenced call is logged and ignored; it neither fails the run nor adds to it.
import type { CallFailure, EngineFactBody, WireError } from "../../log/facts.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { decodeReply, type Reply } from "../../protocol/reply.ts";
import { assertNever } from "../../protocol/shape.ts";
import { hasAttemptsLeft, retryOrFail } from "./calls.ts";
import type { Decision, Env, Input } from "./decision.ts";
import { completeRun, failRun } from "./finish.ts";
import type { Call, EngineState, Run } from "./state.ts";
import type { StepFacts } from "./reported.ts";
import { stepFacts } from "./steps.ts";

type Open = { readonly run: Run; readonly call: Call };
type Arrived = Open & { readonly status: number };

/** This many discoveries in a row that bring nothing new are a fault of the app, not progress. */
const IDLE_LIMIT = 10;

export function decideReply(state: EngineState, { callId, runId, response }: Extract<Input, { type: "reply" }>, env: Env): Decision {
  const open = openCall(state, callId, runId);
  if (open === undefined) return ignored(state, callId, runId);
  const reply = decodeReply(response, env.now);
  return decideOpen(state, reply, { ...open, status: response.status }, env);
}

export function decideUnreachable(state: EngineState, { callId, runId }: Extract<Input, { type: "unreachable" }>, env: Env): Decision {
  const open = openCall(state, callId, runId);
  if (open === undefined) return ignored(state, callId, runId);
  const message = "Unable to reach SDK URL";
  const error: WireError = { error: message, name: "Error", message };
  return prepend(
    [failed(open, "unreachable", message)],
    retryOrFail(state, open.run, open.call, { error, because: "no-answer", code: "retries-exhausted" }, env),
  );
}

function openCall(state: EngineState, callId: string, runId: string): Open | undefined {
  const run = state.runs.get(runId);
  const call = run?.calls.get(callId);
  return run === undefined || call === undefined ? undefined : { run, call };
}

function ignored(state: EngineState, callId: string, runId: string): Decision {
  return { facts: [{ type: "call.ignored", callId, runId, why: state.runs.has(runId) ? "fenced" : "run-ended" }] };
}

function decideOpen(state: EngineState, reply: Reply, open: Arrived, env: Env): Decision {
  const { run, call } = open;
  switch (reply.type) {
    case "finished":
      return prepend([answered(open, undefined, false)], completeRun(state, run, reply.output, env));
    case "progressed":
      return decideOps(state, reply, open, env);
    case "failed":
      return prepend([failed(open, "function-error", reply.error.message, open.status)], functionFailed(state, open, reply, env));
    case "not-sdk": {
      const fact = failed(open, "not-sdk", reply.error.message, open.status);
      if (!reply.retriable) return prepend([fact], failRun(state, run, "not-sdk", reply.error, env));
      return prepend(
        [fact],
        retryOrFail(
          state,
          run,
          call,
          { error: reply.error, because: "bad-answer", code: "not-sdk", retryAfterMs: reply.retryAfterMs },
          env,
        ),
      );
    }
    case "too-large":
      return prepend(
        [failed(open, "bad-answer", reply.error.message, open.status)],
        failRun(state, run, "output-too-large", reply.error, env),
      );
    case "malformed":
      return badAnswer(state, open, reply.what, reply.error, env);
    default:
      return assertNever(reply);
  }
}

type Thrown = { readonly error: WireError; readonly retriable: boolean; readonly retryAfterMs?: number | undefined };

function functionFailed(state: EngineState, { run, call }: Open, { error, retriable, retryAfterMs }: Thrown, env: Env): Decision {
  const code = hasAttemptsLeft(run, call) ? "function-error" : "retries-exhausted";
  if (!retriable) return failRun(state, run, code, error, env);
  return retryOrFail(state, run, call, { error, because: "function-error", code: "retries-exhausted", retryAfterMs }, env);
}

function decideOps(state: EngineState, reply: Extract<Reply, { type: "progressed" }>, open: Arrived, env: Env): Decision {
  const { call } = open;
  const steps = stepFacts(reply.ops, { state, run: open.run, call, via: "reply", retryAfterMs: reply.retryAfterMs, env });
  const run: Run = { ...open.run, defers: steps.defers };
  const complete = reply.ops.find((op) => op.type === "complete");
  const threw = reply.ops.find((op) => op.type === "threw");
  if (threw !== undefined && steps.end === undefined) {
    const facts = [failed(open, "function-error", threw.error.message, open.status), ...steps.facts];
    return prepend(facts, functionFailed(state, { run, call }, { ...threw, retryAfterMs: reply.retryAfterMs }, env));
  }
  const empty = steps.facts.length === 0 && steps.end === undefined && complete === undefined;
  const facts = [answered(open, reply.version, empty), ...steps.facts];
  if (steps.end !== undefined) return prepend(facts, failRun(state, run, steps.end.code, steps.end.error, env));
  if (complete !== undefined) return prepend(facts, completeRun(state, run, complete.output, env));
  const stuck = problemWith(run, call, steps, empty);
  if (stuck !== undefined) return badAnswer(state, { ...open, run }, stuck, { name: "Error", message: stuck }, env, facts);
  return { facts, next: steps.next, commands: steps.commands };
}

// A reply must bring the run on: a targeted call its step, a discovery something new sooner or later.
function problemWith(run: Run, call: Call, steps: StepFacts, empty: boolean): string | undefined {
  const target = run.pending.get(call.target);
  if (call.target !== DISCOVERY && target?.type === "planned" && !steps.settled.has(call.target) && !steps.retried) {
    return `The call for the step "${target.stepId}" was answered without that step.`;
  }
  if (empty && run.pending.size === 0 && run.idle + 1 >= IDLE_LIMIT)
    return `The app answered ${IDLE_LIMIT} times in a row without anything new.`;
  return undefined;
}

function badAnswer(state: EngineState, open: Arrived, what: string, error: WireError, env: Env, before?: EngineFactBody[]): Decision {
  const { run, call } = open;
  const facts: EngineFactBody[] = before ?? [failed(open, "bad-answer", what, open.status)];
  facts.push({ type: "protocol.violated", callId: call.callId, runId: run.runId, what });
  return prepend(facts, retryOrFail(state, run, call, { error, because: "bad-answer", code: "retries-exhausted" }, env));
}

function answered({ run, call, status }: Arrived, version: number | undefined, empty: boolean): EngineFactBody {
  // Given only for a 206: the version is kept from no other answer (protocol.md 2.2).
  const spoken = version === undefined ? {} : { version };
  return { type: "call.answered", runId: run.runId, fn: run.fn, callId: call.callId, status, ...spoken, ...(empty ? { empty } : {}) };
}

function failed({ run, call }: Open, kind: CallFailure, message: string, status?: number): EngineFactBody {
  return {
    type: "call.failed",
    runId: run.runId,
    fn: run.fn,
    callId: call.callId,
    kind,
    message,
    ...(status === undefined ? {} : { status }),
  };
}

function prepend(facts: readonly EngineFactBody[], decision: Decision): Decision {
  return { ...decision, facts: [...facts, ...decision.facts] };
}

/** Steps reported while their call is still open; the same id may arrive again (protocol.md 3.2). */
export function decideCheckpoint(state: EngineState, { checkpoint }: Extract<Input, { type: "checkpoint" }>, env: Env): Decision {
  const { runId, callId, generation, ops } = checkpoint;
  const run = state.runs.get(runId);
  if (run === undefined)
    return {
      facts: [{ type: "call.ignored", callId, runId, why: "run-ended", via: "checkpoint" }],
      answer: { type: "checkpoint", outcome: "gone" },
    };
  const call = run.calls.get(callId);
  if (call === undefined || generation !== state.generation)
    return {
      facts: [{ type: "call.ignored", callId, runId, why: "fenced", via: "checkpoint" }],
      answer: { type: "checkpoint", outcome: "stale" },
    };
  const steps = stepFacts(ops, { state, run, call, via: "checkpoint", env });
  const stored: Decision = { facts: steps.facts, next: steps.next, answer: { type: "checkpoint", outcome: "stored" } };
  if (steps.end === undefined) return stored;
  return {
    ...prepend(steps.facts, failRun(state, { ...run, defers: steps.defers }, steps.end.code, steps.end.error, env)),
    answer: { type: "checkpoint", outcome: "gone" },
  };
}
