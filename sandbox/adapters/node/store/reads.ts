// The read model as it is asked (`Reads`): every answer is of what is stored, and of one moment.
import type { DatabaseSync } from "node:sqlite";
import type { Fact, FactOf } from "../../../log/facts.ts";
import type { FunctionRow, Reads, RunStatus } from "../reads.ts";
import { eventRow, findEvents } from "./event-reads.ts";
import { findRuns, runRow } from "./run-reads.ts";

/** Runs a read once what was appended before is stored; rejects when the store is closed. */
export type Reading = <T>(read: () => T) => Promise<Awaited<T>>;

export function createReads(db: DatabaseSync, reading: Reading): Reads {
  const factsOfRun = db.prepare("SELECT body FROM facts WHERE run = ? ORDER BY seq");
  return {
    runs: (query) => reading(() => findRuns(db, query)),
    run: (runId) => reading(() => runRow(db, runId)),
    runFacts: (runId) => reading(() => factsOfRun.all(runId).map((row) => JSON.parse(row["body"] as string) as Fact)),
    events: (query) => reading(() => findEvents(db, query)),
    event: (eventId) => reading(() => eventRow(db, eventId)),
    functions: () => reading(() => functionRows(db)),
    apps: () => reading(() => appsIn(db).map(({ app, url, sdk, functions }) => ({ app, url, sdk, functions: functions.length }))),
  };
}

function appsIn(db: DatabaseSync): readonly FactOf<"app.registered">[] {
  return db
    .prepare("SELECT body FROM apps JOIN facts ON facts.seq = apps.n ORDER BY app")
    .all()
    .map((row) => JSON.parse(row["body"] as string) as FactOf<"app.registered">);
}

type Count = { readonly what: string; readonly status: RunStatus; readonly count: number };

function functionRows(db: DatabaseSync): readonly FunctionRow[] {
  const paused = new Set(
    db
      .prepare("SELECT fn FROM paused")
      .all()
      .map((row) => row["fn"] as string),
  );
  const counts = Map.groupBy(
    db.prepare("SELECT what, status, count FROM counts WHERE count > 0").all() as unknown as readonly Count[],
    (each) => each.what,
  );
  return appsIn(db).flatMap(({ app, url, functions }) =>
    functions.map((fn) => ({
      ...fn,
      app,
      url,
      paused: paused.has(fn.id),
      counts: Object.fromEntries((counts.get(fn.id) ?? []).map(({ status, count }) => [status, count])),
    })),
  );
}
