// Concurrency: how many steps execute at once (protocol.md 5.2). A step executes while its call is in flight; a run that sleeps
// or waits holds no slot. A rule with the unit `run` (Go's `concurrency.fn`) is held by the run from its first call to its end.
// Promise: at no instant is a bucket held more often than the limit of the function that acquires it. L9.
// Each function measures a shared bucket by its own limit. Without a rule 1000 steps of a function may execute; 0 lifts the limit.
import { decrement, increment, type Counts } from "./counts.ts";
import { keyText, type Evaluated } from "./keys.ts";
import type { ConcurrencyRule } from "../log/rules.ts";

/** The slot of one rule that a call needs. All its slots must be free at once. */
export type SlotGate = { readonly rule: ConcurrencyRule; readonly bucket: string };

/** How often each bucket is held now, and which buckets a holder (a call or a run) has. */
export type Slots = { readonly used: Counts; readonly holders: { [id: string]: readonly string[] } };

export function createSlots(): Slots {
  return { used: {}, holders: {} };
}

/** The scopes `env` and `account` are the same here: shared by all functions whose key has the same value (protocol.md 5.2). `fn` is one function's own. */
export function slotGate(rule: ConcurrencyRule, fn: string, key?: Evaluated): SlotGate {
  const whose = rule.scope === "fn" ? ["fn", rule.unit, fn, rule.key ?? ""] : ["account", rule.unit];
  return { rule, bucket: JSON.stringify([...whose, keyText(key)]) };
}

export function isFree({ used }: Slots, { rule, bucket }: SlotGate): boolean {
  return (used[bucket] ?? 0) < rule.limit;
}

/** Folds that `holder` acquires these buckets. A holder that has buckets already acquires no more. */
export function acquire({ used, holders }: Slots, holder: string, buckets: readonly string[]): void {
  if (buckets.length === 0 || holders[holder] !== undefined) return;
  // Two rules may name the same bucket: one call counts once.
  const acquired = [...new Set(buckets)];
  holders[holder] = acquired;
  for (const bucket of acquired) increment(used, bucket);
}

/** Folds that `holder` releases its buckets; returns those that have room now. A second time changes nothing. */
export function release({ used, holders }: Slots, holder: string): readonly string[] {
  const buckets = holders[holder] ?? [];
  delete holders[holder];
  for (const bucket of buckets) decrement(used, bucket);
  return buckets;
}
