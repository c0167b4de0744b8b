import { statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../../memory/entropy.ts";
import { createManualClock } from "../../memory/manual-clock.ts";
import { createEngine, type Engine } from "../../../engine/engine.ts";
import type { NodeStore } from "../ports.ts";
import { prune } from "./retention.ts";
import { openMemoryStore, openSqliteStore } from "./store.ts";
import { created, createLog, freshFile, received } from "./store.kit.ts";

const runtime = { type: "http", url: "http://a/api?fnId=app-answer&stepId=step" };
const ANSWER = { id: "app-answer", name: "answer", triggers: [{ event: "a" }], steps: { step: { id: "step", name: "step", runtime } } };

/** Runs r1, r2, … that ended a second after they began, and one that goes on. */
async function storeOf(runs: number, store: NodeStore = openMemoryStore(), text = ""): Promise<NodeStore> {
  const log = createLog();
  log.add({ type: "engine.started", logVersion: 1, seed: "s", generation: 1, checkpointing: true });
  log.add({
    type: "app.registered",
    app: "app",
    url: "http://a/",
    sdk: "js:1",
    functions: [{ id: "app-answer", name: "answer", triggers: ["a"], config: ANSWER }],
  });
  for (let i = 1; i <= runs; i += 1)
    log.add(received(`e${i}`, "a", { text }), created(`r${i}`, `e${i}`), {
      type: "run.completed",
      runId: `r${i}`,
      fn: "app-answer",
      output: text,
    });
  log.add(received("open"), created("open", "open"));
  await store.append(log.facts);
  return store;
}

const engineOn = (store: NodeStore): Promise<Engine> =>
  createEngine({
    clock: createManualClock(1_000_000),
    entropy: createSeededEntropy("s"),
    store,
    transport: { send: () => Promise.reject(new Error("nobody calls")) },
  });

const ids = async (store: NodeStore): Promise<string> => (await store.reads.runs({ limit: 400 })).rows.map((row) => row.runId).join(" ");

describe("pruning", () => {
  it("lets the oldest finished runs go, whole, and keeps as many as asked and all that go on (L4)", async () => {
    const store = await storeOf(50);
    const engine = await engineOn(store);
    expect(await prune({ engine, store }, { keep: 3 })).toBe(48);
    expect(await ids(store)).toBe("open r50 r49");
    expect((await store.readRun("r1")).map((fact) => fact.type)).toEqual(["run.pruned"]);
    expect((await store.reads.runs({ text: "r7" })).total).toBe(0);
    expect((await store.reads.runs({ status: ["completed"] })).total).toBe(2);
    expect((await store.reads.event("e1"))?.runs).toEqual([]);
    expect(await prune({ engine, store }, { keep: 3 })).toBe(0);
    engine.stop();
  });

  it("lets those go that ended before a time, and all that either bound means", async () => {
    const store = await storeOf(5);
    const engine = await engineOn(store);
    // r1 ended at 5000, r2 at 8000, r3 at 11000.
    expect(await prune({ engine, store }, { olderThan: 8000 })).toBe(1);
    expect(await prune({ engine, store }, { olderThan: 8001, keep: 3 })).toBe(2);
    expect(await ids(store)).toBe("open r5 r4");
    expect(await prune({ engine, store }, {})).toBe(0);
    engine.stop();
  });

  it("leaves a log from which the same engine opens, with every claim on an event's id (L8, L12)", async () => {
    const store = await storeOf(30);
    const before = await engineOn(store);
    await prune({ engine: before, store }, { keep: 1 });
    before.stop();
    const again = await engineOn({ ...store, loadSnapshot: () => Promise.resolve(undefined) });
    const body = JSON.stringify({ name: "a", id: "e1", data: {} });
    await again.handle({ method: "POST", path: "/e/key", headers: {}, body });
    expect((await store.read(1)).filter((fact) => fact.type === "run.created").map((fact) => "runId" in fact && fact.runId)).toEqual([
      "open",
    ]);
    again.stop();
  });

  it("takes a run and the fact that says so in one commit: a crash between them leaves no half (L11)", async () => {
    const file = freshFile();
    const store = await storeOf(2, await openSqliteStore(file));
    const last = store.lastSeq?.() ?? 0;
    await store.append([{ seq: last + 1, t: 1, type: "run.pruned", runId: "r1", facts: 2 }]);
    store.close();
    const again = await openSqliteStore(file);
    expect((await again.readRun("r1")).map((fact) => fact.type)).toEqual(["run.pruned"]);
    expect(await ids(again)).toBe("open r2");
    again.close();
  });

  it("gives room back to the file system", async () => {
    const file = freshFile();
    const store = await storeOf(400, await openSqliteStore(file), "x".repeat(4000));
    const engine = await engineOn(store);
    await engine.drain();
    store.close();
    const full = statSync(file).size;
    const open = await openSqliteStore(file);
    const again = await engineOn(open);
    await prune({ engine: again, store: open }, { keep: 1 });
    again.stop();
    open.close();
    expect(statSync(file).size).toBeLessThan(0.7 * full);
  });
});

describe("history", () => {
  it("is asked for by the store's own keys: a rerun and a replay read no log from its beginning", async () => {
    const store = await storeOf(3);
    const failed = {
      type: "run.failed",
      runId: "open",
      fn: "app-answer",
      error: { name: "Error", message: "no" },
      code: "not-sdk",
    } as const;
    await store.append([{ seq: (store.lastSeq?.() ?? 0) + 1, t: 50_000, ...failed }]);
    const reads: number[] = [];
    const engine = await engineOn({ ...store, read: (from) => (reads.push(from), store.read(from)) });
    reads.length = 0;
    const rerun = await engine.rerun("r2");
    expect((await store.reads.run(rerun ?? ""))?.eventIds).toEqual(["e2"]);
    const replayed = await engine.replay({ fn: "app-answer", error: "no" });
    expect((await Promise.all(replayed.map((runId) => store.reads.run(runId)))).map((run) => run?.eventIds)).toEqual([["open"]]);
    expect(reads).toEqual([]);
    engine.stop();
  });
});
