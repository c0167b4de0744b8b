// A lab whose engine runs in this tab: the page as supervisor. It makes the cage, the engine worker and the database worker,
// hands out the ports, ends host workers when told, and replaces the engine worker when the engine is killed.
import { bundles, cluster } from "virtual:lab-bundles";
import type { Capabilities, SessionUpdate } from "../../session/lab-session.ts";
import { type LabSetup, PlaceFailed } from "../../session/open.ts";
import { type Cage, openCage } from "./cage.ts";
import { HOST_TEXT } from "./cage-boot.ts";
import type { EngineCalls, PageCalls } from "./calls.ts";
import type { DatabaseBirth } from "./database-main.ts";
import { type Calls, LinkClosed, openLink } from "./link.ts";
import { mark } from "./marks.ts";

export interface OwnedLab {
  readonly capabilities: Capabilities;
  readonly ask: Asker;
  /** Kills the engine worker and starts a new one on the same store. Questions open at the old one are rejected. */
  restartEngine(): Promise<void>;
  dispose(): void;
}

/** Asks the engine worker, by the flat names of `SessionCalls`. */
export type Asker = <Name extends keyof EngineCalls & string>(name: Name, ...args: Parameters<EngineCalls[Name]>) => Promise<Awaited<ReturnType<EngineCalls[Name]>>>;

type EngineWorker = { readonly ask: Asker; readonly capabilities: Capabilities; broke(key: number, message: string): void; end(): void };

/** Starts everything a lab needs in this tab. Rejects with `PlaceFailed` and leaves nothing behind when it cannot. */
export async function ownLab(setup: LabSetup, awayMs: number, updated: (update: SessionUpdate) => void): Promise<OwnedLab> {
  mark("open");
  const cage = openCage(texts(setup.imports));
  const database = setup.world.database === undefined ? undefined : startDatabase(setup.world.database);
  const hosts = createHosts(cage);
  const start = (restarted: boolean, away: number): Promise<EngineWorker> =>
    startEngine({ setup, awayMs: away, restarted }, database?.connect(), { updated, spawn: hosts.spawn, end: hosts.end });

  const disposeAll = (): void => {
    database?.worker.terminate();
    void cage.then((each) => each.dispose()).catch(() => undefined);
  };
  let engine: EngineWorker;
  try {
    [engine] = await Promise.all([start(false, awayMs), cage]);
  } catch (error) {
    disposeAll();
    throw new PlaceFailed(`The lab could not start: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  hosts.onBroken((key, message) => engine.broke(key, message));
  mark("opened");

  return {
    get capabilities() {
      return engine.capabilities;
    },
    ask: (name, ...args) => engine.ask(name, ...args),
    async restartEngine() {
      engine.end();
      hosts.endAll();
      engine = await start(true, 0);
    },
    dispose() {
      engine.end();
      disposeAll();
    },
  };
}

/** The texts that this lab's code needs, on their way: the SDK comes with `host`. */
function texts(imports: readonly string[]): ReadonlyMap<string, Promise<string>> {
  const names = [HOST_TEXT, ...imports.filter((name) => name in bundles)];
  return new Map(names.map((name) => [name, fetchText(name)]));
}

async function fetchText(name: string): Promise<string> {
  const response = await fetch(bundles[name] ?? "");
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  return response.text();
}

function createHosts(opening: Promise<Cage>) {
  const alive = new Set<number>();
  return {
    spawn(key: number, port: MessagePort): void {
      alive.add(key);
      void opening.then(
        (cage) => alive.has(key) && cage.spawn(key, port),
        () => undefined,
      );
    },
    end(key: number): void {
      alive.delete(key);
      void opening.then(
        (cage) => cage.end(key),
        () => undefined,
      );
    },
    endAll(): void {
      for (const key of [...alive]) this.end(key);
    },
    onBroken(listener: (key: number, message: string) => void): void {
      void opening.then((cage) => cage.onBroken(listener));
    },
  };
}

async function startEngine(opening: Parameters<EngineCalls["open"]>[0], database: MessagePort | undefined, offers: PageCalls): Promise<EngineWorker> {
  const worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module", name: `engine of ${opening.setup.id}` });
  const { port1, port2 } = new MessageChannel();
  const link = openLink<EngineCalls & Calls>(port1, offers as unknown as Calls);
  const end = (why: Error): void => {
    worker.terminate();
    link.close(why);
  };
  worker.onerror = (event) => end(new Error(event.message || "The engine's worker did not load."));
  worker.postMessage("link", [port2]);
  try {
    const capabilities = await (database ? link.askWith("open", [database], opening, database) : link.ask("open", opening, undefined));
    return {
      ask: link.ask as Asker,
      capabilities,
      broke: (key, message) => link.tell("broke", key, message),
      end: () => end(new LinkClosed("engine")),
    };
  } catch (error) {
    end(new LinkClosed("engine"));
    throw error;
  }
}

/** Postgres, in a worker of its own. Each engine gets a port of its own; the newest is the one that is heard. */
function startDatabase(schema: string) {
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
