// Replies: what the app's answer to a call means for its run (protocol.md 2.3).
// L3. A late answer to a fenced call is logged and ignored; it neither fails the run nor adds to it.
import type { CallFailure, EngineFactBody, WireError } from "../../log/facts.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { decodeReply, type Reply } from "../../protocol/reply.ts";
import { assertNever } from "../../protocol/shape.ts";
import { hasAttemptsLeft, retryOrFail } from "./calls.ts";
import { NOTHING, prepend, type Decision, type Env, type Input, type Report } from "./decision.ts";
import { deferFact } from "./defers.ts";
import { completeRun, failRun } from "./finish.ts";
import { newOps, opInputs } from "./reported.ts";
import type { Call, EngineState, Run } from "./state.ts";

type OpenCall = { readonly run: Run; readonly call: Call };
type Answered = OpenCall & { readonly status: number };

/** This many replies in a row that bring nothing new are a fault of the app. */
const EMPTY_REPLIES = 10;

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

function openCall(state: EngineState, callId: string, runId: string): OpenCall | undefined {
  const run = state.runs.get(runId);
  const call = run?.calls.get(callId);
  return run === undefined || call === undefined ? undefined : { run, call };
}

function ignored(state: EngineState, callId: string, runId: string): Decision {
  return { facts: [{ type: "call.ignored", callId, runId, why: state.runs.has(runId) ? "fenced" : "run-ended" }] };
}

function decideOpen(state: EngineState, reply: Reply, open: Answered, env: Env): Decision {
  const { run, call } = open;
  switch (reply.type) {
    case "finished":
      return prepend([answered(open, undefined, false)], completeRun(state, run, reply.output, env));
    case "progressed":
      return decideOps(reply, open);
    case "failed":
      return prepend([failed(open, "function-error", reply.error.message, open.status)], functionFailed(state, open, reply, env));
    case "not-sdk": {
      const fact = failed(open, "not-sdk", reply.error.message, open.status);
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

function functionFailed(state: EngineState, { run, call }: OpenCall, { error, retriable, retryAfterMs }: Thrown, env: Env): Decision {
  const code = hasAttemptsLeft(run, call) ? "function-error" : "retries-exhausted";
  if (!retriable) return failRun(state, run, code, error, env);
  return retryOrFail(state, run, call, { error, because: "function-error", code: "retries-exhausted", retryAfterMs }, env);
}

/** The call is closed first; then each op is decided and folded in turn, and last what the reply as a whole means. */
function decideOps(reply: Extract<Reply, { type: "progressed" }>, open: Answered): Decision {
  const { run, call } = open;
  const report: Report = { runId: run.runId, call, via: "reply", retryAfterMs: reply.retryAfterMs };
  const ops = newOps(reply.ops, run);
  const threw = reply.ops.find((op) => op.type === "threw");
  const end = threw ?? reply.ops.find((op) => op.type === "complete");
  const addsNothing = ops.steps.length === 0 && ops.defers.every((op) => deferFact(op, run) === undefined);
  const isEmpty = addsNothing && end === undefined;
  const answersTarget = ops.steps.some((op) => op.hashedId === call.target || (op.type === "error" && hasAttemptsLeft(run, call)));
  const closed =
    threw === undefined ? answered(open, reply.version, isEmpty) : failed(open, "function-error", threw.error.message, open.status);
  return { facts: [closed], parts: [...opInputs(ops, report), { type: "reply-end", report, end, isEmpty, answersTarget }] };
}

export function decideReplyEnd(state: EngineState, input: Extract<Input, { type: "reply-end" }>, env: Env): Decision {
  const { report, end } = input;
  const { runId, call, retryAfterMs } = report;
  const run = state.runs.get(runId);
  // One of the ops has ended the run.
  if (run === undefined) return NOTHING;
  if (end?.type === "threw") return functionFailed(state, { run, call }, { ...end, retryAfterMs }, env);
  if (end?.type === "complete") return completeRun(state, run, end.output, env);
  const problem = problemWith(run, input);
  return problem === undefined ? NOTHING : violated(state, { run, call }, problem, { name: "Error", message: problem }, env);
}

// A reply to a targeted call must have its step. A reply to a discovery must at some time bring something new.
function problemWith(run: Run, { report, isEmpty, answersTarget }: Extract<Input, { type: "reply-end" }>): string | undefined {
  const { target } = report.call;
  const asked = target === DISCOVERY ? undefined : run.pending.get(target);
  if (asked?.type === "planned" && !answersTarget) return `The call for the step "${asked.stepId}" was answered without that step.`;
  if (isEmpty && run.pending.size === 0 && run.emptyReplies >= EMPTY_REPLIES)
    return `The app answered ${EMPTY_REPLIES} times in a row without anything new.`;
  return undefined;
}

function badAnswer(state: EngineState, open: Answered, what: string, error: WireError, env: Env): Decision {
  return prepend([failed(open, "bad-answer", what, open.status)], violated(state, open, what, error, env));
}

/** The log says what was wrong, and the call is tried again. */
function violated(state: EngineState, { run, call }: OpenCall, what: string, error: WireError, env: Env): Decision {
  const fact: EngineFactBody = { type: "protocol.violated", callId: call.callId, runId: run.runId, what };
  return prepend([fact], retryOrFail(state, run, call, { error, because: "bad-answer", code: "retries-exhausted" }, env));
}

function answered({ run, call, status }: Answered, version: number | undefined, empty: boolean): EngineFactBody {
  // Only a 206 has a version: it is kept from no other answer (protocol.md 2.2).
  const given = version === undefined ? {} : { version };
  return { type: "call.answered", runId: run.runId, fn: run.fn, callId: call.callId, status, ...given, ...(empty ? { empty } : {}) };
}

function failed({ run, call }: OpenCall, kind: CallFailure, message: string, status?: number): EngineFactBody {
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
