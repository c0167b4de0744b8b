// Which tab runs a lab: one owns it, the others look on. A Web Lock elects, because it is given back by the browser itself when a
// tab closes or dies; a channel carries the request to step down. Where locks are missing, tabs ask each other on the channel.

/** What a tab can say to the others of the same lab. */
type Word = { readonly type: "step-down" | "stepped-down" | "who-owns" | "i-own" | "left" };

export interface Election {
  /** Asks the owner to step down; takes over all the same when it does not answer. Resolves once this tab owns the lab. */
  takeOver(): Promise<void>;
  /** Leaves the lab for good: the next tab in line is elected. */
  leave(): void;
}

export type Candidate = {
  readonly lab: string;
  /** This tab owns the lab from now on. */
  elected(): void;
  /** Another tab took over. Resolves once this tab no longer writes; only then does the other begin. */
  deposed(): Promise<void>;
};

/** How long an owner may take to step down before its lock is taken from it (a frozen tab cannot answer). */
const STEP_DOWN_MS = 1500;
/** A page that was reloaded may still hold the lock for a moment: that is no other tab. */
const RELOAD_MS = 150;
/** How long a tab without locks listens for an owner. */
const LISTEN_MS = 200;

/** Resolves with what this tab is at first; later changes are told to the candidate. */
export async function stand(candidate: Candidate): Promise<{ readonly owns: boolean; readonly election: Election }> {
  const channel = new BroadcastChannel(`ans:election:${candidate.lab}`);
  return navigator.locks ? byLock(candidate, channel, navigator.locks) : byWord(candidate, channel);
}

async function byLock(candidate: Candidate, channel: BroadcastChannel, locks: LockManager) {
  const name = `ans:lab:${candidate.lab}`;
  let release: (() => void) | undefined;
  let owns = false;
  let left = false;
  let steppedDown = false;
  let queueing = new AbortController();

  /** Asks for the lock and keeps it until it is released or stolen; a stolen lock deposes this tab, which then queues again. */
  function request(options: LockOptions, granted: () => void): void {
    const keep = (): Promise<void> => {
      granted();
      return new Promise((resolve) => (release = resolve));
    };
    locks.request(name, options, keep).catch(async () => {
      const stolen = release !== undefined;
      release = undefined;
      if (!stolen || left) return;
      await stepDown();
      queue();
    });
  }
  const become = (): void => {
    owns = true;
    candidate.elected();
  };
  async function stepDown(): Promise<void> {
    if (!owns) return;
    owns = false;
    await candidate.deposed();
  }
  function queue(): void {
    queueing = new AbortController();
    request({ signal: queueing.signal }, become);
  }

  channel.onmessage = async ({ data }: MessageEvent<Word>) => {
    if (data.type === "stepped-down") steppedDown = true;
    if (data.type !== "step-down" || !owns) return;
    await stepDown();
    channel.postMessage({ type: "stepped-down" } satisfies Word);
  };
  owns = await new Promise<boolean>((resolve) => {
    let waiting = true;
    request({ signal: queueing.signal }, () => (waiting ? resolve(true) : become()));
    setTimeout(() => resolve((waiting = false)), RELOAD_MS);
  });

  const election: Election = {
    async takeOver() {
      if (owns) return;
      // This tab stepped down for one that never came.
      if (release) return become();
      steppedDown = false;
      channel.postMessage({ type: "step-down" } satisfies Word);
      await within(STEP_DOWN_MS, () => steppedDown || owns);
      if (owns) return;
      queueing.abort();
      await new Promise<void>((resolve) => request({ steal: true }, resolve));
      become();
    },
    leave() {
      left = true;
      queueing.abort();
      release?.();
      channel.close();
    },
  };
  return { owns, election };
}

async function byWord(candidate: Candidate, channel: BroadcastChannel) {
  let owns = false;
  let heardOwner = false;
  const become = (): void => {
    owns = true;
    candidate.elected();
  };
  const answer: { readonly [type in Word["type"]]: () => void } = {
    "who-owns": () => owns && channel.postMessage({ type: "i-own" } satisfies Word),
    "i-own": () => (heardOwner = true),
    "stepped-down": () => (heardOwner = true),
    "step-down": () => {
      if (!owns) return;
      owns = false;
      void candidate.deposed().then(() => channel.postMessage({ type: "stepped-down" } satisfies Word));
    },
    left: () => void askWhoOwns().then((someone) => someone || owns || become()),
  };
  const askWhoOwns = async (): Promise<boolean> => {
    heardOwner = false;
    // Of several tabs that ask at once the quicker one answers the others.
    const wait = LISTEN_MS * (1 + Math.random());
    channel.postMessage({ type: "who-owns" } satisfies Word);
    return within(wait, () => heardOwner);
  };
  channel.onmessage = ({ data }: MessageEvent<Word>) => answer[data.type]();

  owns = !(await askWhoOwns());
  const election: Election = {
    async takeOver() {
      if (owns) return;
      heardOwner = false;
      channel.postMessage({ type: "step-down" } satisfies Word);
      await within(STEP_DOWN_MS, () => heardOwner);
      become();
    },
    leave() {
      if (owns) channel.postMessage({ type: "left" } satisfies Word);
      owns = false;
      channel.close();
    },
  };
  return { owns, election };
}

/** Whether `claim` becomes true in time. */
async function within(ms: number, claim: () => boolean): Promise<boolean> {
  const end = performance.now() + ms;
  while (!claim() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  return claim();
}
