// The lab's clock. Alarms ring in order of their time, then of arrival (L6), and time never passes an alarm without ringing it.
// With a real timer it flows at `speed` (0: it stands); without one it is turned by hand. A jump goes alarm by alarm.
import type { Clock } from "../engine/ports/clock.ts";
import type { Instant } from "../log/facts.ts";

/** Real time, as a worker or a page has it. */
export interface RealTimer {
  /** Milliseconds from any origin; never runs backwards. */
  now(): number;
  after(ms: number, ring: () => void): () => void;
}

export interface VirtualClock extends Clock {
  readonly speed: number;
  /** Virtual milliseconds per real one. Without a real timer the number is kept, and means that `turn` may be called. */
  flow(speed: number): void;
  /** When the next alarm rings, if there is one. */
  nextAlarm(): Instant | undefined;
  /** Goes to the next alarm at or before `limit` and rings all that are due then; false when there is none. */
  turn(limit: Instant): boolean;
  /** Goes to `at` with no alarm on the way; call `turn` until it says false first. */
  goTo(at: Instant): void;
  /** Forgets all alarms and starts again at `at`: for a lab that is reset. */
  reset(at: Instant): void;
}

type Alarm = { readonly at: Instant; readonly order: number; readonly ring: () => void };

/** Browsers take at most 2^31 - 1 ms for one timer. */
const LONGEST_MS = 2 ** 31 - 1;

export function createVirtualClock(start: Instant, timer?: RealTimer): VirtualClock {
  const alarms: Alarm[] = [];
  let count = 0;
  let speed = 0;
  let anchor = { virtual: start, real: timer?.now() ?? 0 };
  let stopTimer = (): void => {};

  const next = (): Alarm | undefined => alarms[0];
  function now(): Instant {
    const passed = timer === undefined ? 0 : (timer.now() - anchor.real) * speed;
    return Math.floor(Math.min(anchor.virtual + passed, Math.max(anchor.virtual, next()?.at ?? Infinity)));
  }
  const anchorAt = (virtual: Instant): void => void (anchor = { virtual: Math.max(virtual, anchor.virtual), real: timer?.now() ?? 0 });

  function arrange(): void {
    stopTimer();
    stopTimer = () => {};
    const due = next();
    if (timer === undefined || speed === 0 || due === undefined) return;
    const ms = Math.max(0, Math.ceil((due.at - (anchor.virtual + (timer.now() - anchor.real) * speed)) / speed));
    stopTimer = timer.after(Math.min(ms, LONGEST_MS), () => {
      if (anchor.virtual + (timer.now() - anchor.real) * speed >= due.at) ringAt(due.at);
      arrange();
    });
  }

  function ringAt(at: Instant): void {
    anchorAt(at);
    // Only what was there before: an alarm set while ringing, for the same instant, rings in the next round.
    const last = count;
    for (let alarm = next(); alarm !== undefined && alarm.at <= at && alarm.order <= last; alarm = next()) {
      alarms.shift();
      alarm.ring();
    }
  }

  function insert(alarm: Alarm): void {
    let place = alarms.length;
    while (place > 0 && (alarms[place - 1] as Alarm).at > alarm.at) place -= 1;
    alarms.splice(place, 0, alarm);
  }

  return {
    get speed() {
      return speed;
    },
    now,
    alarm(at, ring) {
      if (at <= now()) {
        ring();
        return () => {};
      }
      const alarm: Alarm = { at, order: (count += 1), ring };
      insert(alarm);
      if (next() === alarm) arrange();
      return () => {
        const place = alarms.indexOf(alarm);
        if (place < 0) return;
        alarms.splice(place, 1);
        if (place === 0) arrange();
      };
    },
    flow(faster) {
      if (faster === speed) return;
      anchorAt(now());
      speed = faster;
      arrange();
    },
    nextAlarm: () => next()?.at,
    turn(limit) {
      const due = next();
      if (due === undefined || due.at > limit) return false;
      ringAt(due.at);
      arrange();
      return true;
    },
    goTo(at) {
      anchorAt(at);
      arrange();
    },
    reset(at) {
      alarms.length = 0;
      anchor = { virtual: at, real: timer?.now() ?? 0 };
      arrange();
    },
  };
}
