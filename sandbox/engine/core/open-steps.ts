// Steps that open and end later: sleeps, waits, invokes, signals and gateway requests, as one op reports them (protocol.md 2.4).
// What they start elsewhere (the invoked run, the gateway's request) is an input of its own, decided when the whole reply is folded:
// by then the run may have ended.
import type { EngineFactBody, Instant } from "../../log/facts.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { DAY_MS, dueAt } from "../../protocol/duration.ts";
import { publicUrl } from "../../protocol/gateway.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { assertNever } from "../../protocol/shape.ts";
import { ulid } from "../../protocol/ulid.ts";
import { compileExpression } from "../expr/expr.ts";
import { NOTHING, type Decision, type Env, type GatewayCommand, type Input, type StepOp } from "./decision.ts";
import { failRun } from "./finish.ts";
import { raceOf } from "./reported.ts";
import type { Call, EngineState, Run } from "./state.ts";

type TimedOp = Extract<StepOp, { type: "sleep" | "wait" | "invoke" | "signal" }>;
type GatewayOp = Extract<StepOp, { type: "gateway" }>;
type Step = { readonly runId: string; readonly fn: string; readonly stepId: string; readonly hashedId: string; readonly race?: true };

const stepOf = (run: Run, op: TimedOp | GatewayOp): Step => ({
  runId: run.runId,
  fn: run.fn,
  stepId: op.stepId,
  hashedId: op.hashedId,
  ...raceOf(op),
});

export function timedStepStarted(state: EngineState, run: Run, op: TimedOp, env: Env): Decision {
  const { now } = env;
  const step = stepOf(run, op);
  const due = op.type === "sleep" ? op.due : op.timeout;
  const until = due === undefined ? now + LIMITS.invokeTimeoutMs : dueAt(due, now);
  if (until - now > LIMITS.timeoutMs) {
    const message = `Sleeps and waits may last 366 days at most: "${op.stepId}" wants ${Math.round((until - now) / DAY_MS)}.`;
    return failRun(state, run, "timeout-too-long", { name: "InngestErrTimeoutTooLong", message }, env);
  }
  switch (op.type) {
    case "sleep":
      return { facts: [{ type: "sleep.started", ...step, until }] };
    case "wait":
      return waitStarted(state, run, op, { step, until }, env);
    case "invoke":
      return invokeStarted(state, op, { step, until }, now);
    case "signal":
      return signalWaitStarted(state, run, op, { step, until }, env);
    default:
      return assertNever(op);
  }
}

type Timed = { readonly step: Step; readonly until: Instant };

function waitStarted(state: EngineState, run: Run, op: Extract<TimedOp, { type: "wait" }>, { step, until }: Timed, env: Env): Decision {
  const compiled = op.expr === undefined ? undefined : compileExpression(op.expr);
  if (compiled?.ok === false) {
    const message = `The wait "${op.stepId}" has an expression that cannot be read: ${compiled.message}`;
    return failRun(state, run, "invalid-expression", { name: "InvalidExpression", message }, env);
  }
  const expr = op.expr === undefined ? {} : { expr: op.expr };
  return { facts: [{ type: "wait.registered", ...step, event: op.event, ...expr, until }] };
}

function invokeStarted(state: EngineState, op: Extract<TimedOp, { type: "invoke" }>, { step, until }: Timed, now: Instant): Decision {
  const { target, payload } = op;
  const { runId, hashedId, stepId } = step;
  const started: EngineFactBody = { type: "invoke.started", ...step, target, until, payload };
  if (state.functions.has(target)) {
    const invoke: Input = { type: "invoke", invocation: { parentRunId: runId, hashedId, stepId, target, payload, at: now, until } };
    return { facts: [started], next: [invoke] };
  }
  const error = { name: "Error", message: `could not find function with ID: ${target}` };
  return { facts: [started, { type: "invoke.ended", ...step, result: { error } }] };
}

// One waiter per name: the second fails, or takes the signal over while the first waits on until its timeout (5.11).
function signalWaitStarted(
  state: EngineState,
  run: Run,
  { signal, conflict }: Extract<TimedOp, { type: "signal" }>,
  { step, until }: Timed,
  env: Env,
): Decision {
  const holder = state.signals.get(signal);
  if (holder !== undefined && conflict === "fail") {
    const message = "Signal conflict; signal wait already exists for another run";
    return failRun(state, run, "signal-conflict", { name: "Error", message, error: message }, env);
  }
  const replaces = holder === undefined ? {} : { replaces: { runId: holder.runId, hashedId: holder.hashedId } };
  return { facts: [{ type: "signal.registered", ...step, signal, until, ...replaces }] };
}

/** For a retry the SDK reports the request again, because its credentials are stored nowhere. */
export function gatewayStarted(run: Run, op: GatewayOp, call: Call, env: Env): Decision {
  const { kind, request, hashedId } = op;
  const requestId = ulid(env.now, env.draw);
  const attempt = call.target === DISCOVERY ? call.attempt : 0;
  const { method } = request;
  const asked: GatewayCommand = { runId: run.runId, hashedId, requestId, request };
  return {
    facts: [{ type: "gateway.started", ...stepOf(run, op), kind, method, url: publicUrl(request.url), requestId, attempt }],
    next: [{ type: "gateway-request", ...asked }],
  };
}

/** The request leaves if its step is still open. */
export function decideGatewayRequest(state: EngineState, { type: _, ...asked }: Extract<Input, { type: "gateway-request" }>): Decision {
  const pending = state.runs.get(asked.runId)?.pending.get(asked.hashedId);
  if (pending?.type !== "gateway" || pending.requestId !== asked.requestId) return NOTHING;
  return { facts: [], commands: [{ type: "fetch", ...asked }] };
}
