// The Node place: engine, store, real time and the way to the apps, put together in one process.
// Boundary: no HTTP server and no terminal here; `http/`, `mcp/` and `cli/` stand on what this returns.
import { createEngine, type Engine } from "../../engine/engine.ts";
import { rest } from "../../engine/rest.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Instant } from "../../log/facts.ts";
import { openDoor } from "./app/door.ts";
import { createGateway } from "./app/gateway.ts";
import { createHttpClient } from "./app/http-client.ts";
import { seekApps } from "./app/seeker.ts";
import { createTransport } from "./app/transport.ts";
import { createRealClock } from "./clock.ts";
import { createNodeEntropy } from "./entropy.ts";
import { tellOnce, watchedEngine, watchedStore } from "./failure.ts";
import { keepTidy, type Keep } from "./keep.ts";
import type { AppView, NodePlace, NodeStore } from "./ports.ts";
import { version } from "./version.ts";
import { createWireBuffer } from "./wire.ts";

export type NodePlaceOptions = {
  readonly store: NodeStore;
  /** Default: the machine's time. A test turns it by hand. */
  readonly clock?: Clock;
  /** Apps to ask, by URL. */
  readonly urls?: readonly string[];
  /** Whether to look for an app on this machine while none is known. Default false. */
  readonly discovery?: boolean;
  /** Between two requests to register. Without it every app is asked once. */
  readonly pollMs?: number | undefined;
  /** The port that the place itself is reached at: no app is looked for there. */
  readonly port?: number;
  /** The wait before every retry, instead of the table's (protocol.md 5.9). */
  readonly retryIntervalMs?: number | undefined;
  readonly seed?: string | undefined;
  /** Signs calls (protocol.md 1.1). */
  readonly signingKey?: string | undefined;
  /** Whether the SDK may record many steps in one call. Default true. */
  readonly checkpointing?: boolean;
  /** Which finished runs stay. Default: all. */
  readonly keep?: Keep | undefined;
  /** The place takes nothing more, by its store's failure or a mistake of its own: why, and what to do. Told once. */
  readonly onFailure?: (why: string) => void;
  /** An app's state is another one than before; `before` is undefined when it is the first that is known. */
  readonly onApp?: (now: AppView, before: AppView | undefined) => void;
};

export type OpenPlace = NodePlace & {
  /** Begins to look for apps. Call it once the place can be reached: an app may post to it. */
  seek(): Promise<void>;
  /** Lets open calls end and stores what comes of them, for at most `deadlineMs`; then stops. What is unfinished goes on at the next start (L11). */
  close(deadlineMs?: number): Promise<"drained" | "cut off">;
};

const DEADLINE_MS = 10_000;

export async function openNodePlace(options: NodePlaceOptions): Promise<OpenPlace> {
  const { signingKey } = options;
  const failure = tellOnce(options.onFailure);
  const store = watchedStore(options.store, failure.tell);
  const client = createHttpClient();
  const clock = options.clock ?? createRealClock(await lastInstant(store));
  const wire = createWireBuffer();
  const transport = createTransport({ client, clock, wire, signingKey });
  const inner = await createEngine(
    { clock, store, transport, entropy: createNodeEntropy(options.seed), gateway: createGateway() },
    { retryIntervalMs: options.retryIntervalMs, checkpointing: options.checkpointing ?? true, rest },
  );
  // A log remembers how it was begun; what is asked for today counts.
  await inner.setCheckpointing(options.checkpointing ?? true);
  const { apps, handle } = openDoor(watchedEngine(inner, failure.tell), { transport, clock, wire, changed: options.onApp ?? (() => {}) });
  const engine: Engine = { ...inner, handle };
  const endTidying = keepTidy({ engine, store, now: clock.now }, options.keep);
  let endSeeking = (): void => {};
  return {
    engine,
    store,
    apps,
    wire: wire.entries,
    now: clock.now,
    version,
    async seek() {
      const { urls = [], discovery = false, pollMs, port = 0 } = options;
      // What the log knows from before is looked for too.
      const known = (await store.reads.apps()).map(({ url }) => url).filter((url) => url !== "");
      endSeeking = seekApps(apps, client, { urls: [...urls, ...known], discovery, pollMs, port });
    },
    async close(deadlineMs = DEADLINE_MS) {
      endSeeking();
      endTidying();
      failure.silence();
      const ended = await drained(engine, deadlineMs);
      engine.stop();
      client.close();
      store.close();
      return ended;
    },
  };
}

/** Time does not go back over a restart either: the clock begins no earlier than the log ends. */
async function lastInstant(store: NodeStore): Promise<Instant> {
  return (await store.read(store.lastSeq?.() ?? 1)).at(-1)?.t ?? 0;
}

async function drained(engine: Engine, deadlineMs: number): Promise<"drained" | "cut off"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"cut off">((resolve) => (timer = setTimeout(() => resolve("cut off"), deadlineMs)));
  const drain = engine.drain("the server shuts down").then(
    () => "drained" as const,
    () => "cut off" as const,
  );
  const ended = await Promise.race([drain, late]);
  clearTimeout(timer);
  return ended;
}
