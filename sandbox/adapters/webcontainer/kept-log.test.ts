import { describe, expect, it } from "vitest";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";
import { createMemoryEventStore } from "../memory/event-store.ts";
import { keepLog } from "./kept-log.ts";

const started = (seq: number, runId = "a"): Fact => ({ seq, t: seq, type: "run.started", runId, fn: "app-f" });
const pruned = (seq: number, runId = "a"): Fact => ({ seq, t: seq, type: "run.pruned", runId, facts: 1 });

/** An engine with this log, and what the page keeps of it in `store`. */
function keeping(store: EventStore, log: Fact[]) {
  let reads = 0;
  const kept = keepLog(store, () => {
    reads += 1;
    return Promise.resolve(log);
  });
  kept.start();
  return {
    kept,
    reads: () => reads,
    tell(...facts: readonly Fact[]) {
      log.push(...facts);
      kept.add(facts);
    },
  };
}

describe("what the page keeps", () => {
  it("is the engine's log as it grows, read whole once", async () => {
    const store = createMemoryEventStore([started(1)]);
    const { kept, tell, reads } = keeping(store, [started(1), started(2)]);
    tell(started(3));
    tell(started(4), started(5));
    await kept.settled();
    expect((await store.read(1)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(reads()).toBe(1);
  });

  it("has what a press has led to when the press is answered (L1)", async () => {
    const store = createMemoryEventStore();
    const { kept, tell } = keeping(store, []);
    await kept.asking("send", async () => tell(started(1)));
    expect(await store.read(1)).toEqual([started(1)]);
  });

  it("drops a run that was pruned", async () => {
    const store = createMemoryEventStore();
    const { kept, tell } = keeping(store, []);
    await kept.settled();
    tell(started(1), pruned(2));
    await kept.settled();
    expect(await store.read(1)).toEqual([pruned(2)]);
  });

  it("becomes another log with a reset or an import", async () => {
    const store = createMemoryEventStore();
    const log: Fact[] = [];
    const { kept, tell } = keeping(store, log);
    tell(started(1), started(2));
    await kept.asking("reset", async () => {
      log.length = 0;
      tell(started(1, "b"));
    });
    expect(await store.read(1)).toEqual([started(1, "b")]);
  });

  it("is whole again after an append failed", async () => {
    const store = createMemoryEventStore();
    let broken = true;
    const flaky: EventStore = {
      ...store,
      append: (facts) => (broken && facts[0]?.seq === 2 ? Promise.reject(new Error("disk full")) : store.append(facts)),
    };
    const { kept, tell } = keeping(flaky, []);
    tell(started(1));
    tell(started(2));
    await kept.settled();
    broken = false;
    tell(started(3));
    await kept.settled();
    expect((await store.read(1)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});
