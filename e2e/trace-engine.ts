// The built command, started as its user starts it, and an app of the real SDK in this process: what the trace's journeys stand on.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { afterAll, beforeAll } from "vitest";
import { inProject } from "../scripts/run/project.ts";

type Functions = Parameters<typeof serve>[0]["functions"];
type Make = (inngest: Inngest) => Functions;

/** What `npm run build` has made, as it was when the journeys began: a build meanwhile must not change what runs. */
function copied(): string {
  const built = inProject("dist-engine");
  if (!existsSync(join(built, "engine.mjs")) || !existsSync(join(built, "trace/index.html")))
    throw new Error("dist-engine/ holds no engine with its trace interface. Run `npm run build` first.");
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  cpSync(built, folder, { recursive: true });
  return folder;
}

export type Started = {
  readonly url: string;
  /** Stores an event; resolves with its id. */
  send(name: string, data?: object): Promise<string>;
  sendMany(events: readonly { readonly name: string; readonly data: object }[]): Promise<void>;
  get<T>(path: string): Promise<T>;
  /** Ends the engine's process; `revive` starts another one on the same port and log. */
  kill(): Promise<void>;
  revive(): Promise<void>;
};

type Running = Started & { close(): Promise<void> };

/** Call once at the top of a file of journeys: one engine and one app for all of them. */
export function useEngine(make: Make, options: { readonly storage?: string } = {}): () => Started {
  let running: Running | undefined;
  beforeAll(async () => {
    running = await start(make, options.storage ?? "memory");
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error("The engine is not started yet.");
    return running;
  };
}

async function start(make: Make, storage: string): Promise<Running> {
  const folder = copied();
  const spawnAt = (port: number): ChildProcess => spawnEngine(folder, port, storage);
  let child = spawnAt(0);
  const url = await readyAt(child);
  const app = await startApp(url, make);
  await ask(url, "/trace/apps", { url: app.url });
  return {
    url,
    send: async (name, data = {}) => ((await ask(url, "/e/test", { name, data })) as { ids: string[] }).ids[0] ?? "",
    sendMany: async (events) => void (await ask(url, "/e/test", events)),
    get: async <T>(path: string) => (await (await fetch(url + path)).json()) as T,
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    async revive() {
      child = spawnAt(Number(new URL(url).port));
      await readyAt(child);
      await ask(url, "/trace/apps", { url: app.url });
    },
    async close() {
      app.server.closeAllConnections();
      app.server.close();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function spawnEngine(folder: string, port: number, storage: string): ChildProcess {
  const flags = ["--port", String(port), "--no-discovery", "--no-poll", "--storage", storage, "--retry-interval", "1"];
  return spawn(process.execPath, [join(folder, "engine.mjs"), "dev", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Where it says that it is ready. */
async function readyAt(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = / ready in .*?(http:\/\/[^\s·]+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url.replace(/\/$/, ""));
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The engine ended with ${code}: ${said}`)));
  });
}

async function startApp(engine: string, make: Make): Promise<{ readonly url: string; readonly server: Server }> {
  // The SDK reports every failed step there; these journeys fail on purpose.
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
  const inngest = new Inngest({ id: "shop", isDev: true, baseUrl: engine, logger });
  const server = createServer(serve({ client: inngest, functions: make(inngest) }));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`, server };
}

async function ask(url: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(url + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
