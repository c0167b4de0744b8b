// The started command, and an app of the real SDK, as processes of their own: what a test of the Node place stands on.
// Time is real here and nobody sleeps: every wait is for a fact, as the place's own stream tells it.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Fact, FactOf } from "../log/facts.ts";
import type { Json } from "../log/json.ts";

const ENTRY = join(import.meta.dirname, "../adapters/node/cli/entry.ts");
const APP = join(import.meta.dirname, "http-app.ts");

export type Answered = { readonly status: number; readonly body: Json };

export type StartedEngine = {
  readonly url: string;
  readonly pid: number;
  /** Every fact so far, as the stream has told it. */
  readonly log: readonly Fact[];
  /** What it has printed, both ways. */
  output(): string;
  /** Resolves as soon as the claim is true of the log; rejects when the engine ends before. */
  until(claim: (log: readonly Fact[]) => boolean): Promise<void>;
  /** Resolves once it has printed this. */
  printed(pattern: RegExp): Promise<void>;
  ask(method: string, path: string, body?: Json, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  send(name: string, data?: Json, more?: { readonly [key: string]: Json }): Promise<Answered>;
  /** Ends the process; resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** The command with these flags, ready. Rejects with what it printed when it ends instead. */
export async function startEngine(
  flags: readonly string[],
  { headers = {} }: { headers?: Readonly<Record<string, string>> } = {},
): Promise<StartedEngine> {
  const port = flags.includes("--port") ? [] : ["--port", "0"];
  const child = spawnEngine(["dev", ...port, "--no-discovery", ...flags]);
  const output = collect(child);
  const ended = once(child, "exit").then(([code]: unknown[]) => code as number | null);
  await Promise.race([
    output.shows(/ ready in /),
    ended.then((code) => Promise.reject(new Error(`The command ended with ${code}: ${output.text()}`))),
  ]);
  const url = /runs and events at (\S+)/.exec(output.text())?.[1] ?? "";
  const stream = follow(`${url}/trace/stream?from=1`, headers, ended);
  const ask: StartedEngine["ask"] = (method, path, body, more = {}) => askAt(url + path, method, body, { ...headers, ...more });
  return {
    url,
    pid: child.pid ?? 0,
    log: stream.log,
    output: output.text,
    until: stream.until,
    printed: output.shows,
    ask,
    send: (name, data = {}, more = {}) => ask("POST", "/e/test", { name, data, ...more }),
    async stop(signal = "SIGTERM") {
      stream.end();
      child.kill(signal);
      return ended;
    },
  };
}

/** The command as it is typed, from its sources. */
export function spawnEngine(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const env = { ...process.env, NODE_ENV: "production", ...options.env };
  return spawn(process.execPath, [ENTRY, ...args], { ...options, env, stdio: ["ignore", "pipe", "pipe"] });
}

type Output = { readonly text: () => string; readonly shows: (pattern: RegExp) => Promise<void> };

export function collect(child: ChildProcess): Output {
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const look of waiting) look();
    });
  return { text: () => text, shows: (pattern) => whenever(waiting, () => pattern.test(text)) };
}

/** Resolves when `claim` is true, looked at whenever `waiting` is called through. */
function whenever(waiting: Set<() => void>, claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!claim()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

type Followed = { readonly log: readonly Fact[]; readonly until: StartedEngine["until"]; readonly end: () => void };

function follow(url: string, headers: Readonly<Record<string, string>>, ended: Promise<number | null>): Followed {
  const log: Fact[] = [];
  const waiting = new Set<() => void>();
  const closing = new AbortController();
  const gone = ended.then((code) => Promise.reject(new Error(`The engine ended with ${code} before that.`)));
  gone.catch(() => undefined);
  const read = async (): Promise<void> => {
    const response = await fetch(url, { headers, signal: closing.signal });
    let rest = "";
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const messages = (rest + chunk).split("\n\n");
      rest = messages.pop() ?? "";
      for (const message of messages) log.push(...factsIn(message));
      for (const look of waiting) look();
    }
  };
  read().catch(() => undefined);
  return {
    log,
    until: (claim) => Promise.race([whenever(waiting, () => claim(log)), gone]),
    end: () => closing.abort(),
  };
}

function factsIn(message: string): readonly Fact[] {
  const data = message
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trim())
    .join("");
  return data === "" ? [] : (JSON.parse(data) as readonly Fact[]);
}

async function askAt(url: string, method: string, body: Json | undefined, headers: Readonly<Record<string, string>>): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : (JSON.parse(text) as Json) };
}

export type StartedApp = {
  /** The endpoint of each adapter. */
  readonly urls: { readonly [adapter: string]: string };
  /** What step bodies of these runs have printed so far, in order. */
  printed(runIds: readonly string[]): Promise<readonly string[]>;
  stop(): Promise<void>;
};

type Told =
  | { readonly type: "serving"; readonly urls: StartedApp["urls"] }
  | { readonly type: "printed"; readonly runId?: string; readonly text: string }
  | { readonly type: "flushed" };

/** An app of the real SDK that knows its engine by the environment alone. */
export async function startApp(engineUrl: string, env: NodeJS.ProcessEnv = { INNGEST_DEV: "1" }): Promise<StartedApp> {
  const child = fork(APP, [], {
    env: { ...process.env, ...env, INNGEST_BASE_URL: engineUrl },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const lines: Extract<Told, { type: "printed" }>[] = [];
  const heard = new Set<(told: Told) => void>();
  child.on("message", (told: Told) => {
    if (told.type === "printed") lines.push(told);
    for (const listener of heard) listener(told);
  });
  const gone = once(child, "exit").then(([code]: unknown[]) => Promise.reject(new Error(`The app ended with ${String(code)}.`)));
  gone.catch(() => undefined);
  const next = <T extends Told["type"]>(type: T): Promise<Extract<Told, { type: T }>> => {
    const told = new Promise<Extract<Told, { type: T }>>((resolve) => {
      const listener = (one: Told): void => {
        if (one.type !== type) return;
        heard.delete(listener);
        resolve(one as Extract<Told, { type: T }>);
      };
      heard.add(listener);
    });
    return Promise.race([told, gone]);
  };
  const { urls } = await next("serving");
  return {
    urls,
    async printed(runIds) {
      const flushed = next("flushed");
      child.send("flush");
      await flushed;
      return lines.filter(({ runId }) => runId !== undefined && runIds.includes(runId)).map(({ text }) => text);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await gone.catch(() => undefined);
    },
  };
}

/** Facts of one type, of one of the program's functions. */
export function factsOf<T extends Fact["type"]>(log: readonly Fact[], type: T, name?: string): readonly FactOf<T>[] {
  const found = log.filter((fact): fact is FactOf<T> => fact.type === type);
  return name === undefined ? found : found.filter((fact) => "fn" in fact && fact.fn === `program-${name}`);
}
