// A lab whose engine and host are processes of a container: the page as supervisor. It starts the engine's program, starts and
// kills hosts when told, joins both, and replaces the engine's process when the engine is killed.
import type { Capabilities, Exported, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import { LinkClosed, openLink } from "../worker/link.ts";
import type { Asker, OwnedLab } from "../worker/own-lab.ts";
import { type ContainerEngineCalls, type ContainerOpening, type ContainerPageCalls, DATABASE_CHANNEL, PAGE_CHANNEL } from "./calls.ts";
import { bridge } from "./channels.ts";
import type { Container } from "./container.ts";
import { createPageHosts, type PageHosts } from "./page-hosts.ts";
import { startProgram } from "./page-process.ts";
import { ENGINE_PROGRAM, HOST_PROGRAM } from "./programs.ts";

export type ContainerLabParts = {
  readonly container: Container;
  /** As it is at the moment an engine starts. */
  readonly setup: () => LabSetup;
  /** The lab's log until now; without it the engine reads the container's own storage. */
  readonly log: Exported | undefined;
  readonly awayMs: number;
  readonly keeps: boolean;
  /** A new port to the lab's Postgres for each engine, where it has one. */
  readonly database: (() => MessagePort) | undefined;
  readonly updated: (update: SessionUpdate) => void;
  readonly step: (step: "engine" | "host") => void;
  /** The engine's process has ended though nobody killed it. */
  readonly died: (why: Error) => void;
  readonly after: (ms: number, ring: () => void) => () => void;
};

/** How long the two programs may take to come up. */
export const START_MS = 30_000;

type Engine = { readonly ask: Asker; readonly capabilities: Capabilities; broke(key: number, message: string): void; end(): Promise<void> };

/** Starts engine and host; the programs are mounted. Rejects when one of them does not start, and leaves nothing running. */
export async function ownContainerLab(parts: ContainerLabParts): Promise<OwnedLab> {
  const { container, setup, step } = parts;
  let engine: Promise<Engine>;
  const first = firstHost();
  const hosts = createPageHosts({
    start: () => startProgram(container, HOST_PROGRAM),
    packages: setup().imports.filter((name) => name !== "inngest"),
    broke(key, message) {
      first.failed(new Error(message));
      void engine.then((each) => each.broke(key, message)).catch(() => undefined);
    },
    up: first.up,
  });
  const start = (awayMs: number, log: Exported | undefined): Promise<Engine> =>
    startEngine(parts, hosts, {
      setup: setup(),
      awayMs,
      hosts: hosts.living(),
      log,
      database: parts.database !== undefined,
      keeps: parts.keeps,
    });

  const end = (): void => {
    hosts.endAll();
    void engine.then((each) => each.end()).catch(() => undefined);
  };
  step("engine");
  engine = start(parts.awayMs, parts.log);
  let capabilities: Capabilities;
  const stop = parts.after(START_MS, () => first.failed(new Error(`They did not answer in ${START_MS / 1000} seconds.`)));
  try {
    [{ capabilities }] = await Promise.all([engine.then((each) => (step("host"), each)), first.isUp]);
  } catch (error) {
    end();
    throw error;
  } finally {
    stop();
  }
  return {
    capabilities,
    ask: (name, ...args) => engine.then(({ ask }) => ask(name, ...args)),
    async restartEngine() {
      await (await engine).end();
      engine = start(0, undefined);
      await engine;
    },
    dispose: end,
  };
}

/** The first host process: that it is up, or why it will not be. */
function firstHost() {
  let settle: { up(): void; failed(why: Error): void } | undefined;
  const isUp = new Promise<void>((up, failed) => (settle = { up, failed }));
  isUp.catch(() => undefined);
  return { isUp, up: () => settle?.up(), failed: (why: Error) => settle?.failed(why) };
}

async function startEngine(
  { container, database, updated, died }: ContainerLabParts,
  hosts: PageHosts,
  opening: ContainerOpening,
): Promise<Engine> {
  const process = await startProgram(container, ENGINE_PROGRAM);
  const offers: ContainerPageCalls = { updated, ping: () => undefined, ...hosts.calls(process.channels) };
  const link = openLink<ContainerEngineCalls>(process.channels.open(PAGE_CHANNEL), offers);
  if (database) bridge(process.channels.open(DATABASE_CHANNEL), database());
  let state: "opening" | "open" | "ended" = "opening";
  void process.ended.then((how) => {
    const why = new Error(`The engine's process is gone. ${how}`);
    link.close(why);
    if (state === "open") died(why);
  });
  const end = async (): Promise<void> => {
    state = "ended";
    link.close(new LinkClosed("engine"));
    await process.kill();
  };
  try {
    const capabilities = await link.ask("open", opening);
    state = "open";
    return { ask: link.ask, capabilities, broke: (key, message) => link.tell("broke", key, message), end };
  } catch (error) {
    await end();
    throw error;
  }
}
