// The app of a bench: the unmodified SDK behind Node's own server, in a process of its own. The same for every engine that speaks its wire.
// `BENCH_ENGINE` is the engine's URL; `BENCH_CHECKPOINTING=off` has the SDK answer after every step.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { listen, nowMs, Tally, tell } from "./messages.ts";

const checkpointing = process.env["BENCH_CHECKPOINTING"] !== "off";
const tally = new Tally();
/** When the last call for a run arrived: the first half of a sleeper's lateness. */
const arrivals = new Map<string, number>();

const inngest = new Inngest({ id: "bench", isDev: true, baseUrl: process.env["BENCH_ENGINE"] ?? "", checkpointing, logger: silent() });

type Work = { readonly batch: string; readonly steps: number; readonly due?: number };

const work = inngest.createFunction({ id: "work", triggers: { event: "bench/work" } }, async ({ event, step, runId }) => {
  const { batch, steps } = event.data as Work;
  for (let n = 0; n < steps; n += 1) await step.run(`step-${n}`, () => n);
  tally.ended(batch, runId);
  return steps;
});

const limited = inngest.createFunction(
  { id: "limited", triggers: { event: "bench/limited" }, concurrency: [{ limit: 50 }, { limit: 5, key: "event.data.key" }] },
  async ({ event, step, runId }) => {
    const { batch } = event.data as Work;
    await step.run("one", () => 1);
    await step.run("two", () => 2);
    tally.ended(batch, runId);
  },
);

const sleeper = inngest.createFunction({ id: "sleeper", triggers: { event: "bench/sleeper" } }, async ({ event, step, runId }) => {
  const { batch, due = 0 } = event.data as Work;
  await step.sleepUntil("nap", new Date(due));
  await step.run("wake", () => {
    const body = nowMs();
    const arrived = arrivals.get(runId) ?? body;
    tally.ended(batch, runId, { due, arrived, body, runId });
    return null;
  });
  arrivals.delete(runId);
});

const handle = serve({ client: inngest, functions: [work, limited, sleeper] });
const server = createServer((request, response) => {
  const runId = request.headers["x-run-id"];
  if (typeof runId === "string") arrivals.set(runId, nowMs());
  void handle(request, response);
});
// A connection that an engine keeps is kept: what is measured is calls, not handshakes.
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  tell({ type: "ready", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest` });
});
listen((message) => {
  if (message.do === "expect") tally.expect(message.batch, message.count);
});

function silent(): { info: () => void; warn: () => void; error: () => void; debug: () => void } {
  const nothing = (): void => {};
  return { info: nothing, warn: nothing, error: nothing, debug: nothing };
}
