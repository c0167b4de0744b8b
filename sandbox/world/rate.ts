// A limit of calls per minute as the providers of models keep it: a token bucket. It holds a minute's calls when it is full,
// fills evenly, and each call that is taken costs one token; a call that is refused costs none.
// Kept as one instant (GCRA, the generic cell rate algorithm): when the bucket would be full again.
import type { Instant } from "../log/facts.ts";

const MINUTE = 60_000;

export type Rate = {
  /** Takes a call in and returns 0, or refuses it and returns the milliseconds until one would be taken. */
  take(now: Instant): number;
  /** Counts a call that was taken at this instant, as a log tells it. */
  recount(at: Instant): void;
  /** Full again. */
  reset(): void;
};

/** `perMinute`: above zero. */
export function createRate(perMinute: number): Rate {
  const interval = MINUTE / perMinute;
  let fullAt = 0;

  function recount(at: Instant): void {
    fullAt = Math.max(fullAt, at) + interval;
  }

  return {
    take(now) {
      const missing = Math.max(0, fullAt - now);
      const wait = Math.ceil(missing + interval - MINUTE);
      if (wait > 0) return wait;
      recount(now);
      return 0;
    },
    recount,
    reset() {
      fullAt = 0;
    },
  };
}
