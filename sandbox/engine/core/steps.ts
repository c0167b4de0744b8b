// Steps: what one op of a reply or a checkpoint adds to its run (protocol.md 2.4), decided against the state that the ops before
// it have left. `reported.ts` has left out the ops that add nothing.
// L3, L5. A step is recorded once, however often it is reported.
import type { RunFailure, WireError } from "../../log/facts.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { assertNever } from "../../protocol/shape.ts";
import { hasAttemptsLeft, retry } from "./calls.ts";
import { NOTHING, type Decision, type Env, type Input, type StepOp } from "./decision.ts";
import { deferFact } from "./defers.ts";
import { failRun, outputTooLarge } from "./finish.ts";
import { sizeOf } from "./fold-step.ts";
import { gatewayStarted, timedStepStarted } from "./open-steps.ts";
import { isDefer, raceOf } from "./reported.ts";
import type { EngineState, Run } from "./state.ts";

type OpInput = Extract<Input, { type: "op" }>;
type LimitPassed = { readonly code: RunFailure; readonly error: WireError };

export function decideOp(state: EngineState, input: OpInput, env: Env): Decision {
  const { op, report } = input;
  const run = state.runs.get(report.runId);
  // An op before this one has ended the run.
  if (run === undefined) return NOTHING;
  if (isDefer(op)) {
    const fact = deferFact(op, run);
    return fact === undefined ? NOTHING : { facts: [fact] };
  }
  const passed = limitPassed(op, run);
  return passed === undefined ? decideStep(state, run, op, input, env) : failRun(state, run, passed.code, passed.error, env);
}

function limitPassed(op: StepOp, { memos, pending, size }: Run): LimitPassed | undefined {
  if (memos.size + pending.size + (pending.has(op.hashedId) ? 0 : 1) > LIMITS.stepsPerRun)
    return { code: "too-many-steps", error: { name: "InngestErrFunctionOverflowed", message: "function has too many steps" } };
  if (op.tooMuchInput === true) return { code: "input-too-large", error: inputTooLarge(op.stepId) };
  const added = op.type === "run" ? sizeOf(op.data) : 0;
  if (added > LIMITS.stepOutputBytes) return { code: "output-too-large", error: outputTooLarge() };
  if (size + added > LIMITS.stateBytes)
    return { code: "state-too-large", error: { name: "InngestErrStateOverflowed", message: "the run's state is larger than 32 MB" } };
  return undefined;
}

function inputTooLarge(stepId: string): WireError {
  const message = `The step "${stepId}" is given more than 4 MB. Hand it less: an id, say, by which it reads the rest itself.`;
  return { name: "InputTooLarge", message };
}

function decideStep(state: EngineState, run: Run, op: StepOp, input: OpInput, env: Env): Decision {
  const { call, via } = input.report;
  const step = { runId: run.runId, fn: run.fn, stepId: op.stepId, hashedId: op.hashedId };
  switch (op.type) {
    case "run":
      return {
        facts: [{ type: "step.completed", ...step, attempt: call.attempt, output: op.data, via, kind: op.kind, callId: call.callId }],
      };
    case "planned":
      return { facts: [{ type: "step.planned", ...step, ...raceOf(op) }] };
    case "error":
      return stepThrew(run, op.error, step, input, env);
    case "failed":
      return {
        facts: [{ type: "step.failed", ...step, attempt: call.attempt, retriable: false, error: op.error, callId: call.callId }],
      };
    case "sleep":
    case "wait":
    case "invoke":
    case "signal":
      return timedStepStarted(state, run, op, env);
    case "gateway":
      return gatewayStarted(run, op, call, env);
    default:
      return assertNever(op);
  }
}

type Step = { readonly runId: string; readonly fn: string; readonly stepId: string; readonly hashedId: string };

// Some SDKs send StepError on the last attempt too: then it is final (2.7).
function stepThrew(run: Run, error: WireError, step: Step, { report, schedulesRetry }: OpInput, env: Env): Decision {
  const { call, retryAfterMs } = report;
  const { stepId, hashedId } = step;
  const retriable = hasAttemptsLeft(run, call);
  const again = retriable && schedulesRetry;
  return {
    facts: [
      { type: "step.failed", ...step, attempt: call.attempt, retriable, error, callId: call.callId },
      ...(again ? [retry(run, call, { error, because: "step-error", retryAfterMs }, env, { stepId, hashedId })] : []),
    ],
  };
}
