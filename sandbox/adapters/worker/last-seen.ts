// When a lab was last open in this browser, and what its clock showed, so that time away is counted on return and the clock goes on. Kept outside the log: it is written
// every second and at the page's end, when nothing slow may run any more. Without storage a lab simply was not away.
import type { Instant } from "../../log/facts.ts";

const keyOf = (lab: string): string => `ans:seen:${lab}`;
const clockOf = (lab: string): string => `ans:clock:${lab}`;
const BEAT_MS = 1000;

/** Shorter than this is a reload, not an absence. */
const LEAST_MS = 2000;

/** How long nobody had this lab open, in real milliseconds; 0 when unknown. */
export function awayFor(lab: string): number {
  const seen = guarded(() => Number(localStorage.getItem(keyOf(lab))));
  const away = seen ? Date.now() - seen : 0;
  return away >= LEAST_MS ? away : 0;
}

/** What the lab's clock showed when it was last open here; undefined when unknown. */
export const shownLast = (lab: string): Instant | undefined => guarded(() => Number(localStorage.getItem(clockOf(lab)))) || undefined;

/** Forgets when the lab was open. */
export const forgetSeen = (lab: string): void =>
  void guarded(() => [keyOf(lab), clockOf(lab)].forEach((key) => localStorage.removeItem(key)));

/** Keeps writing that the lab is open and what its clock shows, until `stop`. */
export function keepSeen(lab: string, shown: () => Instant | undefined): { stop(): void } {
  const write = (): void =>
    guarded(() => {
      localStorage.setItem(keyOf(lab), String(Date.now()));
      localStorage.setItem(clockOf(lab), String(shown() ?? ""));
    });
  write();
  const timer = setInterval(write, BEAT_MS);
  return {
    stop() {
      clearInterval(timer);
      write();
    },
  };
}

// Storage may be switched off or full; then the answer is the same as on a first visit.
function guarded<T>(touch: () => T): T | undefined {
  try {
    return touch();
  } catch {
    return undefined;
  }
}
