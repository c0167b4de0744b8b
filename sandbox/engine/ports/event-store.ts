import type { Fact, Instant } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";

/** A cache of folded state: `upTo` is the last `seq` it contains. Losing it changes start time only. */
export type Snapshot = { readonly upTo: number; readonly logVersion: number; readonly state: Json };

/** The log's storage. One writer at a time. Every adapter passes `conformance/event-store.suite.ts`. */
export interface EventStore {
  /** Appends all or none, in order, and resolves once they are durable. Rejects with `AppendConflict` when the first `seq` is not the next one. */
  append(facts: readonly Fact[]): Promise<void>;
  /** Facts with `seq >= from`, in order; pruned runs leave gaps. */
  read(from: number): Promise<readonly Fact[]>;
  /** Facts that carry this `runId`, in order. */
  readRun(runId: string): Promise<readonly Fact[]>;
  /** The `event.received` facts of these events. Where it is missing, the whole log is read for them. */
  readEvents?(eventIds: readonly string[]): Promise<readonly Fact[]>;
  /** The facts that ended runs in this time, oldest run first. Where it is missing, the whole log is read for them. */
  readEnds?(from: Instant | undefined, to: Instant | undefined): Promise<readonly Fact[]>;
  /** The facts that made and deleted bulk cancellations, in order. Where it is missing, the whole log is read for them. */
  readCancellations?(): Promise<readonly Fact[]>;
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  loadSnapshot(): Promise<Snapshot | undefined>;
  /** Removes every fact that carries this `runId`, whole, but the `run.pruned` that the caller has appended before. */
  dropRun(runId: string): Promise<void>;
  /** Forgets everything: log and snapshot. */
  clear(): Promise<void>;
  close(): void;
}

/** Another writer has appended to the log: this engine must stop, and be opened anew on the store. */
export class AppendConflict extends Error {
  readonly code = "append-conflict";
  readonly expected: number;
  readonly actual: number;
  constructor(expected: number, actual: number) {
    super(
      `The log goes on at ${expected}, but the first fact to append is ${actual}: another writer was here. Open the engine again on this store.`,
    );
    this.name = "AppendConflict";
    this.expected = expected;
    this.actual = actual;
  }
}
