// A crash session: events come without a pause while the engine is killed at seeded moments and started again on the same file.
// Some kills fall under load, some into the start itself. At the end everything that was accepted gets time to finish.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createSeededEntropy } from "../../memory/entropy.ts";
import type { Fact } from "../../../log/facts.ts";
import { slowness } from "../../../../scripts/run/pace.ts";
import { openSqliteStore } from "../store/store.ts";
import { freePort, startApp, startEngine, warmUp, type EngineProcess } from "./processes.ts";

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

type Place = { readonly folder: string; readonly checkpointing: boolean };
type Driven = { readonly accepted: readonly string[]; readonly starts: Session["starts"]; readonly engine: EngineProcess };
type Stage = { readonly origin: string; readonly start: () => EngineProcess; readonly executions: () => readonly string[] };

const KINDS = ["sequence", "sequence", "sleeper", "fan", "parent", "flaky"] as const;
/** Requests on their way at the same time, events in each, and the pause of each sender between two. */
const [SENDERS, AT_ONCE, PAUSE_MS] = [3, 2, 12];
/** With so many unfinished runs no further event is sent: an engine that hardly lives has to catch up. */
const UNFINISHED_RUNS = 40;
const FINISH_MS = 60_000 * slowness();
const WAIT_FOR_ONE_MS = 1000;
const UNFINISHED = "queued,running,sleeping,waiting,retrying";

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Kills without end, under a load of every kind of function. */
export function crashSession({ seed, kills, ...place }: Place & { readonly seed: string; readonly kills: number }): Promise<Session> {
  const draw = createSeededEntropy(seed).at(0);
  return onStage(place, async ({ origin, start }, first) => {
    const starts: { startedAt: number; readyAt: number }[] = [];
    let engine = first;
    const load = sendUntilStopped(origin, createSeededEntropy(`${seed} load`).at(0), seed);
    for (let kill = 0; kill < kills; kill += 1) {
      // One kill in five does not wait for the engine to be ready; the others come while it takes events, or has enough of them.
      if (draw() < 0.8) {
        await engine.ready;
        await Promise.race([load.next(), after(WAIT_FOR_ONE_MS)]);
      }
      await after(Math.floor(draw() * 300));
      await engine.kill();
      engine = start();
      const { startedAt } = engine;
      void engine.ready.then((readyAt) => starts.push({ startedAt, readyAt }));
    }
    await engine.ready;
    await after(100);
    const accepted = await load.stop();
    await finished(origin);
    return { accepted, starts, engine };
  });
}

/** One kill in the middle of many runs of five steps. `finishedMs`: from the kill until the last of them had ended. */
export async function killInTheMiddle({ runs, ...place }: Place & { readonly runs: number }): Promise<Session & { finishedMs: number }> {
  let finishedMs = 0;
  const session = await onStage(place, async ({ origin, start, executions }, first) => {
    const accepted = Array.from({ length: runs }, (_, n) => `middle ${n}`);
    const body = JSON.stringify(accepted.map((id) => ({ name: "crash/sequence", id, data: {} })));
    const answer = await fetch(`${origin}/e/dev`, { method: "POST", body });
    if (answer.status !== 200) throw new Error(`The events were answered with ${answer.status}: ${await answer.text()}`);
    await until(() => Promise.resolve(executions().length >= (runs * 5) / 2), "Half of the steps did not run", 5);
    const killedAt = Date.now();
    await first.kill();
    const engine = start();
    const readyAt = await engine.ready;
    await finished(origin);
    finishedMs = Date.now() - killedAt;
    return { accepted, starts: [{ startedAt: engine.startedAt, readyAt }], engine };
  });
  return { ...session, finishedMs };
}

/** App and engine before, the log and the diary after; no process is left behind. */
async function onStage({ folder, checkpointing }: Place, play: (stage: Stage, first: EngineProcess) => Promise<Driven>): Promise<Session> {
  const [storage, diary, cache] = [join(folder, "engine.db"), join(folder, "diary.txt"), join(folder, "compiled")];
  const executions = (): readonly string[] => (existsSync(diary) ? readFileSync(diary, "utf8").trim().split("\n") : []);
  const port = await freePort();
  await warmUp(cache);
  const origin = `http://127.0.0.1:${port}`;
  const app = await startApp(diary, origin);
  const started: EngineProcess[] = [];
  const start = (): EngineProcess => {
    const engine = startEngine({ port, storage, app: app.url, checkpointing, cache });
    started.push(engine);
    return engine;
  };
  try {
    const first = start();
    await first.ready;
    await registered(origin);
    const { accepted, starts, engine } = await play({ origin, start, executions }, first);
    await engine.stop();
    const store = await openSqliteStore(storage);
    const facts = await store.read(1);
    store.close();
    return { accepted, facts, storage, executed: executions(), starts };
  } finally {
    for (const engine of started) await engine.kill();
    app.end();
  }
}

type Load = {
  /** Resolves when the next events are accepted. */
  next(): Promise<void>;
  /** Resolves with the ids of all that were accepted. */
  stop(): Promise<readonly string[]>;
};

/** What is answered counts as accepted; what is not answered may or may not be there. */
function sendUntilStopped(origin: string, draw: () => number, seed: string): Load {
  const accepted: string[] = [];
  let tell = (): void => {};
  let [isOpen, n, open] = [true, 0, 0];
  const event = (id: string): object => {
    const kind = KINDS[Math.floor(draw() * KINDS.length)] ?? "sequence";
    return { name: `crash/${kind}`, id, data: { ms: 20 + Math.floor(draw() * 600) } };
  };
  async function sender(): Promise<void> {
    for (; isOpen; await after(PAUSE_MS)) {
      if (open > UNFINISHED_RUNS) continue;
      const ids = Array.from({ length: AT_ONCE }, () => `${seed} ${(n += 1)}`);
      const answer = await fetch(`${origin}/e/dev`, { method: "POST", body: JSON.stringify(ids.map(event)) }).catch(() => undefined);
      if (answer?.status !== 200 || (await answer.json().catch(() => undefined)) === undefined) continue;
      accepted.push(...ids);
      tell();
    }
  }
  async function counter(): Promise<void> {
    for (; isOpen; await after(PAUSE_MS)) open = (await unfinished(origin)) ?? open;
  }
  const all = Promise.all([counter(), ...Array.from({ length: SENDERS }, sender)]);
  return {
    next: () => new Promise((resolve) => (tell = resolve)),
    async stop() {
      isOpen = false;
      await all;
      return accepted;
    },
  };
}

async function ask<T>(url: string): Promise<T | undefined> {
  const answer = await fetch(url).catch(() => undefined);
  return answer?.ok === true ? ((await answer.json()) as T) : undefined;
}

async function until(isTrue: () => Promise<boolean>, what: string, everyMs = 25): Promise<void> {
  for (const end = Date.now() + FINISH_MS; Date.now() < end; await after(everyMs)) if (await isTrue()) return;
  throw new Error(`${what} within ${FINISH_MS / 1000} s.`);
}

const registered = (origin: string): Promise<void> =>
  until(
    async () => ((await ask<{ functions: readonly unknown[] }>(`${origin}/trace/functions`))?.functions.length ?? 0) > 0,
    "The app did not register",
  );

async function unfinished(origin: string): Promise<number | undefined> {
  return (await ask<{ total: number }>(`${origin}/trace/runs?status=${UNFINISHED}&limit=1`))?.total;
}

const finished = (origin: string): Promise<void> => until(async () => (await unfinished(origin)) === 0, "Not every run came to its end");
