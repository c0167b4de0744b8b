// Bulk cancellation, and functions that are paused and resumed (protocol.md 6.5; the real server does neither locally).
// L9. A paused function loses no event silently: each event that would have started a run leaves a fact, and may be replayed.
// L10. Cancellation takes effect at a step boundary.
import { asWireEvent } from "./finish.ts";
import { evaluate } from "../expr/expr.ts";
import { ulid, ulidTime } from "../../protocol/ulid.ts";
import { NOTHING, type Decision, type Env, type Input } from "./decision.ts";
import type { Instant } from "../../log/facts.ts";
import type { EngineState, Run } from "./state.ts";

type Many = Extract<Input, { type: "cancel-many" }>;

/** Each run is cancelled by an input of its own, so that one that ends because of another is not cancelled too. */
export function decideCancelMany(state: EngineState, input: Many, env: Env): Decision {
  const { type: _, because, ...filter } = input;
  const id = ulid(env.now, env.draw);
  const runIds = [...state.runs.values()].filter((run) => matches(run, input, env.now)).map(({ runId }) => runId);
  return {
    facts: [{ type: "cancellation.created", id, ...filter, runs: runIds.length }],
    next: runIds.map((runId): Input => ({ type: "cancel-run", runId, because })),
    answer: { type: "cancellation", id, runIds },
  };
}

// A run's id holds the instant of its creation.
function matches(run: Run, { fn, startedAfter, startedBefore, expression }: Many, now: Instant): boolean {
  const startedAt = ulidTime(run.runId);
  if (run.fn !== fn || startedAt >= startedBefore || (startedAfter !== undefined && startedAt < startedAfter)) return false;
  const [first] = run.events;
  return expression === undefined || (first !== undefined && evaluate(expression, { event: asWireEvent(first), now }));
}

/** Unfinished runs go on; new ones are not started. */
export function decidePauseFunction(state: EngineState, { fn, paused }: Extract<Input, { type: "pause-function" }>): Decision {
  if (state.pausedFunctions.has(fn) === paused) return NOTHING;
  return { facts: [{ type: paused ? "function.paused" : "function.resumed", fn }] };
}
