// The processes of a crash session: the started command, which is killed and started again, and the app, which is not.
import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const COMMAND = join(import.meta.dirname, "../cli/entry.ts");

export type EngineProcess = {
  /** When it was started, and when it said that it is ready; epoch milliseconds. */
  readonly startedAt: number;
  readonly ready: Promise<number>;
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** As somebody at a terminal would: open calls end first. */
  stop(): Promise<number | null>;
};

export type EnginePlan = {
  readonly port: number;
  readonly storage: string;
  readonly app: string;
  readonly checkpointing: boolean;
  /** A folder for compiled code, as the built command has it in one file. */
  readonly cache: string;
};

const withCache = (cache: string): NodeJS.ProcessEnv => ({ ...process.env, NODE_COMPILE_CACHE: cache });

/** Fills the cache: a process that is killed leaves nothing in it. */
export async function warmUp(cache: string): Promise<void> {
  await once(spawn(process.execPath, [COMMAND, "--version"], { env: withCache(cache), stdio: "ignore" }), "close");
}

export function startEngine({ port, storage, app, checkpointing, cache }: EnginePlan): EngineProcess {
  const flags = ["dev", "--port", `${port}`, "--storage", storage, "-u", app, "--retry-interval", "0.02"];
  const startedAt = Date.now();
  const child = spawn(process.execPath, [COMMAND, ...flags, ...(checkpointing ? [] : ["--no-checkpointing"])], {
    env: withCache(cache),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "close") as Promise<[number | null]>;
  return {
    startedAt,
    ready: readyAt(child),
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    async stop() {
      child.kill("SIGTERM");
      return (await gone)[0];
    },
  };
}

/** Rejects with what it printed when it ends before; a kill ends the waiting without a word. */
function readyAt(child: ChildProcess): Promise<number> {
  let text = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (text.includes("ready in")) resolve(Date.now());
      });
    child.once("close", (code, signal) =>
      signal === "SIGKILL" ? resolve(Date.now()) : reject(new Error(`It ended with ${code}: ${text}`)),
    );
  });
}

/** The app, and the URL that it serves. It ends with this process. */
export async function startApp(diary: string, engine: string): Promise<{ readonly url: string; end(): void }> {
  const child = fork(join(import.meta.dirname, "app.kit.ts"), [diary, engine], { execArgv: [], silent: true });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { url: `http://127.0.0.1:${port}/api/inngest`, end: () => void child.kill("SIGKILL") };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
