// How the parts of the Node place fit: what the HTTP interface, the MCP endpoint and the command are given.
import type { Engine } from "../../engine/engine.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact, Instant } from "../../log/facts.ts";
import type { WireEntry } from "../../session/lab-session.ts";
import type { AppView, Reads } from "./reads.ts";

export type { AppView } from "./reads.ts";

/** The store of this place: the log, and the read model that is written with it. */
export type NodeStore = EventStore & {
  readonly reads: Reads;
  /** Where the log is kept: the file's path, or "memory". */
  readonly where: string;
  /** At most `limit` facts with `seq >= from`, in order: a stream catches up by pages, so that no reader makes the place hold the log. */
  readSome?(from: number, limit: number): Promise<readonly Fact[]>;
  /** The number of the last fact stored; 0 in an empty log. */
  lastSeq?(): number;
  /** Why nothing can be stored any more, once that is so. */
  failure?(): string | undefined;
  /** Finished runs that need not be kept, oldest first, `limit` at most. */
  finished?(retention: Retention, limit: number): Promise<readonly string[]>;
  /** Hands some of the room that pruning has left back to the file system. */
  giveBack?(): Promise<void>;
};

/** A finished run goes when it ended before `olderThan`, or when `keep` others have been created after it. */
export type Retention = { readonly olderThan?: Instant; readonly keep?: number };

export interface Apps {
  /** Asks the app to register now. Resolves with how that ended; never rejects. */
  add(url: string): Promise<AppView>;
  remove(url: string): void;
  list(): readonly AppView[];
}

/** Everything the place's interfaces stand on. `wire` is a bounded, redacted buffer of calls and replies. */
export type NodePlace = {
  readonly engine: Engine;
  readonly store: NodeStore;
  readonly apps: Apps;
  readonly wire: (runId?: string) => readonly WireEntry[];
  readonly now: () => Instant;
  readonly version: string;
};

/** Keys that a production server would ask for. Without them every key is taken (protocol.md 1.1). */
export type Keys = { readonly eventKeys: readonly string[]; readonly signingKeys: readonly string[] };
