// Priority: a head start in seconds for a run that waits in a line (protocol.md 5.6).
// Promise: a run with factor f stands where a run without one would stand that was created f seconds earlier; so it matters only
// in a backlog, and no run waits for ever behind newer ones.
// The real server lets a negative factor delay every step even on an idle queue. That is its defect: here a negative factor
// gives way to others and never makes anybody wait for nobody.
// Also from the server: the expression must come to an integer. JSON numbers are doubles, so a bare `event.data.p` counts as 0.
import type { Instant } from "../log/facts.ts";
import { HOUR_MS, SECOND_MS } from "../protocol/duration.ts";
import type { Evaluated } from "./keys.ts";

const MOST_SECONDS = (12 * HOUR_MS) / SECOND_MS;

/** `problem` says why a factor is not what the expression came to, so that a 0 or a clamp is not silent. */
export type Factor = { readonly seconds: number; readonly problem?: "not-an-integer" | "not-evaluated" | "out-of-range" };

/** The factor of an expression's result, between -12 h and +12 h. */
export function factorOf(result: Evaluated): Factor {
  if (!result.ok) return { seconds: 0, problem: "not-evaluated" };
  if (typeof result.value !== "bigint") return { seconds: 0, problem: "not-an-integer" };
  const seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, Number(result.value)));
  return BigInt(seconds) === result.value ? { seconds } : { seconds, problem: "out-of-range" };
}

/** Where a run stands in a line: the lower, the earlier. Its later steps keep the run's place. */
export function scoreOf(createdAt: Instant, seconds = 0): number {
  return createdAt - seconds * SECOND_MS;
}
