// Real time by the platform's own timers, as pages, workers and Node all have them.
import type { RealTimer } from "./virtual-clock.ts";

export const realTimer: RealTimer = {
  now: () => performance.now(),
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};
