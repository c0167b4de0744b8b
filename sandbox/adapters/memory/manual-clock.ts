// A clock turned by hand: time stands still between turns, so a test waits for three days in no time.
import type { Clock } from "../../engine/ports/clock.ts";
import type { Instant } from "../../log/facts.ts";
import { parseDuration } from "../../protocol/duration.ts";

export interface ManualClock extends Clock {
  /** Goes on by milliseconds or a duration like "3d", alarm by alarm in order of their time. */
  advance(by: number | string): void;
  /** Goes on to an instant, alarm by alarm. Earlier instants are refused: time never runs backwards. */
  set(at: Instant): void;
}

type Alarm = { readonly at: Instant; readonly ring: () => void };

export function createManualClock(start: Instant): ManualClock {
  let now = start;
  const alarms = new Set<Alarm>();

  function earliest(until: Instant): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of alarms) if (alarm.at <= until && (first === undefined || alarm.at < first.at)) first = alarm;
    return first;
  }

  function set(at: Instant): void {
    if (at < now) throw new RangeError(`The clock stands at ${now} and cannot go back to ${at}.`);
    for (let alarm = earliest(at); alarm !== undefined; alarm = earliest(at)) {
      alarms.delete(alarm);
      now = Math.max(now, alarm.at);
      alarm.ring();
    }
    now = at;
  }

  return {
    now: () => now,
    alarm(at, ring) {
      if (at <= now) {
        ring();
        return () => {};
      }
      const alarm = { at, ring };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    set,
    advance(by) {
      const ms = typeof by === "number" ? by : parseDuration(by);
      if (ms === undefined) throw new TypeError(`"${by}" is no duration: write "3d" or "1h30m", or milliseconds.`);
      set(now + ms);
    },
  };
}
