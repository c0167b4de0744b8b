// Puts a log that came from elsewhere into a store. What the store has of it already is kept, so that a crash on the way loses
// nothing (L11). Runs that were pruned have left gaps in its numbers, and a store appends without any: so each gap is filled by
// facts of a placeholder run, which is then dropped.
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";

const FILLER = "pruned";

/** The store's log is `facts` afterwards, and nothing else. */
export async function restoreLog(store: EventStore, facts: readonly Fact[]): Promise<void> {
  const there = await store.read(1);
  const begins = there.length > 0 && there.every((fact, index) => JSON.stringify(fact) === JSON.stringify(facts[index]));
  if (!begins) await store.clear();
  const known = begins ? there.length : 0;
  const rest = facts.slice(known);
  if (rest.length === 0) return;
  const whole = rest.flatMap((fact, index) => [...fillers((facts[known + index - 1]?.seq ?? 0) + 1, fact), fact]);
  await store.append(whole);
  if (whole.length > rest.length) await store.dropRun(FILLER);
}

const fillers = (from: number, { seq, t }: Fact): readonly Fact[] =>
  Array.from({ length: seq - from }, (_, n) => ({ seq: from + n, t, type: "run.started", runId: FILLER, fn: "" }));
