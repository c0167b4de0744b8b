// Checkpoints: steps that the app reports while its call is still open (protocol.md 3.2).
// L3. A checkpoint of a fenced call is logged and ignored.
import { NOTHING, type Decision, type Input, type Report } from "./decision.ts";
import { newOps, opInputs } from "./reported.ts";
import type { EngineState } from "./state.ts";

/** The same id may arrive again: what the run knows already adds nothing. */
export function decideCheckpoint(state: EngineState, { checkpoint }: Extract<Input, { type: "checkpoint" }>): Decision {
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
  const report: Report = { runId, call, via: "checkpoint" };
  return { facts: [], parts: [...opInputs(newOps(ops, run), report), { type: "checkpoint-end", runId }] };
}

/** An op may have ended the run: then the SDK is told to give the run up. */
export function decideCheckpointEnd(state: EngineState, { runId }: Extract<Input, { type: "checkpoint-end" }>): Decision {
  return { ...NOTHING, answer: { type: "checkpoint", outcome: state.runs.has(runId) ? "stored" : "gone" } };
}
