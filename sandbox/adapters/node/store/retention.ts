// Which runs need not be kept, and letting them go: whole, as a fact each (L4), a few at a time, so that nothing waits for it.
// What stays: their events, and the claim of each on its event's id (L8).
import type { DatabaseSync } from "node:sqlite";
import type { Engine } from "../../../engine/engine.ts";
import type { NodeStore, Retention } from "../ports.ts";

const ENDED = "status IN ('completed', 'failed', 'cancelled')";
/** So many share a commit; some milliseconds of work. */
const AT_ONCE = 50;
/** Commits between two in which room is given back. */
const GIVE_BACK_EVERY = 10;

export function finishedRuns(db: DatabaseSync, { olderThan, keep }: Retention, limit: number): readonly string[] {
  const last =
    keep === undefined ? undefined : db.prepare("SELECT n FROM runs ORDER BY n DESC LIMIT 1 OFFSET ?").get(Math.trunc(keep))?.["n"];
  return db
    .prepare(`SELECT id FROM runs WHERE ${ENDED} AND (n <= ? OR ended_at < ?) ORDER BY n LIMIT ?`)
    .all(last ?? -1, olderThan ?? -1, limit)
    .map((row) => row["id"] as string);
}

/** Lets go of every finished run that need not be kept. Resolves with how many went; `signal` ends it between two parts. */
export async function prune(
  { engine, store }: { readonly engine: Pick<Engine, "prune">; readonly store: Pick<NodeStore, "finished" | "giveBack"> },
  retention: Retention,
  signal?: AbortSignal,
): Promise<number> {
  let gone = 0;
  for (let part = 1; signal?.aborted !== true; part += 1) {
    const runIds = (await store.finished?.(retention, AT_ONCE)) ?? [];
    await Promise.all(runIds.map((runId) => engine.prune(runId)));
    gone += runIds.length;
    const isLast = runIds.length < AT_ONCE;
    if (isLast ? gone > 0 : part % GIVE_BACK_EVERY === 0) await store.giveBack?.();
    if (isLast) return gone;
  }
  return gone;
}
