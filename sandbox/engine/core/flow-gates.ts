// The gates of a run: which of them its next call must pass. A leaf: decisions and the fold ask here alike.
import type { GateRule } from "../../log/rules.ts";
import { slotGate } from "../../flow/concurrency.ts";
import { DEFAULT_CONCURRENCY } from "../../flow/config-concurrency.ts";
import type { Run } from "./state.ts";

/** What a call of this run must pass: everything for the first, from then on the limits of executing steps. */
export function gatesFor(run: Run): readonly GateRule[] {
  return run.hasPassed ? run.gates.filter(({ rule }) => rule.type === "concurrency" && rule.unit === "step") : run.gates;
}

/** What a function that says nothing asks of its calls (protocol.md 5.2). */
export function defaultGates(fn: string): readonly GateRule[] {
  return [slotGate(DEFAULT_CONCURRENCY, fn)];
}
