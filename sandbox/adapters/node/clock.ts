// Real time for the engine: the wall clock as far as it goes forwards, and a steady one where it does not.
// L6. `now()` never runs backwards and no alarm rings before its time. A wall clock that is set back is caught up with slowly:
// until the two agree again this one goes on at nine tenths of its speed. One that is set ahead (a laptop that slept) is followed at once.
import type { Clock } from "../../engine/ports/clock.ts";
import type { Instant } from "../../log/facts.ts";

/** What the platform offers; given by tests. `steady` never jumps, `wall` may. Both in milliseconds. */
export type TimeSource = {
  readonly wall: () => number;
  readonly steady: () => number;
  after(ms: number, ring: () => void): () => void;
};

/** A timer is never set further ahead than this: it does not count the time that a machine sleeps. */
const LONGEST_TIMER_MS = 5000;
const CATCHING_UP = 0.9;

const platform: TimeSource = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/** `notBefore`: the last instant that the log knows; this clock begins no earlier. */
export function createRealClock(notBefore: Instant = 0, source: TimeSource = platform): Clock {
  let last = Math.max(notBefore, source.wall());
  let steady = source.steady();

  function now(): Instant {
    const [wall, at] = [source.wall(), source.steady()];
    const passed = Math.max(0, at - steady);
    steady = at;
    last = Math.max(wall, last + passed * CATCHING_UP);
    return Math.floor(last);
  }

  return {
    now,
    alarm(at, ring) {
      let cancel = (): void => {};
      const set = (left: number): void => {
        cancel = source.after(Math.min(left, LONGEST_TIMER_MS), look);
      };
      // A timer may come a moment early, and stands in for a longer one.
      const look = (): void => {
        const left = at - now();
        if (left <= 0) ring();
        else set(left);
      };
      look();
      return () => cancel();
    },
  };
}
