// Throttle: how often runs of a function start (protocol.md 5.3). What is too early waits in the line; nothing is dropped.
// Promise: `limit + burst` starts at once after a rest, then one per `period / limit`. Only a run's first call is throttled;
// retries and later steps are not. L6, L9.
import { bucketOf, type Evaluated } from "./keys.ts";
import type { Pace } from "./pace.ts";
import type { ThrottleRule } from "../log/rules.ts";

/** The gate that the first call of a run passes: the rule, and the bucket that its key chose. */
export type ThrottleGate = { readonly rule: ThrottleRule; readonly bucket: string };

export function throttleGate(rule: ThrottleRule, fn: string, key?: Evaluated): ThrottleGate {
  return { rule, bucket: bucketOf(fn, key) };
}

export function throttlePace({ limit, periodMs, burst }: ThrottleRule): Pace {
  return { limit, periodMs, capacity: limit + burst };
}
