// A storage file with many finished runs, made by the engine itself: real facts of real runs, answered by a function that is done at once.
// Here no HTTP stands between: it is the log that is wanted, not the time that it takes.
import { createSeededEntropy } from "../../../sandbox/adapters/memory/entropy.ts";
import { openSqliteStore } from "../../../sandbox/adapters/node/store/store.ts";
import { createRealClock } from "../../../sandbox/adapters/node/clock.ts";
import { createEngine } from "../../../sandbox/engine/engine.ts";

const AT_ONCE = 1000;
const DONE = JSON.stringify([{ id: "0737c22d3bfae812339732d14d8c7dbd6dc4e09c", op: "RunComplete", data: { ok: true } }]);
const SDK = { "x-inngest-sdk": "inngest-js:v4.24.0", "x-inngest-req-version": "2", "content-type": "application/json" };

export async function fillStorage(file: string, runs: number): Promise<void> {
  const store = await openSqliteStore(file);
  const engine = await createEngine({
    store,
    clock: createRealClock(),
    entropy: createSeededEntropy("fill"),
    transport: { send: () => Promise.resolve({ status: 206, headers: SDK, body: DONE }) },
  });
  await engine.handle({ method: "POST", path: "/fn/register", headers: SDK, body: JSON.stringify(registration()) });
  for (let done = 0; done < runs; done += AT_ONCE) {
    const events = Array.from({ length: Math.min(AT_ONCE, runs - done) }, (_, n) => ({ name: "bench/old", data: { n: done + n } }));
    const { status, body } = await engine.handle({ method: "POST", path: "/e/fill", headers: {}, body: JSON.stringify(events) });
    if (status !== 200) throw new Error(`The engine refused the events: ${body}`);
    await engine.settle();
  }
  const { total } = await store.reads.runs({ status: ["completed"], limit: 1 });
  if (total !== runs) throw new Error(`${total} of ${runs} runs are finished in ${file}.`);
  engine.stop();
  store.close();
}

function registration(): object {
  const url = "http://127.0.0.1:1/api/inngest";
  const step = { id: "step", name: "step", runtime: { type: "http", url: `${url}?fnId=old-old&stepId=step` } };
  return {
    url,
    appName: "old",
    sdk: "js:v4.24.0",
    v: "0.1",
    functions: [{ id: "old-old", name: "old", triggers: [{ event: "bench/old" }], steps: { step } }],
  };
}
