// The tables of the store, and the way to them from every earlier version of the file.
// `facts` is the log (L4); all other tables are the read model, which can be made again from it.
import type { DatabaseSync } from "node:sqlite";

/** "ANS1": says whose file it is. */
export const APPLICATION_ID = 0x414e5331;

/** `n` is the `seq` of the fact that made the row, so that newest first is the order of a key. Outputs and errors stay in their facts. */
const VERSION_1 = `
CREATE TABLE facts (seq INTEGER PRIMARY KEY, run TEXT, body TEXT NOT NULL) STRICT;
CREATE INDEX facts_of_run ON facts (run) WHERE run IS NOT NULL;
CREATE TABLE about (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), up_to INTEGER NOT NULL, log_version INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
CREATE TABLE runs (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fn TEXT NOT NULL, status TEXT NOT NULL, event_name TEXT NOT NULL,
  created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER, ended_n INTEGER, steps INTEGER NOT NULL, until INTEGER
) STRICT;
CREATE INDEX runs_by_status ON runs (status);
CREATE INDEX runs_by_fn ON runs (fn, status);
CREATE TABLE run_text (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE events (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, internal INTEGER NOT NULL, received_at INTEGER NOT NULL,
  unmatched_n INTEGER, text TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_name ON events (name);
CREATE TABLE event_runs (event INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (event, run)) STRICT, WITHOUT ROWID;
CREATE INDEX event_runs_by_run ON event_runs (run);
CREATE TABLE apps (app TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE paused (fn TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE counts (what TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (what, status)) STRICT, WITHOUT ROWID;
`;

/** Which facts are of bulk cancellations: a search that says so in the same words uses the index. They belong to no run. */
export const OF_CANCELLATIONS = "run IS NULL AND json_extract(body, '$.type') IN ('cancellation.created', 'cancellation.deleted')";

/** The engine writes its snapshot as text, which is kept as it stands. */
const VERSION_2 = "ALTER TABLE snapshot ADD COLUMN is_text INTEGER NOT NULL DEFAULT 0";

/** Bulk cancellations are few, and are found among all facts without reading those. */
const VERSION_3 = `CREATE INDEX facts_of_cancellations ON facts (seq) WHERE ${OF_CANCELLATIONS}`;

/** One entry for each version; entry `i` brings a file of version `i` to version `i + 1`. */
export const MIGRATIONS: readonly ((db: DatabaseSync) => void)[] = [
  (db) => db.exec(VERSION_1),
  (db) => db.exec(VERSION_2),
  (db) => db.exec(VERSION_3),
];

export function versionOf(db: DatabaseSync): number {
  return Number(Object.values(db.prepare("PRAGMA user_version").get() ?? {})[0] ?? 0);
}

/** Brings the file up to date, all or nothing. */
export function migrate(db: DatabaseSync, migrations = MIGRATIONS): void {
  const from = versionOf(db);
  if (from === migrations.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(from)) step(db);
    db.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${APPLICATION_ID}`);
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}
