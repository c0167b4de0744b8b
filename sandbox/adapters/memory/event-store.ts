// The event store in memory: for tests, recordings, and places that have no storage. Passes `conformance/event-store.suite.ts`.
import { AppendConflict, type EventStore, type Snapshot } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";

const runOf = (fact: Fact): string | undefined => ("runId" in fact ? fact.runId : undefined);

/** Keeps facts as they are given (they are immutable by type). `facts` is what the store starts with. */
export function createMemoryEventStore(facts: readonly Fact[] = []): EventStore {
  let log: Fact[] = [];
  let snapshot: Snapshot | undefined;
  const byRun = new Map<string, Fact[]>();

  function add(batch: readonly Fact[]): void {
    for (const fact of batch) {
      log.push(fact);
      const runId = runOf(fact);
      if (runId === undefined) continue;
      const ofRun = byRun.get(runId);
      if (ofRun === undefined) byRun.set(runId, [fact]);
      else ofRun.push(fact);
    }
  }

  add(facts);
  return {
    append(batch) {
      let next = (log.at(-1)?.seq ?? 0) + 1;
      for (const fact of batch) {
        if (fact.seq !== next) return Promise.reject(new AppendConflict(next, fact.seq));
        next += 1;
      }
      add(batch);
      return Promise.resolve();
    },
    read: (from) => Promise.resolve(log.slice(firstAt(log, from))),
    readRun: (runId) => Promise.resolve([...(byRun.get(runId) ?? [])]),
    saveSnapshot(next) {
      snapshot = next;
      return Promise.resolve();
    },
    loadSnapshot: () => Promise.resolve(snapshot),
    dropRun(runId) {
      const kept = (fact: Fact): boolean => fact.type === "run.pruned" || runOf(fact) !== runId;
      log = log.filter(kept);
      const left = (byRun.get(runId) ?? []).filter(kept);
      if (left.length === 0) byRun.delete(runId);
      else byRun.set(runId, left);
      return Promise.resolve();
    },
    clear() {
      log = [];
      byRun.clear();
      snapshot = undefined;
      return Promise.resolve();
    },
    close() {},
  };
}

/** Index of the first fact with `seq >= from`, by halving: pruned runs leave gaps. */
function firstAt(log: readonly Fact[], from: number): number {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log[middle]?.seq ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
