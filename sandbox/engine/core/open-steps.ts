// Steps that open and end later: sleeps, waits, invokes, signals and gateway requests, as one reply reports them (protocol.md 2.4).
// Boundary: what is reported anew; whether it is new was asked before. A gateway's request goes out as a command and into no fact.
import { dueAt } from "../../protocol/duration.ts";
import { publicUrl } from "../../protocol/gateway.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Op } from "../../protocol/ops.ts";
import { assertNever } from "../../protocol/shape.ts";
import { ulid } from "../../protocol/ulid.ts";
import { compileExpression } from "../expr/expr.ts";
import type { EngineState, Run } from "./state.ts";
import { raceOf, type Reported, type StepFacts } from "./reported.ts";

type TimedOp = Extract<Op, { type: "sleep" | "wait" | "invoke" | "signal" }>;
type GatewayOp = Extract<Op, { type: "gateway" }>;
type Step = { readonly runId: string; readonly fn: string; readonly stepId: string; readonly hashedId: string; readonly race?: true };

const stepOf = (run: Run, op: TimedOp | GatewayOp): Step => ({
  runId: run.runId,
  fn: run.fn,
  stepId: op.stepId,
  hashedId: op.hashedId,
  ...raceOf(op),
});

export function addTimed(op: TimedOp, { state, run, env }: Reported, out: StepFacts): void {
  const { now } = env;
  const step = stepOf(run, op);
  const due = op.type === "sleep" ? op.due : op.timeout;
  const until = due === undefined ? now + LIMITS.invokeTimeoutMs : dueAt(due, now);
  if (until - now > LIMITS.timeoutMs) {
    const message = `Sleeps and waits may last 366 days at most: "${op.stepId}" wants ${Math.round((until - now) / 86_400_000)}.`;
    out.end = { code: "timeout-too-long", error: { name: "InngestErrTimeoutTooLong", message } };
    return;
  }
  switch (op.type) {
    case "sleep":
      out.facts.push({ type: "sleep.started", ...step, until });
      return;
    case "wait":
      return addWait(op, step, until, out);
    case "invoke":
      return addInvoke(op, step, { until, now }, state, out);
    case "signal":
      return addSignal(op, step, until, state, out);
    default:
      assertNever(op);
  }
}

function addWait(op: Extract<Op, { type: "wait" }>, step: Step, until: number, out: StepFacts): void {
  const compiled = op.expr === undefined ? undefined : compileExpression(op.expr);
  if (compiled?.ok === false)
    out.end = {
      code: "invalid-expression",
      error: { name: "InvalidExpression", message: `The wait "${op.stepId}" has an expression that cannot be read: ${compiled.message}` },
    };
  else out.facts.push({ type: "wait.registered", ...step, event: op.event, ...(op.expr === undefined ? {} : { expr: op.expr }), until });
}

function addInvoke(
  op: Extract<Op, { type: "invoke" }>,
  step: Step,
  { until, now }: { readonly until: number; readonly now: number },
  state: EngineState,
  out: StepFacts,
): void {
  const { target, payload } = op;
  out.facts.push({ type: "invoke.started", ...step, target, until, payload });
  if (state.functions.has(target)) {
    out.next.push({
      type: "invoke",
      invocation: { parentRunId: step.runId, hashedId: step.hashedId, stepId: step.stepId, target, payload, at: now, until },
    });
    return;
  }
  out.facts.push({
    type: "invoke.ended",
    ...step,
    result: { error: { name: "Error", message: `could not find function with ID: ${target}` } },
  });
}

// One waiter per name: the second fails, or takes the signal over while the first waits on until its timeout (5.11).
function addSignal(op: Extract<Op, { type: "signal" }>, step: Step, until: number, state: EngineState, out: StepFacts): void {
  const { signal } = op;
  const holder = out.signals.get(signal) ?? state.signals.get(signal);
  if (holder !== undefined && op.conflict === "fail") {
    const message = "Signal conflict; signal wait already exists for another run";
    out.end = { code: "signal-conflict", error: { name: "Error", message, error: message } };
    return;
  }
  out.signals.set(signal, step);
  const replaces = holder === undefined ? {} : { replaces: { runId: holder.runId, hashedId: holder.hashedId } };
  out.facts.push({ type: "signal.registered", ...step, signal, until, ...replaces });
}

/** The request leaves with the facts that follow from the reply; a retry has the SDK report it again, since nothing keeps its key. */
export function addGateway(op: GatewayOp, { run, call, env }: Reported, out: StepFacts): void {
  const { kind, request, hashedId } = op;
  const requestId = ulid(env.now, env.draw);
  const attempt = call.target === DISCOVERY ? call.attempt : 0;
  out.facts.push({
    type: "gateway.started",
    ...stepOf(run, op),
    kind,
    method: request.method,
    url: publicUrl(request.url),
    requestId,
    attempt,
  });
  out.commands.push({ type: "fetch", runId: run.runId, hashedId, requestId, request });
}
