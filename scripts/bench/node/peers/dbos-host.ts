// DBOS on PostgreSQL: a library in the process that holds the functions. `BENCH_DATABASE` is the database's URL.
import { listen, nowMs, Tally, tell } from "../messages.ts";
import { loadPeer } from "./load.ts";

type Config = { name: string; systemDatabaseUrl: string; logLevel: string };
type Dbos = {
  readonly workflowID: string | undefined;
  setConfig: (config: Config) => void;
  launch: () => Promise<void>;
  registerWorkflow: <A extends unknown[]>(
    fn: (...args: A) => Promise<unknown>,
    config: { name: string },
  ) => (...args: A) => Promise<unknown>;
  startWorkflow: <A extends unknown[]>(fn: (...args: A) => Promise<unknown>) => (...args: A) => Promise<unknown>;
  runStep: <T>(fn: () => Promise<T>, config: { name: string }) => Promise<T>;
  sleep: (ms: number) => Promise<void>;
};

const { DBOS } = await loadPeer<{ DBOS: Dbos }>("@dbos-inc/dbos-sdk");
const tally = new Tally();

const work = DBOS.registerWorkflow(
  async (batch: string, steps: number) => {
    for (let n = 0; n < steps; n += 1) await DBOS.runStep(() => Promise.resolve(n), { name: `step-${n}` });
    tally.ended(batch, DBOS.workflowID ?? "");
    return steps;
  },
  { name: "work" },
);

const sleeper = DBOS.registerWorkflow(
  async (batch: string, due: number) => {
    await DBOS.sleep(Math.max(1, due - Date.now()));
    await DBOS.runStep(() => Promise.resolve(tally.ended(batch, DBOS.workflowID ?? "", { due, body: nowMs() }) ?? null), { name: "wake" });
  },
  { name: "sleeper" },
);

DBOS.setConfig({ name: "bench", systemDatabaseUrl: process.env["BENCH_DATABASE"] ?? "", logLevel: "error" });
await DBOS.launch();
listen(async (message) => {
  if (message.do === "expect") tally.expect(message.batch, message.count);
  if (message.do === "start")
    await Promise.all(Array.from({ length: message.runs }, () => DBOS.startWorkflow(work)(message.batch, message.steps)));
  if (message.do === "sleepers") await Promise.all(message.dues.map((due) => DBOS.startWorkflow(sleeper)(message.batch, due)));
});
tell({ type: "ready", url: "" });
