import { expect, it } from "vitest";
import { createMemoryEventStore } from "../../adapters/memory/event-store.ts";
import type { Fact } from "../../log/facts.ts";
import { restoreLog } from "./restore-log.ts";

const note = (seq: number): Fact => ({ seq, t: seq, type: "console", level: "log", text: String(seq) });

it("restores a log with the gaps that pruned runs have left, and goes on behind its last number (L4)", async () => {
  const store = createMemoryEventStore([note(1)]);
  const log = [note(1), note(4), note(5), note(9)];
  await restoreLog(store, log);
  expect(await store.read(1)).toEqual(log);
  await store.append([note(10)]);
  expect(await store.read(10)).toEqual([note(10)]);
});

it("keeps what the store has of the log already, and appends the rest (L11)", async () => {
  const store = createMemoryEventStore([note(1), note(2)]);
  const cleared = { ...store, clear: () => Promise.reject(new Error("Nothing may be cleared.")) };
  await restoreLog(cleared, [note(1), note(2), note(3)]);
  expect(await store.read(1)).toEqual([note(1), note(2), note(3)]);
});

it("forgets a log that is another one", async () => {
  const store = createMemoryEventStore([note(1), note(2), note(3)]);
  await restoreLog(store, [note(1), { ...note(2), t: 7 }]);
  expect(await store.read(1)).toEqual([note(1), { ...note(2), t: 7 }]);
  await restoreLog(store, []);
  expect(await store.read(1)).toEqual([]);
});
