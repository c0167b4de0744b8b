// The read model as it is written: in the transaction of the facts themselves, so that a list never tells of what is not stored.
// Boundary: the pure fold says what a run is doing (`rows.ts`); here its row, its text and the counts are kept up with it.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Fact, FactOf } from "../../../log/facts.ts";
import type { RunStatus } from "../reads.ts";
import { beginRun, foldRun, statusOf, untilOf, type RunFold } from "./rows.ts";
import { textOfEvent, textOfRun } from "./texts.ts";

/** Unfinished runs whose folds are at hand; any other is folded again from its facts when something happens to it. */
const AT_HAND = 4000;

const SQL = {
  fold: "SELECT body FROM facts WHERE run = ? AND seq < ? ORDER BY seq",
  status: "SELECT n, fn, status FROM runs WHERE id = ?",
  putRun: `INSERT INTO runs (n, id, fn, status, event_name, created_at, started_at, ended_at, ended_n, steps, until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at,
      ended_n = excluded.ended_n, steps = excluded.steps, until = excluded.until`,
  putText: "INSERT INTO run_text (n, text) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET text = excluded.text",
  putEvent: "INSERT OR IGNORE INTO events (n, id, name, internal, received_at, text) VALUES (?, ?, ?, ?, ?, ?)",
  event: "SELECT n, name FROM events WHERE id = ?",
  unmatched: "UPDATE events SET unmatched_n = ? WHERE id = ?",
  link: "INSERT OR IGNORE INTO event_runs (event, run) VALUES (?, ?)",
  putApp: "INSERT INTO apps (app, n) VALUES (?, ?) ON CONFLICT (app) DO UPDATE SET n = excluded.n",
  pause: "INSERT OR IGNORE INTO paused (fn) VALUES (?)",
  resume: "DELETE FROM paused WHERE fn = ?",
  count:
    "INSERT INTO counts (what, status, count) VALUES (?, ?, ?) ON CONFLICT (what, status) DO UPDATE SET count = count + excluded.count",
  dropFacts: "DELETE FROM facts WHERE run = ? AND json_extract(body, '$.type') <> 'run.pruned'",
  dropText: "DELETE FROM run_text WHERE n = ?",
  unlink: "DELETE FROM event_runs WHERE run = ?",
  dropRun: "DELETE FROM runs WHERE n = ?",
} as const;

/** How events are counted; a function's slug is never one of these. */
export const COUNTED = { events: "\nevents", internal: "\ninternal events" } as const;

type Status = { readonly n: number; readonly fn: string; readonly status: RunStatus };

type Statements = { readonly [name in keyof typeof SQL]: StatementSync };

