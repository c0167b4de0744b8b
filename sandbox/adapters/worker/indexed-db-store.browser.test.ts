// IndexedDB as a store: the common suite, and what is its own: two writers, a database of an older version.
import { openDB } from "idb";
import { expect, test } from "vitest";
import { eventStoreSuite } from "../../conformance/event-store.suite.ts";
import type { Fact } from "../../log/facts.ts";
import { databaseOf, openIndexedDbStore } from "./indexed-db-store.ts";

const newLab = (): string => `store-${crypto.randomUUID()}`;
const note = (seq: number, text = "line"): Fact => ({ seq, t: seq, type: "console", level: "log", text });
const started = (seq: number, runId: string): Fact => ({ seq, t: seq, type: "run.started", runId, fn: "app-f" });

eventStoreSuite("IndexedDB", async () => {
  const lab = newLab();
  return { open: () => openIndexedDbStore(lab), keeps: true };
});

test("of two writers the one that comes second is refused whole, and the log is the first one's", async () => {
  const lab = newLab();
  const [first, second] = [await openIndexedDbStore(lab), await openIndexedDbStore(lab)];
  await first.append([note(1, "first"), note(2, "first")]);
  await expect(second.append([note(1, "second")])).rejects.toMatchObject({ code: "append-conflict", expected: 3, actual: 1 });
  // Also where a run was dropped meanwhile: its numbers stay taken.
  await first.append([started(3, "a")]);
  await first.dropRun("a");
  await expect(second.append([note(1, "second")])).rejects.toMatchObject({ code: "append-conflict" });
  expect(await first.read(1)).toEqual([note(1, "first"), note(2, "first")]);
  first.close();
  second.close();
});

test("behind a batch that could not be stored nothing is stored", async () => {
  const store = await openIndexedDbStore(newLab());
  const refused = { ...note(1), text: (() => undefined) as never };
  const [lost, next] = await Promise.allSettled([store.append([refused]), store.append([note(2)])]);
  expect([lost.status, next.status]).toEqual(["rejected", "rejected"]);
  expect(await store.read(1)).toEqual([]);
  await store.append([note(1)]);
  store.close();
});

test("a database with a record for each fact is read on, and its numbers go on (L4, L11)", async () => {
  const lab = newLab();
  const old = await openDB(databaseOf(lab), 1, {
    upgrade(db) {
      db.createObjectStore("facts", { keyPath: "seq" }).createIndex("run", "runId");
      db.createObjectStore("about");
    },
  });
  for (const fact of [note(1), started(2, "a")]) await old.add("facts", fact);
  await old.put("about", 3, "last");
  await old.put("about", { upTo: 2, logVersion: 1, state: null }, "snapshot");
  old.close();
  const store = await openIndexedDbStore(lab);
  expect(await store.read(1)).toEqual([note(1), started(2, "a")]);
  expect(await store.readRun("a")).toEqual([started(2, "a")]);
  expect(await store.loadSnapshot()).toEqual({ upTo: 2, logVersion: 1, state: null });
  await store.append([note(4)]);
  store.close();
});
