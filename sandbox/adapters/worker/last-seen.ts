// When a lab was last open in this browser, so that time away can be counted on return. Kept outside the log: it is written
// every second and at the page's end, when nothing slow may run any more. Without storage a lab simply was not away.

const keyOf = (lab: string): string => `ans:seen:${lab}`;
const BEAT_MS = 1000;

/** Shorter than this is a reload, not an absence. */
const LEAST_MS = 2000;

/** How long nobody had this lab open, in real milliseconds; 0 when unknown. */
export function awayFor(lab: string): number {
  const seen = guarded(() => Number(localStorage.getItem(keyOf(lab))));
  const away = seen ? Date.now() - seen : 0;
  return away >= LEAST_MS ? away : 0;
}

/** Forgets when the lab was open. */
export const forgetSeen = (lab: string): void => void guarded(() => localStorage.removeItem(keyOf(lab)));

/** Keeps writing that the lab is open, until `stop`. */
export function keepSeen(lab: string): { stop(): void } {
  const write = (): void => guarded(() => localStorage.setItem(keyOf(lab), String(Date.now())));
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
