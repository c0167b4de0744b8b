// The steps of a run and their attempts, as a fold of its facts. An attempt of the function outside its steps (its code threw, or
// nobody answered the call) has no step: it stands under the name "Function".
import type { Fact, Instant } from "../../../../log/facts.ts";
import type { Json } from "../../../../log/json.ts";

export type SpanStatus = "RUNNING" | "WAITING" | "COMPLETED" | "FAILED" | "CANCELLED";
export type StepOp = "RUN" | "SLEEP" | "WAIT_FOR_EVENT" | "WAIT_FOR_SIGNAL" | "INVOKE" | "AI_GATEWAY" | "FETCH";

export type Attempt = {
  readonly attempt: number;
  readonly status: SpanStatus;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly output: Json;
};
export type Step = {
  readonly hashedId: string;
  readonly stepId: string;
  readonly op: StepOp | undefined;
  readonly queuedAt: Instant;
  status: SpanStatus;
  endedAt?: Instant;
  output?: Json;
  readonly attempts: Attempt[];
};

/** Each call, and the instant of what was last heard of it. */
export type Calls = Map<string, { readonly target: string; readonly attempt: number; heard: Instant }>;
type Steps = Map<string, Step>;
type OfStep = { readonly hashedId: string; readonly stepId: string; readonly t: Instant };

/** The call that runs the whole function. */
const FUNCTION = "step";

export function stepFolded(steps: Steps, calls: Calls, fact: Fact): void {
  switch (fact.type) {
    case "call.sent":
      return void calls.set(fact.callId, { target: fact.target, attempt: fact.attempt, heard: fact.t });
    case "call.failed":
      return callFailed(steps, calls, fact);
    case "step.planned":
      return void open(steps, fact, "RUN", "RUNNING");
    case "step.completed":
      return ended(steps, calls, fact, "COMPLETED", fact.output);
    case "step.failed":
      return ended(steps, calls, fact, fact.retriable ? "WAITING" : "FAILED", fact.error as Json);
    default:
      return waitFolded(steps, fact);
  }
}

function waitFolded(steps: Steps, fact: Fact): void {
  switch (fact.type) {
    case "sleep.started":
      return void open(steps, fact, "SLEEP", "WAITING");
    case "wait.registered":
      return void open(steps, fact, "WAIT_FOR_EVENT", "WAITING");
    case "signal.registered":
      return void open(steps, fact, "WAIT_FOR_SIGNAL", "WAITING");
    case "invoke.started":
      return void open(steps, fact, "INVOKE", "RUNNING");
    case "gateway.started":
      return void open(steps, fact, fact.kind === "infer" ? "AI_GATEWAY" : "FETCH", "RUNNING");
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "signal.timedout":
      return close(steps, fact, "COMPLETED", null);
    case "signal.matched":
      return close(steps, fact, "COMPLETED", fact.data);
    case "invoke.ended":
      return "error" in fact.result
        ? close(steps, fact, "FAILED", fact.result.error as Json)
        : close(steps, fact, "COMPLETED", fact.result.data);
    case "gateway.ended":
      return close(steps, fact, "COMPLETED", fact.output);
    default:
      return;
  }
}

function open(steps: Steps, { hashedId, stepId, t }: OfStep, op: StepOp, status: SpanStatus): Step {
  const known = steps.get(hashedId);
  if (known !== undefined) return known;
  const step: Step = { hashedId, stepId, op, queuedAt: t, status, attempts: [] };
  steps.set(hashedId, step);
  return step;
}

function close(steps: Steps, fact: OfStep, status: SpanStatus, output: Json): void {
  const step = steps.get(fact.hashedId);
  if (step !== undefined) Object.assign(step, { status, endedAt: fact.t, output });
}

function ended(
  steps: Steps,
  calls: Calls,
  fact: OfStep & { readonly attempt: number; readonly callId: string },
  status: SpanStatus,
  output: Json,
): void {
  const call = calls.get(fact.callId);
  const startedAt = call?.heard ?? fact.t;
  if (call !== undefined) call.heard = fact.t;
  const step = open(steps, { ...fact, t: startedAt }, "RUN", "RUNNING");
  const of = status === "COMPLETED" ? "COMPLETED" : "FAILED";
  step.attempts.push({ attempt: fact.attempt, status: of, startedAt, endedAt: fact.t, output });
  step.status = status;
  if (status !== "WAITING") Object.assign(step, { endedAt: fact.t, output });
}

function callFailed(steps: Steps, calls: Calls, { callId, kind, message, t }: Extract<Fact, { type: "call.failed" }>): void {
  const call = calls.get(callId);
  if (call === undefined) return;
  const { target, attempt, heard } = call;
  const step = target === FUNCTION ? functionIn(steps, heard) : steps.get(target);
  step?.attempts.push({ attempt, status: "FAILED", startedAt: heard, endedAt: t, output: { name: kind, message } });
  if (target === FUNCTION && step !== undefined) Object.assign(step, { endedAt: t, output: { name: kind, message } });
}

function functionIn(steps: Steps, at: Instant): Step {
  const known = steps.get(FUNCTION);
  if (known !== undefined) return known;
  const step: Step = { hashedId: FUNCTION, stepId: "Function", op: undefined, queuedAt: at, status: "FAILED", attempts: [] };
  steps.set(FUNCTION, step);
  return step;
}
