// What may be asked about runs, events and functions of a whole log, without reading the log: the place's read model.
// The store keeps it in the same transaction as the facts, so a list never tells of what is not stored, and nothing is stale.
import type { Fact, FunctionSummary, Instant, RunCause, StoredEvent, WireError } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";

/** What a run is doing. `waiting` is for an event, a signal or another run; `retrying`: its next attempt has a time. */
export type RunStatus = "queued" | "running" | "sleeping" | "waiting" | "retrying" | "completed" | "failed" | "cancelled";

export type RunRow = {
  readonly runId: string;
  /** The function's slug, `<app>-<fn>`. */
  readonly fn: string;
  readonly status: RunStatus;
  readonly cause: RunCause;
  readonly eventIds: readonly string[];
  /** Name of the first event. */
  readonly eventName: string;
  readonly createdAt: Instant;
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  readonly output?: Json;
  readonly error?: WireError;
  /** Steps recorded so far. */
  readonly steps: number;
  /** When it goes on by itself, where that is known. */
  readonly until?: Instant;
};

export type EventRow = StoredEvent & {
  readonly receivedAt: Instant;
  readonly source: string;
  /** Runs that it started. */
  readonly runs: readonly { readonly runId: string; readonly fn: string; readonly status: RunStatus }[];
  /** Set where it started none and resumed none; `suggestion`: the name that was perhaps meant. */
  readonly unmatched?: { readonly suggestion?: string };
};

export type FunctionRow = FunctionSummary & {
  readonly app: string;
  readonly url: string;
  readonly paused: boolean;
  /** Its runs by status. */
  readonly counts: { readonly [status in RunStatus]?: number };
};

/** One app that the place knows or looks for. */
export type AppView = {
  readonly url: string;
  readonly state: "unknown" | "registered" | "unreachable" | "refused";
  /** What went wrong and what to do about it; for a refused registration, which function and why. */
  readonly problem?: string;
  readonly lastSeenAt?: Instant;
};

/** Newest first. `cursor` is opaque: what the page before returned. */
export type Page<T> = { readonly rows: readonly T[]; readonly cursor?: string; readonly total: number };

export type RunQuery = {
  readonly fn?: string;
  readonly status?: readonly RunStatus[];
  /** Part of the run's id, the function, the event's name, the error's text or the output (their first 1000 characters), without regard to case. */
  readonly text?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  readonly eventId?: string;
  readonly cursor?: string;
  /** 1 to 400; default 40. */
  readonly limit?: number;
};

export type EventQuery = {
  readonly name?: string;
  readonly text?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  /** Events of the engine itself (`inngest/…`). Default false. */
  readonly internal?: boolean;
  readonly cursor?: string;
  readonly limit?: number;
};

export interface Reads {
  runs(query: RunQuery): Promise<Page<RunRow>>;
  run(runId: string): Promise<RunRow | undefined>;
  /** Every fact of one run, in order. */
  runFacts(runId: string): Promise<readonly Fact[]>;
  events(query: EventQuery): Promise<Page<EventRow>>;
  event(eventId: string): Promise<EventRow | undefined>;
  functions(): Promise<readonly FunctionRow[]>;
  apps(): Promise<readonly { readonly app: string; readonly url: string; readonly sdk: string; readonly functions: number }[]>;
}
