// Signals: a message to the one wait that has registered its name (protocol.md 4.7, 5.11).
import { nearest } from "./suggest.ts";
import type { Decision, Env, Input } from "./decision.ts";
import type { EngineState } from "./state.ts";

export function decideSignal(state: EngineState, { signal, data }: Extract<Input, { type: "signal" }>, env: Env): Decision {
  const holder = state.signals.get(signal);
  const run = state.runs.get(holder?.runId ?? "");
  const pending = run?.pending.get(holder?.hashedId ?? "");
  if (holder === undefined || run === undefined || pending === undefined) {
    const suggestion = nearest(signal, state.signals.keys());
    return {
      facts: [{ type: "signal.unmatched", signal, ...(suggestion === undefined ? {} : { suggestion }) }],
      answer: { type: "signal", runId: undefined, at: env.now },
    };
  }
  const step = { runId: run.runId, fn: run.fn, stepId: pending.stepId, hashedId: holder.hashedId };
  return { facts: [{ type: "signal.matched", ...step, signal, data }], answer: { type: "signal", runId: run.runId, at: env.now } };
}
