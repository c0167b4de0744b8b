// Waiting for runs to end: by the facts as the engine tells them, with a limit in real time. Nothing is asked over and over.
import type { Fact } from "../../../log/facts.ts";
import type { NodePlace } from "../ports.ts";
import type { RunRow } from "../reads.ts";
import { hasEnded } from "./views.ts";

const isEnd = (fact: Fact): boolean => fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled";

/** The runs as they are when all have ended, or when the time is over. Unknown ids are left out. */
export async function runsWhenEnded(place: NodePlace, runIds: readonly string[], timeoutMs: number): Promise<readonly RunRow[]> {
  const open = new Set(runIds);
  let wake = (): void => {};
  const over = new Promise<void>((resolve) => (wake = resolve));
  const drop = (runId: string): void => {
    open.delete(runId);
    if (open.size === 0) wake();
  };
  // Listening starts before the first look, so that no end falls in between.
  const stop = place.engine.subscribe((facts) => {
    for (const fact of facts) if (isEnd(fact) && "runId" in fact && fact.runId !== undefined) drop(fact.runId);
  });
  const timer = setTimeout(wake, timeoutMs);
  try {
    for (const runId of runIds) {
      const run = await place.store.reads.run(runId);
      if (run === undefined || hasEnded(run)) drop(runId);
    }
    if (runIds.length > 0) await over;
  } finally {
    stop();
    clearTimeout(timer);
  }
  const rows = await Promise.all(runIds.map((runId) => place.store.reads.run(runId)));
  return rows.filter((row) => row !== undefined);
}
