// Throttle: how often runs of a function start (protocol.md 5.3). A start that is too early waits in the queue; none is dropped.
// Promise: `limit + burst` starts at once after a rest, then one per `period / limit`. Only a run's first call is throttled;
// retries and later steps are not. L6, L9.
import { bucketOf, type Evaluated } from "./keys.ts";
import type { Rate } from "./gcra.ts";
import type { ThrottleRule } from "../log/rules.ts";

/** The gate that the first call of a run passes: the rule, and the bucket that its key chose. */
export type ThrottleGate = { readonly rule: ThrottleRule; readonly bucket: string };

export function throttleGate(rule: ThrottleRule, fn: string, key?: Evaluated): ThrottleGate {
  return { rule, bucket: bucketOf(fn, key) };
}

export function throttleRate({ limit, periodMs, burst }: ThrottleRule): Rate {
  return { limit, periodMs, capacity: limit + burst };
}
