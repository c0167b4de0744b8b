// Steps: what the ops of one reply or checkpoint add to a run (protocol.md 2.4). Ids that are open or done already add nothing.
// L3, L5. A step is recorded once, however often it is reported.
import type { WireError } from "../../log/facts.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Op } from "../../protocol/ops.ts";
import { assertNever } from "../../protocol/shape.ts";
import { hasAttemptsLeft, retry } from "./calls.ts";
import { deferFacts, isDefer } from "./defers.ts";
import { outputTooLarge } from "./finish.ts";
import { sizeOf } from "./fold-step.ts";
import { raceOf, type Reported, type StepFacts } from "./reported.ts";
import { addGateway, addTimed } from "./open-steps.ts";
import type { Run } from "./state.ts";

type StepOp = Exclude<Op, { type: "complete" | "none" | "threw" | "defer" | "defer-abort" }>;

/** Waits and defers come before anything else of the reply, so that they exist when it fires them or ends the run (2.4). */
export function stepFacts(ops: readonly Op[], reported: Reported): StepFacts {
  const left = deferFacts(ops, reported.run);
  const out: StepFacts = { ...left, next: [], commands: [], settled: new Set(), signals: new Map(), retried: false };
  const steps = ops.filter(isStep);
  const inOrder = [...steps.filter(isWait), ...steps.filter((op) => !isWait(op))];
  const counts = { steps: reported.run.memos.size + reported.run.pending.size, size: reported.run.size };
  for (const op of inOrder) {
    if (out.end !== undefined) break;
    if (!isNew(op, reported.run, out)) continue;
    if (!reported.run.pending.has(op.hashedId)) counts.steps += 1;
    if (op.type === "run") counts.size += sizeOf(op.data);
    const over = limitPassed(op, counts);
    if (over !== undefined) out.end = over;
    else addStep(op, reported, out);
  }
  return out;
}

const isStep = (op: Op): op is StepOp => op.type !== "complete" && op.type !== "none" && op.type !== "threw" && !isDefer(op);
const isWait = (op: StepOp): boolean => op.type === "wait" || op.type === "signal";

// Re-reported ids that are open or done are ignored: this makes races, retries and duplicates safe (2.8).
function isNew(op: StepOp, run: Run, out: StepFacts): boolean {
  if (run.memos.has(op.hashedId) || out.settled.has(op.hashedId)) return false;
  const ends = op.type === "run" || op.type === "error" || op.type === "failed";
  return ends || !run.pending.has(op.hashedId);
}

function limitPassed(op: StepOp, counts: { steps: number; size: number }): StepFacts["end"] {
  if (counts.steps > LIMITS.stepsPerRun)
    return { code: "too-many-steps", error: { name: "InngestErrFunctionOverflowed", message: "function has too many steps" } };
  if (op.tooMuchInput === true) return { code: "input-too-large", error: inputTooLarge(op.stepId) };
  if (op.type === "run" && sizeOf(op.data) > LIMITS.stepOutputBytes) return { code: "output-too-large", error: outputTooLarge() };
  if (counts.size > LIMITS.stateBytes)
    return { code: "state-too-large", error: { name: "InngestErrStateOverflowed", message: "the run's state is larger than 32 MB" } };
  return undefined;
}

function addStep(op: StepOp, reported: Reported, out: StepFacts): void {
  const { run, call, via } = reported;
  const step = { runId: run.runId, fn: run.fn, stepId: op.stepId, hashedId: op.hashedId };
  out.settled.add(op.hashedId);
  switch (op.type) {
    case "run":
      out.facts.push({ type: "step.completed", ...step, attempt: call.attempt, output: op.data, via, kind: op.kind, callId: call.callId });
      return;
    case "planned":
      out.facts.push({ type: "step.planned", ...step, ...raceOf(op) });
      return;
    case "error":
      return addError(op, reported, out);
    case "failed":
      out.facts.push({ type: "step.failed", ...step, attempt: call.attempt, retriable: false, error: op.error, callId: call.callId });
      return;
    case "sleep":
    case "wait":
    case "invoke":
    case "signal":
      return addTimed(op, reported, out);
    case "gateway":
      return addGateway(op, reported, out);
    default:
      assertNever(op);
  }
}

function inputTooLarge(stepId: string): WireError {
  const message = `The step "${stepId}" is given more than 4 MB. Hand it less: an id, say, by which it reads the rest itself.`;
  return { name: "InputTooLarge", message };
}

// Some SDKs send StepError on the last attempt too: then it is final (2.7).
function addError(op: Extract<Op, { type: "error" }>, { run, call, retryAfterMs, env }: Reported, out: StepFacts): void {
  const step = { stepId: op.stepId, hashedId: op.hashedId };
  const retriable = hasAttemptsLeft(run, call);
  out.facts.push({
    type: "step.failed",
    runId: run.runId,
    fn: run.fn,
    ...step,
    attempt: call.attempt,
    retriable,
    error: op.error,
    callId: call.callId,
  });
  if (!retriable || out.retried) return;
  out.retried = true;
  out.facts.push(retry(run, call, { error: op.error, because: "step-error", retryAfterMs }, env, step));
}
