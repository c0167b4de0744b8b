// What is compared: something that runs functions durably (or, at the ceiling, not). All are asked for the same work in the same words.
import { memoryOf, processorMs, startChild } from "./children.ts";
import { nowMs, type Nap } from "./messages.ts";

export type Memory = { readonly now: number; readonly peak: number };

export interface Contender {
  readonly name: string;
  /** Version and storage, in a few words. */
  readonly about: string;
  /** From process start until it said that it takes work; milliseconds. */
  readonly readyMs?: number;
  /** Starts this many runs at once, each of so many steps. Milliseconds until the last line of the last of them has run. */
  runs(count: number, steps: number): Promise<number>;
  /** Starts a sleeper for each due time (epoch milliseconds), and resolves when all are awake. */
  sleepers(dues: readonly number[]): Promise<readonly Nap[]>;
  /** How late each sleeper's call was sent, by the engine's own note; where an engine keeps one. */
  sentLate?(naps: readonly Nap[]): Promise<readonly number[]>;
  /** Mebibytes of the engine alone, without the functions, where it has processes of its own. */
  memory(): Memory | undefined;
  /** Milliseconds of a processor that the engine alone has used, where it has processes of its own. */
  processorMs(): number | undefined;
  stop(): Promise<void>;
}

export type SdkEngine = {
  readonly name: string;
  readonly about: string;
  readonly url: string;
  readonly pids: readonly number[];
  readonly readyMs?: number;
  readonly stop: () => Promise<void>;
  readonly checkpointing?: boolean;
  readonly sentLate?: (naps: readonly Nap[]) => Promise<readonly number[]>;
};

export type SdkContender = Contender & {
  readonly url: string;
  readonly pids: readonly number[];
  /** Sends an event for each of the data, all in one batch, and resolves with its name once they are accepted. */
  send(event: string, data: readonly object[]): Promise<string>;
  /** Resolves with the instant at which the last of the batch has ended. */
  ended(batch: string, count: number): Promise<number>;
};

/** An engine that speaks the SDK's wire: the bench's app is started for it and registers by PUT. */
export async function startSdkContender(engine: SdkEngine): Promise<SdkContender> {
  const { name, about, url, pids, readyMs } = engine;
  const app = await startChild("app.ts", { BENCH_ENGINE: url, BENCH_CHECKPOINTING: engine.checkpointing === false ? "off" : "on" });
  await register(app.url, name);
  let batches = 0;

  async function send(event: string, data: readonly object[]): Promise<string> {
    const batch = `${event}-${(batches += 1)}`;
    const events = data.map((one) => ({ name: event, data: { ...one, batch } }));
    // No server takes more in one request (protocol.md 4.1).
    for (let at = 0; at < events.length; at += 5000) await post(`${url}/e/bench`, events.slice(at, at + 5000));
    return batch;
  }

  return {
    name,
    about,
    url,
    pids,
    ...(readyMs === undefined ? {} : { readyMs }),
    ...(engine.sentLate === undefined ? {} : { sentLate: engine.sentLate }),
    send,
    async runs(count, steps) {
      const from = nowMs();
      const batch = await send(
        "bench/work",
        Array.from({ length: count }, () => ({ steps })),
      );
      return (await app.ended(batch, count)).at - from;
    },
    async sleepers(dues) {
      const batch = await send(
        "bench/sleeper",
        dues.map((due) => ({ due })),
      );
      return (await app.ended(batch, dues.length)).naps;
    },
    ended: async (batch, count) => (await app.ended(batch, count)).at,
    memory: () => memoryOf(pids),
    processorMs: () => processorMs(pids),
    async stop() {
      await app.stop();
      await engine.stop();
    },
  };
}

async function register(appUrl: string, name: string): Promise<void> {
  const answer = await fetch(appUrl, {
    method: "PUT",
    headers: { "content-type": "application/json", "x-inngest-server-kind": "dev" },
    body: JSON.stringify({ url: appUrl }),
  });
  if (!answer.ok) throw new Error(`The app could not register with ${name}: ${answer.status} ${await answer.text()}`);
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`);
}
