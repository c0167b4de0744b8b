// The log as it is written: what comes while the disk works shares the next commit (group commit), and each is told only when
// its commit is on the disk (L1). A write that fails ends the writing for good: nothing after it may be acknowledged.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { AppendConflict } from "../../../engine/ports/event-store.ts";
import type { Fact } from "../../../log/facts.ts";
import type { Disk } from "./disk.ts";
import { StoreClosed, StoreFailed } from "./problems.ts";
import { ReadModel } from "./read-model.ts";
import { inTransaction } from "./transaction.ts";

/** Runs in the transaction; returns what to do once that is on the disk. */
type Job = { readonly run: () => () => void; readonly failed: (error: Error) => void };

export type LogOptions = {
  /** Named in errors. */
  readonly file: string;
  readonly disk: Disk;
  /** When the first of a batch is written: it gives others of the same turn time to come. */
  readonly soon: (write: () => void) => void;
};

export class Log {
  readonly #db: DatabaseSync;
  readonly #options: LogOptions;
  readonly #model: ReadModel;
  readonly #insert: StatementSync;
  #waiting: Job[] = [];
  #isWriting = false;
  /** By the present commit. */
  #written = { facts: 0, characters: 0 };
  #last: number;
  #problem: Error | undefined;

  constructor(db: DatabaseSync, options: LogOptions) {
    this.#db = db;
    this.#options = options;
    this.#model = new ReadModel(db);
    this.#insert = db.prepare("INSERT INTO facts (seq, run, body) VALUES (?, ?, ?)");
    // Pruning does not lower it: the facts that say so come last, and stay.
    this.#last = Number(db.prepare("SELECT max(seq) AS last FROM facts").get()?.["last"] ?? 0);
  }

  get problem(): Error | undefined {
    return this.#problem;
  }

  get last(): number {
    return this.#last;
  }

  append(facts: readonly Fact[]): Promise<void> {
    if (facts.length === 0) return this.#problem === undefined ? Promise.resolve() : Promise.reject(this.#problem);
    return this.#take((stored, failed) => () => {
      const conflict = conflictOf(facts, this.#last + 1);
      if (conflict !== undefined) return () => failed(conflict);
      this.#put(facts);
      return stored;
    });
  }

  /** Whatever else is written, in the order of the calls. */
  write(work: (model: ReadModel) => void): Promise<void> {
    return this.#take((stored) => () => {
      work(this.#model);
      return stored;
    });
  }

  /** Resolves once what was asked before is on the disk, or has failed. */
  async settled(): Promise<void> {
    if (this.#problem === undefined && this.#isWriting) await this.write(() => {}).catch(() => {});
  }

  clear(tables: readonly string[]): Promise<void> {
    return this.write((model) => {
      for (const table of tables) this.#db.exec(`DELETE FROM ${table}`);
      model.reset();
      this.#last = 0;
    });
  }

  /** Writes what waits; SQLite puts it on the disk as it closes. */
  close(): void {
    const told = this.#commit();
    this.#problem ??= new StoreClosed(this.#options.file);
    for (const tell of told) tell();
  }

  #take(job: (stored: () => void, failed: (error: Error) => void) => Job["run"]): Promise<void> {
    if (this.#problem !== undefined) return Promise.reject(this.#problem);
    return new Promise((stored, failed) => {
      this.#waiting.push({ run: job(stored, failed), failed });
      if (this.#isWriting) return;
      this.#isWriting = true;
      this.#options.soon(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeBatch();
    this.#isWriting = false;
  }

  async #writeBatch(): Promise<void> {
    const jobs = this.#waiting;
    this.#written = { facts: 0, characters: 0 };
    const told = this.#commit();
    try {
      await this.#options.disk.sync(this.#written);
    } catch (error) {
      // What the disk has of it is unknown: it is not acknowledged, and the next start finds all of it or nothing.
      for (const job of jobs) job.failed(this.#fail(error));
      return;
    }
    for (const tell of told) tell();
  }

  /** One transaction for all that waits. */
  #commit(): readonly (() => void)[] {
    const jobs = this.#waiting;
    this.#waiting = [];
    if (jobs.length === 0) return [];
    try {
      return inTransaction(this.#db, () => {
        const told = jobs.map((job) => job.run());
        this.#model.flush();
        return told;
      });
    } catch (error) {
      const failure = this.#fail(error);
      for (const job of jobs) job.failed(failure);
      return [];
    }
  }

  #fail(cause: unknown): Error {
    this.#model.reset();
    this.#problem ??= new StoreFailed(this.#options.file, cause);
    const late = this.#waiting;
    this.#waiting = [];
    for (const job of late) job.failed(this.#problem);
    return this.#problem;
  }

  #put(facts: readonly Fact[]): void {
    for (const fact of facts) {
      // In one commit with the fact that says so: no crash leaves half of it (L4, L11).
      if (fact.type === "run.pruned") this.#model.drop(fact.runId);
      this.#model.add(fact);
      const text = JSON.stringify(fact);
      this.#insert.run(fact.seq, "runId" in fact ? (fact.runId ?? null) : null, text);
      this.#written.characters += text.length;
    }
    this.#written.facts += facts.length;
    this.#last += facts.length;
  }
}

function conflictOf(facts: readonly Fact[], next: number): AppendConflict | undefined {
  const stray = facts.findIndex((fact, place) => fact.seq !== next + place);
  return stray < 0 ? undefined : new AppendConflict(next + stray, facts[stray]?.seq ?? 0);
}
