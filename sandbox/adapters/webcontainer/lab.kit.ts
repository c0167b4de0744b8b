// Labs on the double, for tests in Node: the page's whole part of this place without a page.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { createMemoryEventStore } from "../memory/event-store.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Exported, LabSession, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { BootStep } from "../../session/place-switch.ts";
import { createRemoteSession } from "../../session/remote-session.ts";
import { openPostgres, type PGliteLike, seedPostgres } from "../../world/postgres.ts";
import { buildBundle } from "../worker/build-bundle.ts";
import { openLink } from "../worker/link.ts";
import type { OwnedLab } from "../worker/own-lab.ts";
import type { Surroundings } from "./boot.ts";
import { buildProgram } from "./build-process.ts";
import { bootDouble, type Double, type DoubleOptions } from "./double.ts";
import { createElsewhere } from "./elsewhere.ts";
import { programsTree } from "./programs.ts";

export type ContainerKit = {
  readonly session: LabSession;
  readonly container: Double;
  /** What the page keeps. */
  readonly store: EventStore;
  readonly steps: readonly BootStep[];
  /** Resolves with why the lab ended by itself. */
  readonly death: Promise<Error>;
  lastKnown(): Promise<Exported | undefined>;
  reopen(): Promise<ContainerKit>;
};

/** A Node other than the one that runs this test, where the machine has one that is recent enough: what runs `npm` may be older. */
export function anotherNode(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const found = folders
    .map((folder) => join(folder, "node"))
    .find((node) => /^v[2-9]\d\./.test(spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? ""));
  return found ?? process.execPath;
}

const texts = new Map<string, Promise<string>>();
const textOf = (name: string, make: () => Promise<string>): Promise<string> => {
  const text = texts.get(name) ?? make();
  texts.set(name, text);
  return text;
};

async function programs(imports: readonly string[]) {
  const names = imports.filter((name) => name !== "inngest");
  const [engine = "", host = "", ...packages] = await Promise.all([
    textOf("engine", () => buildProgram("engine")),
    textOf("host", () => buildProgram("host")),
    ...names.map((name) => textOf(name, () => buildBundle(name))),
  ]);
  return programsTree({ engine, host, packages: Object.fromEntries(names.map((name, index) => [name, packages[index] ?? ""])) });
}

/** A page that lacks nothing, on which every container is a double. */
export function doubleSurroundings(options: DoubleOptions, made: (double: Double) => void): Surroundings {
  return {
    lacks: () => undefined,
    online: () => true,
    reach: () => Promise.resolve(),
    async boot() {
      const double = await bootDouble(options);
      made(double);
      return double;
    },
    clear: () => undefined,
    after: () => () => undefined,
  };
}

/** Opens labs on a double each; what a page would keep is kept beyond it. */
export function openContainerKit(options: DoubleOptions = {}): (setup: LabSetup) => Promise<ContainerKit> {
  return (setup) => openOn(options, setup, createMemoryEventStore(), undefined);
}

async function openOn(options: DoubleOptions, first: LabSetup, store: EventStore, log: Exported | undefined): Promise<ContainerKit> {
  let setup = first;
  let container: Double | undefined;
  let die: (why: Error) => void = () => undefined;
  const death = new Promise<Error>((resolve) => (die = resolve));
  const steps: BootStep[] = [];
  const told = (step: BootStep): void => void steps.push(step);
  const listeners = new Set<(update: SessionUpdate) => void>();
  const elsewhere = createElsewhere({
    surroundings: doubleSurroundings(options, (made) => (container = made)),
    files: programs,
    store: () => Promise.resolve(store),
    database: startPostgres,
  });
  const ready = await elsewhere.prepare(setup, told, new AbortController().signal);
  const updated = (update: SessionUpdate): void => listeners.forEach((listener) => listener(update));
  const owned = await ready.own({ setup: () => setup, awayMs: 0, shownAt: () => undefined, log, updated }, told, die);
  const session = sessionOver(owned, listeners, (holds) => (setup = { ...setup, holds }));
  const double = container as unknown as Double;
  const dispose = async (): Promise<void> => {
    await session.dispose();
    await double.gone();
  };
  return {
    session: { ...session, capabilities: owned.capabilities, dispose },
    container: double,
    store,
    steps,
    death,
    lastKnown: async () => owned.lastKnown?.(),
    async reopen() {
      const last = await owned.lastKnown?.();
      await dispose();
      return openOn(options, setup, store, last);
    },
  };
}

function sessionOver(
  owned: OwnedLab,
  listeners: Set<(update: SessionUpdate) => void>,
  held: (holds: LabSetup["holds"]) => void,
): LabSession {
  const ask: typeof owned.ask = (name, ...args) => {
    if (name === "holds") held(args[0] as LabSetup["holds"]);
    return owned.ask(name, ...args);
  };
  return createRemoteSession(ask, {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    capabilities: () => owned.capabilities,
    restartEngine: owned.restartEngine,
    dispose: async () => owned.dispose(),
  });
}

/** As the page's database worker, in this thread. */
function startPostgres(schema: string) {
  const opening = PGlite.create().then(async (pg) => {
    await seedPostgres(pg as unknown as PGliteLike, schema);
    return openPostgres(pg as unknown as PGliteLike);
  });
  const ports: MessagePort[] = [];
  return {
    worker: {
      terminate() {
        for (const port of ports) port.close();
        void opening.then((database) => database.close());
      },
    },
    connect() {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      const offers = {
        query: async (...args: Parameters<Awaited<typeof opening>["query"]>) => (await opening).query(...args),
        reset: async () => (await opening).reset(),
      };
      openLink(port1, offers);
      return port2;
    },
  };
}
