// Priority: a head start in seconds for a run that waits in the queue (protocol.md 5.6).
// Promise: a run with factor f has the place of a run without one that was created f seconds earlier. A factor therefore matters
// only while there is a backlog, and no run waits for ever behind newer ones.
// The real server lets a negative factor delay every step even when the queue is empty. That is a defect: here a run with a
// negative factor lets others go first, and does not wait when there are none.
// As on the server, the expression must give an integer. JSON numbers are doubles, so a bare `event.data.p` counts as 0.
import type { Instant } from "../log/facts.ts";
import { HOUR_MS, SECOND_MS } from "../protocol/duration.ts";
import type { Evaluated } from "./keys.ts";

const MOST_SECONDS = (12 * HOUR_MS) / SECOND_MS;

/** `problem` says why the factor differs from the expression's value, so that a 0 or a clamp is not silent. */
export type Factor = { readonly seconds: number; readonly problem?: "not-an-integer" | "not-evaluated" | "out-of-range" };

/** The factor for an expression's result, between -12 h and +12 h. */
export function factorOf(result: Evaluated): Factor {
  if (!result.ok) return { seconds: 0, problem: "not-evaluated" };
  if (typeof result.value !== "bigint") return { seconds: 0, problem: "not-an-integer" };
  const seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, Number(result.value)));
  return BigInt(seconds) === result.value ? { seconds } : { seconds, problem: "out-of-range" };
}

/** A run's place in the queue: the lower, the earlier. Its later steps keep the run's place. */
export function scoreOf(createdAt: Instant, seconds = 0): number {
  return createdAt - seconds * SECOND_MS;
}
