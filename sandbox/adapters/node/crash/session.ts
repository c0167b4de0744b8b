// A crash session: events come without a pause while the engine is killed at seeded moments and started again on the same file.
// Some kills fall under load, some into the start itself. At the end everything that was accepted gets time to finish.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createSeededEntropy } from "../../memory/entropy.ts";
import type { Fact } from "../../../log/facts.ts";
import { openSqliteStore } from "../store/store.ts";
import { freePort, startApp, startEngine, warmUp, type EngineProcess } from "./processes.ts";

export type Plan = { readonly seed: string; readonly kills: number; readonly checkpointing: boolean; readonly folder: string };

export type Session = {
  /** Ids of the events that were acknowledged. */
  readonly accepted: readonly string[];
  readonly facts: readonly Fact[];
  /** The engine's file, closed. */
  readonly storage: string;
  /** Executions of step bodies, `run step`, by the app's own diary. */
  readonly executed: readonly string[];
  /** For each start: when its process began, and when it was ready. */
  readonly starts: readonly { readonly startedAt: number; readonly readyAt: number }[];
};

const KINDS = ["sequence", "sequence", "sleeper", "fan", "parent", "flaky"] as const;
/** Events on their way at the same time, and the pause of each sender between two. */
const [SENDERS, PAUSE_MS] = [3, 12];
const FINISH_MS = 60_000;
const UNFINISHED = "queued,running,sleeping,waiting,retrying";

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function crashSession({ seed, kills, checkpointing, folder }: Plan): Promise<Session> {
  const draw = createSeededEntropy(seed).at(0);
  const [storage, diary, cache] = [join(folder, "engine.db"), join(folder, "diary.txt"), join(folder, "compiled")];
  const port = await freePort();
  await warmUp(cache);
  const origin = `http://127.0.0.1:${port}`;
  const app = await startApp(diary, origin);
  const start = (): EngineProcess => startEngine({ port, storage, app: app.url, checkpointing, cache });
  const starts: { startedAt: number; readyAt: number }[] = [];
  let engine = start();
  try {
    await engine.ready;
    await registered(origin);
    const load = sendUntilStopped(origin, createSeededEntropy(`${seed} load`).at(0), seed);
    for (let kill = 0; kill < kills; kill += 1) {
      // One kill in five does not wait for the engine to be ready.
      if (draw() < 0.8) await engine.ready;
      await after(Math.floor(draw() * 300));
      await engine.kill();
      engine = start();
      void engine.ready.then((readyAt) => starts.push({ startedAt: engine.startedAt, readyAt }));
    }
    await engine.ready;
    await after(100);
    const accepted = await load.stop();
    await finished(origin);
    await engine.stop();
    const store = await openSqliteStore(storage);
    const facts = await store.read(1);
    store.close();
    const executed = existsSync(diary) ? readFileSync(diary, "utf8").trim().split("\n") : [];
    return { accepted, facts, storage, executed, starts };
  } finally {
    await engine.kill();
    app.end();
  }
}

/** What is answered counts as accepted; what is not answered may or may not be there. */
function sendUntilStopped(origin: string, draw: () => number, seed: string): { stop(): Promise<readonly string[]> } {
  const accepted: string[] = [];
  let isOpen = true;
  let n = 0;
  async function sender(): Promise<void> {
    while (isOpen) {
      const id = `${seed} ${(n += 1)}`;
      const kind = KINDS[Math.floor(draw() * KINDS.length)] ?? "sequence";
      const body = JSON.stringify({ name: `crash/${kind}`, id, data: { ms: 20 + Math.floor(draw() * 600) } });
      const answer = await fetch(`${origin}/e/dev`, { method: "POST", body }).catch(() => undefined);
      if (answer?.status === 200 && (await answer.json().catch(() => undefined)) !== undefined) accepted.push(id);
      await after(PAUSE_MS);
    }
  }
  const senders = Promise.all(Array.from({ length: SENDERS }, sender));
  return {
    async stop() {
      isOpen = false;
      await senders;
      return accepted;
    },
  };
}

async function ask<T>(url: string): Promise<T | undefined> {
  const answer = await fetch(url).catch(() => undefined);
  return answer?.ok === true ? ((await answer.json()) as T) : undefined;
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + FINISH_MS; Date.now() < end; await after(25)) if (await isTrue()) return;
  throw new Error(`${what} within ${FINISH_MS / 1000} s.`);
}

const registered = (origin: string): Promise<void> =>
  until(
    async () => ((await ask<{ functions: readonly unknown[] }>(`${origin}/trace/functions`))?.functions.length ?? 0) > 0,
    "The app did not register",
  );

const finished = (origin: string): Promise<void> =>
  until(
    async () => (await ask<{ total: number }>(`${origin}/trace/runs?status=${UNFINISHED}&limit=1`))?.total === 0,
    "Not every run came to its end",
  );
