// Puts a log that came from elsewhere into a store. Runs that were pruned have left gaps in its numbers, and a store appends without
// any: so each gap is filled by facts of a run of no name, which is then dropped.
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";

const FILLER = "pruned";

/** The store's log is `facts` afterwards, and nothing else. */
export async function restoreLog(store: EventStore, facts: readonly Fact[]): Promise<void> {
  await store.clear();
  if (facts.length === 0) return;
  const whole = facts.flatMap((fact, place) => [...fillers((facts[place - 1]?.seq ?? 0) + 1, fact), fact]);
  await store.append(whole);
  if (whole.length > facts.length) await store.dropRun(FILLER);
}

const fillers = (from: number, { seq, t }: Fact): readonly Fact[] =>
  Array.from({ length: seq - from }, (_, n) => ({ seq: from + n, t, type: "run.started", runId: FILLER, fn: "" }));
