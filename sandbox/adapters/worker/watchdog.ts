// Notices a host that has stopped answering: an endless loop, or memory that grows until nothing else runs.
// It counts missed ticks, not time: a tab that was suspended misses none, because its ticks stop as well.

/** Ticks of one heartbeat, and how many may pass unanswered. Eight of a tenth of a second: contained well within 2 s. */
export const BEAT_MS = 100;
export const PATIENCE = 8;

export type Watching = {
  readonly patience?: number;
  /** Whether the way to the host is open: a tick at which it is not says nothing of the host. */
  readonly reachable?: () => boolean;
};

/** Pings until `stop` or until the host has been silent too long; then calls `silent` once with the length of the silence. */
export function watch(
  ping: () => Promise<unknown>,
  silent: (forMs: number) => void,
  { patience = PATIENCE, reachable = () => true }: Watching = {},
): { stop(): void } {
  let waiting = false;
  let missed = 0;
  const heard = (): void => {
    waiting = false;
    missed = 0;
  };
  const timer = setInterval(() => {
    if (!waiting) {
      waiting = true;
      void ping().then(heard, () => clearInterval(timer));
    } else if (reachable() && ++missed >= patience) {
      clearInterval(timer);
      silent(missed * BEAT_MS);
    }
  }, BEAT_MS);
  return { stop: () => clearInterval(timer) };
}
