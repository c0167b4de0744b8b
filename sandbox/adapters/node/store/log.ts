// The log as it is written: appends that come in one turn of the event loop share one commit (group commit), and each is told
// only when that commit is on the disk (L1). A write that fails ends the writing for good: nothing after it may be acknowledged.
import type { DatabaseSync } from "node:sqlite";
import { AppendConflict } from "../../../engine/ports/event-store.ts";
import type { Fact } from "../../../log/facts.ts";
import { StoreClosed, StoreFailed } from "./problems.ts";
import { ReadModel } from "./read-model.ts";
import { inTransaction } from "./transaction.ts";

/** Two megabytes: some milliseconds. */
const PAGES_AT_ONCE = 512;

type Waiting = { readonly facts: readonly Fact[]; readonly stored: () => void; readonly failed: (error: Error) => void };

export class Log {
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #model: ReadModel;
  readonly #insert: ReturnType<DatabaseSync["prepare"]>;
  #waiting: Waiting[] = [];
  #last: number;
  #problem: Error | undefined;

  constructor(db: DatabaseSync, file: string) {
    this.#db = db;
    this.#file = file;
    this.#model = new ReadModel(db);
    this.#insert = db.prepare("INSERT INTO facts (seq, run, body) VALUES (?, ?, ?)");
    // Pruning must not lower it; the facts that say so come last, and stay.
    this.#last = Number(db.prepare("SELECT max(seq) AS last FROM facts").get()?.["last"] ?? 0);
  }

  get problem(): Error | undefined {
    return this.#problem;
  }

  get last(): number {
    return this.#last;
  }

  append(facts: readonly Fact[]): Promise<void> {
    if (this.#problem !== undefined) return Promise.reject(this.#problem);
    if (facts.length === 0) return Promise.resolve();
    return new Promise((stored, failed) => {
      if (this.#waiting.push({ facts, stored, failed }) === 1) setImmediate(() => this.flush());
    });
  }

  /** Writes what waits, in one commit. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const accepted: Waiting[] = [];
    let next = this.#last;
    for (const work of waiting) {
      const conflict = conflictOf(work.facts, next + 1);
      if (conflict !== undefined) work.failed(conflict);
      else next = accepted.push(work) > 0 ? (work.facts.at(-1)?.seq ?? next) : next;
    }
    try {
      this.write(() => this.#put(accepted));
      this.#last = next;
    } catch (error) {
      for (const work of accepted) work.failed(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    for (const work of accepted) work.stored();
  }

  /** Whatever else is written. Throws `StoreFailed`, and ever after. */
  write<T>(work: () => T): T {
    if (this.#problem !== undefined) throw this.#problem;
    try {
      return inTransaction(this.#db, work);
    } catch (error) {
      this.#model.reset();
      this.#problem = new StoreFailed(this.#file, error);
      throw this.#problem;
    }
  }

  drop(runId: string): void {
    this.write(() => this.#drop(runId));
  }

  clear(tables: readonly string[]): void {
    this.write(() => {
      for (const table of tables) this.#db.exec(`DELETE FROM ${table}`);
    });
    this.#model.reset();
    this.#last = 0;
  }

  /** Hands pages that pruning has emptied back to the file system, a part at a time. */
  giveBack(): void {
    this.#db.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
  }

  close(): void {
    this.flush();
    this.#problem ??= new StoreClosed(this.#file);
  }

  #put(accepted: readonly Waiting[]): void {
    for (const { facts } of accepted) {
      for (const fact of facts) {
        // In one commit with the fact that says so: no crash leaves half of it (L4, L11).
        if (fact.type === "run.pruned") this.#model.drop(fact.runId);
        this.#model.add(fact);
        this.#insert.run(fact.seq, "runId" in fact ? (fact.runId ?? null) : null, JSON.stringify(fact));
      }
    }
    this.#model.flush();
  }

  #drop(runId: string): void {
    this.#model.drop(runId);
    this.#model.flush();
  }
}

function conflictOf(facts: readonly Fact[], next: number): AppendConflict | undefined {
  const stray = facts.findIndex((fact, place) => fact.seq !== next + place);
  return stray < 0 ? undefined : new AppendConflict(next + stray, facts[stray]?.seq ?? 0);
}
