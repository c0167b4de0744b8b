// What a file needs before it is used: facts of this version of the log, and a read model made by this version of the fold.
import type { DatabaseSync } from "node:sqlite";
import { LOG_VERSION, type Fact } from "../../../log/facts.ts";
import type { JsonObject } from "../../../log/json.ts";
import { LogTooNew, upcast, UPCASTS, type Upcast } from "../../../log/upcast.ts";
import { ReadModel } from "./read-model.ts";
import { inTransaction } from "./transaction.ts";

/** Grows whenever a row would come out otherwise than before: then all rows are made anew from the log. */
export const READ_MODEL_VERSION = 1;

const MADE_FROM_FACTS = ["runs", "run_text", "events", "event_runs", "apps", "paused", "counts"] as const;
const IN_ONE_GO = 1000;

export type Versions = { readonly log: number; readonly readModel: number; readonly upcasts: { readonly [version: number]: Upcast } };
const PRESENT: Versions = { log: LOG_VERSION, readModel: READ_MODEL_VERSION, upcasts: UPCASTS };

/** Throws `LogTooNew` for facts of a later version. */
export function bringUpToDate(db: DatabaseSync, versions = PRESENT): void {
  const [log, readModel] = [about(db, "log_version"), about(db, "read_model")];
  if (log !== undefined && log > versions.log) throw new LogTooNew(log);
  if (log === versions.log && readModel === versions.readModel) return;
  inTransaction(db, () => {
    if (log !== undefined && log < versions.log) upcastFacts(db, log, versions);
    if (log !== undefined) rebuildReadModel(db);
    put(db, "log_version", versions.log);
    put(db, "read_model", versions.readModel);
  });
}

/** Forgets all rows and makes them again from the log. */
export function rebuildReadModel(db: DatabaseSync): void {
  for (const table of MADE_FROM_FACTS) db.exec(`DELETE FROM ${table}`);
  const model = new ReadModel(db);
  let folded = 0;
  for (const fact of facts(db)) {
    model.add(fact);
    folded += 1;
    if (folded % IN_ONE_GO === 0) model.flush();
  }
  model.flush();
}

/** The log in order, a part at a time. */
function* facts(db: DatabaseSync): Iterable<Fact> {
  const part = db.prepare("SELECT seq, body FROM facts WHERE seq > ? ORDER BY seq LIMIT ?");
  for (let last = 0, more = true; more;) {
    const rows = part.all(last, IN_ONE_GO);
    for (const row of rows) yield JSON.parse(row["body"] as string) as Fact;
    last = Number(rows.at(-1)?.["seq"] ?? last);
    more = rows.length > 0;
  }
}

// The snapshot goes with the old version; without it the log is folded anew.
function upcastFacts(db: DatabaseSync, from: number, { log, upcasts }: Versions): void {
  const put = db.prepare("UPDATE facts SET body = ? WHERE seq = ?");
  for (const fact of facts(db)) {
    const [next] = upcast([fact as unknown as JsonObject], from, upcasts, log);
    const present = fact.type === "engine.started" ? { ...next, logVersion: log } : next;
    put.run(JSON.stringify(present), fact.seq);
  }
  db.exec("DELETE FROM snapshot");
}

function about(db: DatabaseSync, key: string): number | undefined {
  const row = db.prepare("SELECT value FROM about WHERE key = ?").get(key);
  return row === undefined ? undefined : Number(row["value"]);
}

function put(db: DatabaseSync, key: string, value: number): void {
  db.prepare("INSERT INTO about (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(key, value);
}
