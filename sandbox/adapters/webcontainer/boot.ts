// From a page to a container that has its files: step by step, each with its own deadline and its own reason to give up.
// `WebContainer.boot()` neither resolves nor rejects while its host is unreachable, so the host is tried first, and boot is given
// a time of its own. Giving up leaves nothing behind: a container that comes too late is ended at once.
import type { FileSystemTree } from "@webcontainer/api";
import { type BootStep, CannotMove } from "../../session/place-switch.ts";
import type { Container } from "./container.ts";

/** What the page is, and what it can reach. */
export type Surroundings = {
  /** What this browser lacks, if anything. */
  lacks(): "not-isolated" | "unsupported" | "cookies" | undefined;
  online(): boolean;
  /** Resolves when the host answers at all. */
  reach(signal: AbortSignal): Promise<unknown>;
  boot(): Promise<Container>;
  /** Removes what a boot that was given up has left in the page. */
  clear(): void;
  after(ms: number, ring: () => void): () => void;
};

export const REACH_MS = 8000;
export const BOOT_MS = 45_000;

export type Booting = {
  /** What is to be mounted; its texts are fetched meanwhile. */
  readonly files: () => Promise<FileSystemTree>;
  readonly told: (step: BootStep) => void;
  readonly signal: AbortSignal;
};

/** The boots of one page. A boot that was given up and has not ended blocks the next one until the page is loaded again. */
export function createBoots(surroundings: Surroundings): (booting: Booting) => Promise<Container> {
  const state = { stuck: false };
  return (booting) => bootContainer(surroundings, state, booting);
}

type State = { stuck: boolean };

async function bootContainer(surroundings: Surroundings, state: State, { files, told, signal }: Booting): Promise<Container> {
  told("browser");
  const lacks = surroundings.lacks();
  if (lacks) throw new CannotMove(lacks, "This browser or page lacks what the container needs.");
  if (!surroundings.online()) throw new CannotMove("offline", "The browser says that it is offline.");
  if (state.stuck) throw new CannotMove("timed-out", "An earlier start in this page has not ended.");
  const tree = files();
  tree.catch(() => undefined);
  told("reach");
  await reach(surroundings, signal);
  told("boot");
  const container = await boot(surroundings, state, signal);
  try {
    told("mount");
    await container.mount(await tree.catch(failsAs("files")));
    if (signal.aborted) throw new Error("The move was given up.");
    return container;
  } catch (error) {
    container.teardown();
    throw error;
  }
}

async function reach(surroundings: Surroundings, signal: AbortSignal): Promise<void> {
  const limit = new AbortController();
  const answered = surroundings.reach(limit.signal).catch(failsAs(surroundings.online() ? "unreachable" : "offline"));
  try {
    await within(surroundings, REACH_MS, signal, answered, () => new CannotMove("unreachable", `No answer in ${REACH_MS / 1000} seconds.`));
  } finally {
    limit.abort();
  }
}

async function boot(surroundings: Surroundings, state: State, signal: AbortSignal): Promise<Container> {
  state.stuck = true;
  const booting = surroundings.boot().catch(failsAs("refused"));
  booting.then(
    () => (state.stuck = false),
    () => (state.stuck = false),
  );
  try {
    const late = (): CannotMove => new CannotMove("timed-out", `It did not start in ${BOOT_MS / 1000} seconds.`);
    return await within(surroundings, BOOT_MS, signal, booting, late);
  } catch (error) {
    if (state.stuck) surroundings.clear();
    booting.then(
      (container) => container.teardown(),
      () => undefined,
    );
    throw error;
  }
}

const failsAs =
  (reason: CannotMove["code"]) =>
  (error: unknown): never => {
    throw new CannotMove(reason, error instanceof Error ? error.message : String(error), { cause: error });
  };

/** What comes first: the answer, the end of the time for it, or the reader's change of mind. */
function within<T>({ after }: Surroundings, ms: number, signal: AbortSignal, answer: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const given = (): void => reject(new Error("The move was given up."));
    const stop = after(ms, () => reject(late()));
    signal.addEventListener("abort", given, { once: true });
    if (signal.aborted) given();
    answer.then(resolve, reject).finally(() => {
      stop();
      signal.removeEventListener("abort", given);
    });
  });
}