export class ReadModel {
  readonly #sql: Statements;
  readonly #folds = new Map<string, RunFold>();
  /** Status of a run as its row has it, before this batch. */
  readonly #stored = new Map<string, RunStatus>();
  #dirty = new Set<RunFold>();
  #counts = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#sql = Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)])) as Statements;
  }

  /** One fact more. Those of its run that came before must be in `facts` already. */
  add(fact: Fact): void {
    switch (fact.type) {
      case "event.received":
        return this.#addEvent(fact);
      case "event.unmatched":
        return void this.#sql.unmatched.run(fact.seq, fact.eventId);
      case "app.registered":
        return void this.#sql.putApp.run(fact.app, fact.seq);
      case "function.paused":
        return void this.#sql.pause.run(fact.fn);
      case "function.resumed":
        return void this.#sql.resume.run(fact.fn);
      case "run.created":
        return this.#addRun(fact);
      case "run.pruned":
        return;
      default:
        return "runId" in fact && fact.runId !== undefined ? this.#addToRun(fact.runId, fact) : undefined;
    }
  }

  /** Writes what the batch has changed. */
  flush(): void {
    for (const run of this.#dirty) this.#writeRun(run);
    this.#dirty = new Set();
    for (const [key, count] of this.#counts) {
      const at = key.lastIndexOf("\t");
      if (count !== 0) this.#sql.count.run(key.slice(0, at), key.slice(at + 1), count);
    }
    this.#counts = new Map();
    for (const runId of this.#folds.keys()) {
      if (this.#folds.size <= AT_HAND) break;
      this.#forget(runId);
    }
  }

  /** Drops a run whole, but the fact that says so (L4). */
  drop(runId: string): void {
    const row = this.#sql.status.get(runId) as Status | undefined;
    this.#sql.dropFacts.run(runId);
    this.#forget(runId);
    if (row === undefined) return;
    this.#count(row.fn, row.status, -1);
    for (const statement of [this.#sql.dropText, this.#sql.unlink, this.#sql.dropRun]) statement.run(row.n);
  }

  /** What was folded and not written is nothing any more. */
  reset(): void {
    this.#folds.clear();
    this.#stored.clear();
    this.#dirty = new Set();
    this.#counts = new Map();
  }

  #addEvent(fact: FactOf<"event.received">): void {
    const isInternal = fact.source === "engine" || fact.name.startsWith("inngest/");
    this.#sql.putEvent.run(fact.seq, fact.eventId, fact.name, isInternal ? 1 : 0, fact.t, textOfEvent(fact));
    this.#count(isInternal ? COUNTED.internal : COUNTED.events, "", 1);
  }

  #addRun(fact: FactOf<"run.created">): void {
    const run = beginRun(fact, this.#link(fact));
    this.#folds.set(fact.runId, run);
    this.#dirty.add(run);
    this.#sql.putText.run(run.n, textOfRun(run, run.eventName, undefined));
  }

  /** The run belongs to its events. Returns the first one's name. */
  #link({ seq, eventIds, events = [] }: FactOf<"run.created">): string {
    let name = events[0]?.name;
    for (const eventId of eventIds) {
      const event = this.#sql.event.get(eventId) as { n: number; name: string } | undefined;
      if (event === undefined) continue;
      name ??= event.name;
      this.#sql.link.run(event.n, seq);
    }
    return name ?? "";
  }

  #addToRun(runId: string, fact: Fact): void {
    const run = this.#folds.get(runId) ?? this.#again(runId, fact.seq);
    if (run === undefined || !foldRun(run, fact)) return;
    this.#dirty.add(run);
    if (run.end === undefined) return;
    this.#sql.putText.run(run.n, textOfRun(run, run.eventName, fact));
  }

  /** A run that is not at hand, from its facts. Nothing that comes after its end changes the row. */
  #again(runId: string, before: number): RunFold | undefined {
    const row = this.#sql.status.get(runId) as Status | undefined;
    if (row === undefined || row.status === "completed" || row.status === "failed" || row.status === "cancelled") return undefined;
    const [created, ...later] = this.#sql.fold.all(runId, before).map((each) => JSON.parse(each["body"] as string) as Fact);
    if (created?.type !== "run.created") return undefined;
    const run = beginRun(created, this.#link(created));
    for (const fact of later) foldRun(run, fact);
    this.#folds.set(runId, run);
    this.#stored.set(runId, row.status);
    return run;
  }

  #writeRun(run: RunFold): void {
    const { n, runId, fn, eventName, createdAt, steps } = run;
    const [status, was] = [statusOf(run), this.#stored.get(runId)];
    const [startedAt, endedAt, endedN, until] = [run.startedAt ?? null, run.endedAt ?? null, run.endedN ?? null, untilOf(run) ?? null];
    this.#sql.putRun.run(n, runId, fn, status, eventName, createdAt, startedAt, endedAt, endedN, steps, until);
    if (was !== status) {
      if (was !== undefined) this.#count(fn, was, -1);
      this.#count(fn, status, 1);
    }
    if (run.end === undefined) this.#stored.set(runId, status);
    else this.#forget(runId);
  }

  #forget(runId: string): void {
    this.#folds.delete(runId);
    this.#stored.delete(runId);
  }

  #count(what: string, status: string, by: number): void {
    const key = `${what}\t${status}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }
}
