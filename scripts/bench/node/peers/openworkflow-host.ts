// openworkflow on its SQLite backend: client and worker in one process, as its guide has it. `BENCH_FOLDER` holds the database.
import { join } from "node:path";
import { listen, nowMs, Tally, tell } from "../messages.ts";
import { loadPeer } from "./load.ts";

type Step = {
  run: <T>(config: { name: string }, fn: () => T) => Promise<T>;
  sleep: (name: string, duration: string) => Promise<void>;
};
type Context = { input: { batch: string; steps: number; due: number }; step: Step; run: { id: string } };
type Workflow = { run: (input: object) => Promise<unknown> };
type Client = {
  defineWorkflow: (spec: { name: string }, fn: (context: Context) => Promise<unknown>) => Workflow;
  newWorker: (options: { concurrency: number }) => { start: () => Promise<void> };
};

const { OpenWorkflow } = await loadPeer<{ OpenWorkflow: new (options: { backend: unknown }) => Client }>("openworkflow");
const { BackendSqlite } = await loadPeer<{ BackendSqlite: { connect: (path: string) => unknown } }>("openworkflow/sqlite");

const tally = new Tally();
const client = new OpenWorkflow({ backend: BackendSqlite.connect(join(process.env["BENCH_FOLDER"] ?? ".", "openworkflow.db")) });

const work = client.defineWorkflow({ name: "work" }, async ({ input, step, run }) => {
  for (let n = 0; n < input.steps; n += 1) await step.run({ name: `step-${n}` }, () => n);
  tally.ended(input.batch, run.id);
  return input.steps;
});

const sleeper = client.defineWorkflow({ name: "sleeper" }, async ({ input, step, run }) => {
  await step.sleep("nap", `${Math.max(1, Math.round(input.due - Date.now()))}ms`);
  await step.run({ name: "wake" }, () => {
    tally.ended(input.batch, run.id, { due: input.due, body: nowMs() });
    return null;
  });
});

await client.newWorker({ concurrency: 100 }).start();
listen(async (message) => {
  if (message.do === "expect") tally.expect(message.batch, message.count);
  if (message.do === "start") for (let n = 0; n < message.runs; n += 1) await work.run({ batch: message.batch, steps: message.steps });
  if (message.do === "sleepers") for (const due of message.dues) await sleeper.run({ batch: message.batch, due });
});
tell({ type: "ready", url: "" });
