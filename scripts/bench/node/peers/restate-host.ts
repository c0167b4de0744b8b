// The functions for Restate: its TypeScript SDK serves them, its server calls them. `BENCH_PORT` is where to listen, `BENCH_INGRESS` whom to ask.
import { listen, nowMs, Tally, tell } from "../messages.ts";
import { loadPeer } from "./load.ts";

type Context = {
  request: () => { id: { toString: () => string } };
  run: <T>(name: string, fn: () => T) => Promise<T>;
  sleep: (ms: number) => Promise<void>;
};
type Input = { batch: string; steps: number; due: number };
type Restate = {
  service: (definition: { name: string; handlers: Record<string, (context: Context, input: Input) => Promise<unknown>> }) => unknown;
  serve: (options: { services: unknown[]; port: number }) => Promise<unknown>;
};

const restate = await loadPeer<Restate>("@restatedev/restate-sdk");
const tally = new Tally();

const service = restate.service({
  name: "bench",
  handlers: {
    work: async (context, { batch, steps }) => {
      for (let n = 0; n < steps; n += 1) await context.run(`step-${n}`, () => n);
      tally.ended(batch, String(context.request().id));
      return steps;
    },
    sleeper: async (context, { batch, due }) => {
      await context.sleep(Math.max(1, Math.round(due - Date.now())));
      await context.run("wake", () => {
        tally.ended(batch, String(context.request().id), { due, body: nowMs() });
        return null;
      });
    },
  },
});

const ingress = process.env["BENCH_INGRESS"] ?? "";
async function send(handler: string, input: object): Promise<void> {
  const answer = await fetch(`${ingress}/bench/${handler}/send`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`Restate answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

await restate.serve({ services: [service], port: Number(process.env["BENCH_PORT"]) });
listen(async (message) => {
  if (message.do === "expect") tally.expect(message.batch, message.count);
  const { batch } = message;
  if (message.do === "start") await Promise.all(Array.from({ length: message.runs }, () => send("work", { batch, steps: message.steps })));
  if (message.do === "sleepers") await Promise.all(message.dues.map((due) => send("sleeper", { batch, due })));
});
tell({ type: "ready", url: "" });
