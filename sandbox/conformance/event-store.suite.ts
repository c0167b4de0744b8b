// What every event store must do (port: `engine/ports/event-store.ts`). Each adapter's test runs this suite on itself.
import { describe, expect, it } from "vitest";
import { AppendConflict, type EventStore, type Snapshot } from "../engine/ports/event-store.ts";
import type { Fact } from "../log/facts.ts";

/** A place that `open` opens again and again; `keeps`: whether anything stays there once a store is closed. */
export type StorePlace = { readonly open: () => Promise<EventStore>; readonly keeps: boolean };

const note = (seq: number): Fact => ({ seq, t: 1000 + seq, type: "console", level: "log", text: `line ${seq} · ü 🧠` });
const started = (seq: number, runId: string): Fact => ({ seq, t: 1000 + seq, type: "run.started", runId, fn: "app-f" });
const pruned = (seq: number, runId: string): Fact => ({ seq, t: 1000 + seq, type: "run.pruned", runId, facts: 2 });
const snapshot = (upTo: number): Snapshot => ({ upTo, logVersion: 1, state: { runs: [["r", { memo: null }]], upTo } });

/** `fresh` gives a place with nothing in it; each test asks for one of its own. */
export function eventStoreSuite(name: string, fresh: () => Promise<StorePlace>): void {
  describe(`the event store of ${name}`, () => {
    appending(fresh);
    runs(fresh);
    snapshots(fresh);
    keeping(fresh);
  });
}

function appending(fresh: () => Promise<StorePlace>): void {
  it("reads nothing before anything was appended", async () => {
    const store = await (await fresh()).open();
    expect(await store.read(1)).toEqual([]);
    store.close();
  });

  it("reads facts in order from any sequence number, exactly as they were appended", async () => {
    const store = await (await fresh()).open();
    await store.append([note(1), started(2, "a")]);
    await store.append([note(3)]);
    expect(await store.read(1)).toEqual([note(1), started(2, "a"), note(3)]);
    expect(await store.read(2)).toEqual([started(2, "a"), note(3)]);
    expect(await store.read(4)).toEqual([]);
    store.close();
  });

  it("refuses a batch that does not go on where the log ends, and says where it does", async () => {
    const store = await (await fresh()).open();
    await store.append([note(1)]);
    await expect(store.append([note(3)])).rejects.toThrow(AppendConflict);
    await expect(store.append([note(1)])).rejects.toMatchObject({ code: "append-conflict", expected: 2, actual: 1 });
    store.close();
  });

  it("appends all of a batch or none", async () => {
    const store = await (await fresh()).open();
    await expect(store.append([note(1), note(3)])).rejects.toThrow(AppendConflict);
    expect(await store.read(1)).toEqual([]);
    await store.append([note(1), note(2)]);
    expect(await store.read(1)).toHaveLength(2);
    store.close();
  });

  it("keeps the order of appends that were not waited for", async () => {
    const store = await (await fresh()).open();
    await Promise.all([store.append([note(1)]), store.append([note(2)]), store.append([note(3)])]);
    expect((await store.read(1)).map((fact) => fact.seq)).toEqual([1, 2, 3]);
    store.close();
  });

  it("forgets everything when it is cleared, and begins anew at 1", async () => {
    const store = await (await fresh()).open();
    await store.append([note(1), note(2)]);
    await store.saveSnapshot(snapshot(2));
    await store.clear();
    expect(await store.read(1)).toEqual([]);
    expect(await store.loadSnapshot()).toBeUndefined();
    await store.append([note(1)]);
    store.close();
  });
}

function runs(fresh: () => Promise<StorePlace>): void {
  it("reads one run's facts in order", async () => {
    const store = await (await fresh()).open();
    await store.append([started(1, "a"), started(2, "b"), note(3), started(4, "a")]);
    expect((await store.readRun("a")).map((fact) => fact.seq)).toEqual([1, 4]);
    expect(await store.readRun("unknown")).toEqual([]);
    store.close();
  });

  it("drops a run whole but for the fact that says so, and leaves the rest and its numbers (L4)", async () => {
    const store = await (await fresh()).open();
    await store.append([started(1, "a"), started(2, "b"), started(3, "a"), pruned(4, "a")]);
    await store.dropRun("a");
    expect(await store.read(1)).toEqual([started(2, "b"), pruned(4, "a")]);
    expect(await store.readRun("a")).toEqual([pruned(4, "a")]);
    await store.append([note(5)]);
    store.close();
  });
}

function snapshots(fresh: () => Promise<StorePlace>): void {
  it("has no snapshot until one is saved, and then the last one saved", async () => {
    const store = await (await fresh()).open();
    expect(await store.loadSnapshot()).toBeUndefined();
    await store.saveSnapshot(snapshot(1));
    await store.saveSnapshot(snapshot(2));
    expect(await store.loadSnapshot()).toEqual(snapshot(2));
    store.close();
  });
}

function keeping(fresh: () => Promise<StorePlace>): void {
  it("finds log, runs and snapshot again when it is opened again, if the place keeps anything (L11)", async () => {
    const place = await fresh();
    const first = await place.open();
    await first.append([started(1, "a"), note(2)]);
    await first.saveSnapshot(snapshot(2));
    first.close();
    const again = await place.open();
    const kept = [await again.read(1), await again.readRun("a"), await again.loadSnapshot()];
    expect(kept).toEqual(place.keeps ? [[started(1, "a"), note(2)], [started(1, "a")], snapshot(2)] : [[], [], undefined]);
    await again.append([note(place.keeps ? 3 : 1)]);
    again.close();
  });
}
