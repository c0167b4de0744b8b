// Notices a host that has stopped answering: an endless loop, or memory that grows until nothing else runs.
// A host's silence alone says nothing, on a machine that is slow or a page that is busy: WebKit even carries every message between two
// workers through the page's thread. So the page is asked as well, and patience is counted in its answers ("turns"): a page that stalls
// for seconds gives the host those seconds. Nor is the time before the reader's own code runs any verdict on that code. It is the
// measure of this machine: a host that took long to come that far may be silent for twice as long.
// A tab that was suspended has no ticks and therefore no turns.

/** Between two questions to the page. Eight of them are contained well within 2 s where the page answers at once. */
export const BEAT_MS = 100;
export const PATIENCE = 8;

export type Watched = {
  /** Asks the host. A rejection says that it has died by other means: then nothing more is watched. */
  ping(): Promise<unknown>;
  /** Asks the page, which can do nothing about the host's code. */
  pingPage(): Promise<unknown>;
  /** Called once, with the length of the silence in milliseconds. */
  silent(forMs: number): void;
  /** The fewest turns of the page that a host may be silent for. */
  readonly patience?: number | undefined;
};

export interface Watchdog {
  /** From now on the reader's code runs, or more of it: silence is judged, and counts from here. */
  judge(): void;
  stop(): void;
}

/** A question to the host that is open, how often the page has answered meanwhile, and since when. */
type Silence = { turns: number; readonly since: number };

export function watch({ ping, pingPage, silent, patience = PATIENCE }: Watched): Watchdog {
  let silence: Silence | undefined;
  let pageAsked = false;
  let judging = false;
  let turnsBefore = 0;

  const stop = (): void => clearInterval(timer);
  const begin = (): Silence => (silence = { turns: 0, since: performance.now() });

  function askHost(): void {
    begin();
    void ping().then(() => (silence = undefined), stop);
  }
  function askPage(): void {
    const during = silence;
    pageAsked = true;
    void pingPage().then(() => {
      pageAsked = false;
      if (!judging) turnsBefore += 1;
      else if (during !== undefined && during === silence) turn(during);
    }, stop);
  }
  function turn(now: Silence): void {
    now.turns += 1;
    if (now.turns < Math.max(patience, 2 * turnsBefore)) return;
    stop();
    silent(performance.now() - now.since);
  }
  const timer = setInterval(() => {
    if (silence === undefined) askHost();
    if (!pageAsked) askPage();
  }, BEAT_MS);

  return {
    judge() {
      judging = true;
      if (silence !== undefined) begin();
    },
    stop,
  };
}
