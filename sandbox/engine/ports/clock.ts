import type { Instant } from "../../log/facts.ts";

/** The engine's only source of time. Sleeps, backoff and the world's latency are alarms on it. */
export interface Clock {
  /** Epoch milliseconds; never runs backwards. */
  now(): Instant;
  /** Rings once when `now()` reaches `at` (at once if it has). Returns a function that cancels the alarm. */
  alarm(at: Instant, ring: () => void): () => void;
}
