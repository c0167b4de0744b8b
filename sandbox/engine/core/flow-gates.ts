// The gates of a run: which of them its next call must pass. Decisions and the fold both ask here.
import type { GateRule } from "../../log/rules.ts";
import { slotGate } from "../../flow/concurrency.ts";
import { DEFAULT_CONCURRENCY } from "../../flow/config-concurrency.ts";
import type { Run } from "./state.ts";

/** The gates of the run's next call: all of them for the first call, later only the limits on executing steps. */
export function gatesFor(run: Run): readonly GateRule[] {
  return run.hasPassed ? run.gates.filter(({ rule }) => rule.type === "concurrency" && rule.unit === "step") : run.gates;
}

/** The gates of a function that declares none (protocol.md 5.2). */
export function defaultGates(fn: string): readonly GateRule[] {
  return [slotGate(DEFAULT_CONCURRENCY, fn)];
}
