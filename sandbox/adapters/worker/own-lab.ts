// A lab whose engine runs in this tab: the page as supervisor. It makes the iframe sandbox, the engine worker and the
// database worker, hands out the ports, ends host workers when told, and replaces the engine worker when the engine is killed.
import { bundles, cluster, sizes } from "virtual:lab-bundles";
import type { Instant } from "../../log/facts.ts";
import type { Capabilities, Exported, SessionUpdate } from "../../session/lab-session.ts";
import { type LabSetup, type Loading, PlaceFailed } from "../../session/open.ts";
import { type SandboxFrame, openSandboxFrame } from "./sandbox-frame.ts";
import { HOST_TEXT } from "./sandbox-boot.ts";
import type { EngineCalls, LivingHosts, PageCalls, Serving } from "./calls.ts";
import type { DatabaseBirth } from "./database-main.ts";
import { type Link, LinkClosed, openLink } from "./link.ts";
import { createLoads, type Loads, receive } from "./loads.ts";
import { mark } from "./marks.ts";

export interface OwnedLab {
  readonly capabilities: Capabilities;
  readonly ask: Asker;
  /** Kills the engine worker and starts a new one on the same store. Questions open at the old one are rejected. */
  restartEngine(): Promise<void>;
  /** Resolves when no part of the lab runs or writes any more. */
  dispose(): void | Promise<void>;
  /** What is known of the lab without asking an engine that may be dead. */
  lastKnown?(): Promise<Exported>;
}

/** What every way of owning a lab is given. `log`: what the lab was in another place until now. */
export type OwnParts = {
  readonly setup: () => LabSetup;
  readonly awayMs: number;
  /** What the lab's clock has shown last, in this tab or in the one that owned the lab before. */
  readonly shownAt: () => Instant | undefined;
  readonly log: Exported | undefined;
  updated(update: SessionUpdate): void;
  /** Told as often as something has come. */
  readonly loading?: ((now: Loading) => void) | undefined;
};

/** Asks the engine, in its worker or process, by the flat names of `SessionCalls`. */
export type Asker = Link<EngineCalls>["ask"];

type EngineWorker = { readonly ask: Asker; readonly capabilities: Capabilities; broke(key: number, message: string): void; end(): void };

/** Starts everything a lab needs in this tab. Rejects with `PlaceFailed` and leaves nothing behind when it cannot. */
export async function ownLab({ setup, awayMs, shownAt, log, updated, loading }: OwnParts): Promise<OwnedLab> {
  mark("open");
  const loads = createLoads((now) => loading?.(now));
  const frame = openSandboxFrame(texts(setup().imports, loads));
  const database = setup().world.database === undefined ? undefined : startDatabase(setup().world.database ?? "");
  const hosts = createHosts(frame, loads.engine);
  const start = (away: number, from?: Exported): Promise<EngineWorker> =>
    startEngine({ setup: setup(), awayMs: away, shownAt: shownAt(), hosts: hosts.living(), log: from }, database?.connect(), {
      updated,
      ...hosts.calls,
    });

  const disposeAll = (): void => {
    database?.worker.terminate();
    void frame.then((each) => each.dispose()).catch(() => undefined);
  };
  let engine = start(awayMs, log);
  let capabilities: Capabilities;
  try {
    [{ capabilities }] = await Promise.all([engine, frame]);
  } catch (error) {
    void engine.then((each) => each.end()).catch(() => undefined);
    disposeAll();
    throw new PlaceFailed(error instanceof Error ? error.message : String(error), { cause: error });
  }
  hosts.onBroken((key, message) => void engine.then((each) => each.broke(key, message)));
  mark("opened");

  return {
    capabilities,
    ask: (name, ...args) => engine.then(({ ask }) => ask(name, ...args)),
    async restartEngine() {
      (await engine).end();
      engine = start(0);
      await engine;
    },
    dispose() {
      void engine.then((each) => each.end()).catch(() => undefined);
      disposeAll();
    },
  };
}

/** The texts that this lab's code needs, on their way: the SDK comes with `host`. */
function texts(imports: readonly string[], loads: Loads): ReadonlyMap<string, Promise<string>> {
  const names = [HOST_TEXT, ...imports.filter((name) => name in bundles)];
  return new Map(names.map((name) => [name, fetchText(name, loads.of(sizes[name] ?? 0))]));
}

async function fetchText(name: string, came: (bytes: number) => void): Promise<string> {
  const response = await fetch(bundles[name] ?? "");
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  return receive(response, came);
}

/** What the page knows of the workers in the iframe sandbox, whichever engine they belong to. */
function createHosts(opening: Promise<SandboxFrame>, engineIsHere: () => void) {
  const alive = new Set<number>();
  let lastKey = 0;
  let serving: Serving | undefined;
  // The iframe sandbox may still be starting; messages to it keep their order.
  const inFrame = (say: (frame: SandboxFrame) => void): void => void opening.then(say, () => undefined);
  const calls: Pick<PageCalls, "spawn" | "attach" | "end" | "serving" | "ping"> = {
    spawn(key, port) {
      // The first thing that an engine does.
      engineIsHere();
      alive.add(key);
      lastKey = Math.max(lastKey, key);
      inFrame((frame) => frame.spawn(key, port));
    },
    attach: (key, port) => inFrame((frame) => frame.attach(key, port)),
    end(key) {
      alive.delete(key);
      inFrame((frame) => frame.end(key));
    },
    serving: (now) => (serving = now),
    ping: () => undefined,
  };
  return {
    calls,
    /** For the next engine: the host that serves lives on, whatever else was being made ready does not. */
    living(): LivingHosts {
      for (const key of alive) if (key !== serving?.key) calls.end(key);
      return { lastKey, serving };
    },
    onBroken: (listener: (key: number, message: string) => void): void => inFrame((frame) => frame.onBroken(listener)),
  };
}

async function startEngine(
  opening: Parameters<EngineCalls["open"]>[0],
  database: MessagePort | undefined,
  offers: PageCalls,
): Promise<EngineWorker> {
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module", name: `engine of ${opening.setup.id}` });
  const { port1, port2 } = new MessageChannel();
  const link = openLink<EngineCalls>(port1, offers);
  const end = (why: Error): void => {
    worker.terminate();
    link.close(why);
  };
  worker.onerror = (event) => end(new Error(event.message || "The engine's worker did not load."));
  worker.postMessage("link", [port2]);
  try {
    const capabilities = await (database ? link.askWith("open", [database], opening, database) : link.ask("open", opening, undefined));
    // Once it is open, an uncaught error in the worker is a defect for the console and not the engine's end.
    worker.onerror = null;
    return {
      ask: link.ask,
      capabilities,
      broke: (key, message) => link.tell("broke", key, message),
      end: () => end(new LinkClosed("engine")),
    };
  } catch (error) {
    end(new LinkClosed("engine"));
    throw error;
  }
}

/** Postgres, in a worker of its own. Each engine gets a port of its own; only the newest is answered. */
export function startDatabase(schema: string) {
  const worker = new Worker(new URL("./database-worker.ts", import.meta.url), { type: "module", name: "database" });
  return {
    worker,
    connect(): MessagePort {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ cluster, schema } satisfies DatabaseBirth, [port1]);
      return port2;
    },
  };
}
