import fc from "fast-check";
import { expect, it } from "vitest";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import type { Fact } from "../log/facts.ts";
import { Writer } from "./writer.ts";

const note = (seq: number): Fact => ({ seq, t: 0, type: "console", level: "log", text: "" });
/** Lets everything that hangs on promises happen. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A writer whose flush delay and whose store are ended by hand. */
function writerByHand(more: { readonly flushDelay?: false } = {}) {
  const inner = createMemoryEventStore();
  const batches: number[][] = [];
  const delays: (() => void)[] = [];
  const stores: (() => void)[] = [];
  let idle = 0;
  const append = async (facts: readonly Fact[]): Promise<void> => {
    await new Promise<void>((resolve) => stores.push(resolve));
    await inner.append(facts);
    batches.push(facts.map(({ seq }) => seq));
  };
  const writer = new Writer(
    { ...inner, append },
    {
      onStored: () => Promise.resolve(),
      onFailed: (error) => expect.unreachable(error.message),
      onIdle: () => (idle += 1),
      ...(more.flushDelay === false ? {} : { flushDelay: () => new Promise<void>((resolve) => delays.push(resolve)) }),
    },
  );
  const goOn = async (which: (() => void)[]): Promise<void> => {
    for (const go of which.splice(0)) go();
    await turn();
  };
  return { writer, batches, idle: () => idle, endDelay: () => goOn(delays), store: () => goOn(stores) };
}

it("what may wait is stored along with what comes next, in its place, and nothing is acknowledged before (L1)", async () => {
  const { writer, batches, store } = writerByHand();
  const told: string[] = [];
  void writer.writeSoon([note(1)]).then(() => told.push("soon"));
  await turn();
  await store();
  expect(batches).toEqual([]);
  expect(writer.isIdle).toBe(false);
  void writer.write([note(2)]).then(() => told.push("now"));
  await turn();
  expect(told).toEqual([]);
  await store();
  expect(batches).toEqual([[1, 2]]);
  expect(told).toEqual(["soon", "now"]);
});

it("what may wait is stored by itself once the flush delay is over, and only then is the writer idle", async () => {
  const { writer, batches, idle, endDelay, store } = writerByHand();
  void writer.writeSoon([note(1)]);
  void writer.writeSoon([note(2)]);
  await endDelay();
  await store();
  expect(batches).toEqual([[1, 2]]);
  expect(idle()).toBe(1);
});

it("a flush delay that ends late ends no other wait than its own", async () => {
  const { writer, batches, endDelay, store } = writerByHand();
  void writer.writeSoon([note(1)]);
  void writer.write([note(2)]);
  await store();
  void writer.writeSoon([note(3)]);
  await endDelay();
  await store();
  expect(batches).toEqual([[1, 2], [3]]);
});

it("without a flush delay nothing waits", async () => {
  const { writer, batches, store } = writerByHand({ flushDelay: false });
  void writer.writeSoon([note(1)]);
  await store();
  expect(batches).toEqual([[1]]);
});

it("all facts are stored once and in order, however writes, delays, flushes and the store's answers fall", async () => {
  const acts = fc.array(fc.constantFrom("now", "soon", "flush", "delay", "store"), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(acts, async (script) => {
      const { writer, batches, endDelay, store } = writerByHand();
      let seq = 0;
      const acknowledged: number[] = [];
      for (const act of script) {
        if (act === "now" || act === "soon") {
          const mine = (seq += 1);
          const write = act === "now" ? writer.write([note(mine)]) : writer.writeSoon([note(mine)]);
          void write.then(() => (expect(batches.flat()).toContain(mine), acknowledged.push(mine)));
        }
        if (act === "flush") writer.flush();
        if (act === "delay") await endDelay();
        if (act === "store") await store();
      }
      for (; !writer.isIdle; await store()) await endDelay();
      const all = Array.from({ length: seq }, (_, n) => n + 1);
      expect(batches.flat()).toEqual(all);
      expect(acknowledged).toEqual(all);
    }),
  );
});
