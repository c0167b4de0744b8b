// Concurrency: how many steps execute at once (protocol.md 5.2). A step executes while its call is in flight; a run that sleeps
// or waits holds nothing. Rules with the unit `run` (Go's `concurrency.fn`) are held by the run from its first call to its end.
// Promise: no bucket is ever held more often than the limit of whoever takes it, at any instant. L9.
// Each function measures a shared bucket by its own limit. Without a rule 1000 steps of a function may execute; 0 lifts the limit.
import { keyText, type Evaluated } from "./keys.ts";
import type { ConcurrencyRule } from "../log/rules.ts";

/** What a call takes of one rule. All its slots must be free at once. */
export type SlotGate = { readonly rule: ConcurrencyRule; readonly bucket: string };

/** How often each bucket is held now, and which buckets a holder (a call or a run) has. */
export type Slots = { readonly used: { [bucket: string]: number }; readonly holders: { [id: string]: readonly string[] } };

export function createSlots(): Slots {
  return { used: {}, holders: {} };
}

/** `env` and `account` are one set here, shared by all functions whose key has the same value (protocol.md 5.2); `fn` is one function's own. */
export function slotGate(rule: ConcurrencyRule, fn: string, key?: Evaluated): SlotGate {
  const whose = rule.scope === "fn" ? ["fn", rule.unit, fn, rule.key ?? ""] : ["account", rule.unit];
  return { rule, bucket: JSON.stringify([...whose, keyText(key)]) };
}

export function isFree({ used }: Slots, { rule, bucket }: SlotGate): boolean {
  return (used[bucket] ?? 0) < rule.limit;
}

/** Folds that `holder` takes these buckets. Whoever holds something already takes nothing more. */
export function take({ used, holders }: Slots, holder: string, buckets: readonly string[]): void {
  if (buckets.length === 0 || holders[holder] !== undefined) return;
  // Two rules may come to the same bucket: one call counts once.
  const taken = [...new Set(buckets)];
  holders[holder] = taken;
  for (const bucket of taken) used[bucket] = (used[bucket] ?? 0) + 1;
}

/** Folds that `holder` lets go; gives the buckets that have room now. A second time changes nothing. */
export function release({ used, holders }: Slots, holder: string): readonly string[] {
  const buckets = holders[holder] ?? [];
  delete holders[holder];
  for (const bucket of buckets) {
    const left = (used[bucket] ?? 0) - 1;
    if (left > 0) used[bucket] = left;
    else delete used[bucket];
  }
  return buckets;
}
