// Answers to gateway requests, which the engine makes for a step (protocol.md 2.4, 2.6).
// Credentials of the request that the answer echoes are removed before anything is written.
import type { EngineFactBody, WireError } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { fetchOutput, inferOutput, publicUrl } from "../../protocol/gateway.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { hasAttemptsLeft, retry } from "./calls.ts";
import type { Decision, Env, Input } from "./decision.ts";
import { failRun, outputTooLarge } from "./finish.ts";
import { sizeOf } from "./fold-step.ts";
import type { EngineState, Pending, Run } from "./state.ts";

type Fetched = Extract<Input, { type: "fetched" }>;
type Outcome = { readonly ok: true; readonly output: Json } | { readonly ok: false; readonly message: string; readonly retriable: boolean };

export function decideFetched(state: EngineState, fetched: Fetched, env: Env): Decision {
  const { runId, hashedId, requestId } = fetched;
  const run = state.runs.get(runId);
  const pending = run?.pending.get(hashedId);
  if (run === undefined || pending?.type !== "gateway" || pending.requestId !== requestId)
    return { facts: [{ type: "call.ignored", callId: requestId, runId, why: run === undefined ? "run-ended" : "fenced" }] };
  const outcome = outcomeOf(fetched, pending);
  if (!outcome.ok) return failed(run, pending, fetched, outcome, env);
  if (sizeOf(outcome.output) > LIMITS.stepOutputBytes) return failRun(state, run, "output-too-large", outputTooLarge(), env);
  const { stepId } = pending;
  return { facts: [{ type: "gateway.ended", runId, fn: run.fn, stepId, hashedId, requestId, output: outcome.output }] };
}

function outcomeOf({ request, response }: Fetched, { kind }: Extract<Pending, { type: "gateway" }>): Outcome {
  if ("unreachable" in response) {
    const isOpen = response.unreachable === "nobody answers";
    const message = isOpen ? `Unable to reach ${publicUrl(request.url)}` : "This place gives steps no way out to the network.";
    return { ok: false, message, retriable: isOpen };
  }
  return kind === "fetch" ? { ok: true, output: fetchOutput(request, response) } : inferOutput(request, response);
}

function failed(
  run: Run,
  { stepId, attempt }: Extract<Pending, { type: "gateway" }>,
  { hashedId, requestId }: Fetched,
  { message, retriable }: Extract<Outcome, { ok: false }>,
  env: Env,
): Decision {
  const error: WireError = { name: "Error", message };
  const again = retriable && hasAttemptsLeft(run, { attempt });
  const step = { stepId, hashedId };
  const facts: EngineFactBody[] = [
    { type: "step.failed", runId: run.runId, fn: run.fn, ...step, attempt, retriable: again, error, callId: requestId },
  ];
  if (again) facts.push(retry(run, { target: DISCOVERY, attempt }, { error, because: "step-error" }, env, step));
  return { facts };
}
