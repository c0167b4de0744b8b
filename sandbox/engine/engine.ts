// The one door of the engine. Here the pure core meets its ports; nothing else in `engine/` awaits.
import type { CallMode, EntryReason, Fact, Instant, ObservationBody } from "../log/facts.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import type { Clock } from "./ports/clock.ts";
import type { Entropy } from "./ports/entropy.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { Transport } from "./ports/transport.ts";

export type EnginePorts = { clock: Clock; entropy: Entropy; store: EventStore; transport: Transport };

export type EngineOptions = {
  /** Whether calls carry `ctx.fn_id`, without which the SDK never checkpoints (protocol.md 3.6). Default true; a stored log wins. */
  checkpointing?: boolean;
};

/** A call that has been sent and not yet answered, or just was. */
export type CallInfo = { callId: string; runId: string; fn: string; target: string; attempt: number; mode: CallMode; because: EntryReason };

export interface Engine {
  /** Inngest's HTTP API: `/e/:key`, `/fn/register`, `/v1/checkpoint/:run/async`, …. Never rejects for bad input: it answers with the error. */
  handle(request: WireRequest, source?: "learner" | "function"): Promise<WireResponse>;
  /** Asks the app at `url` (full URL of its endpoint) to register, by PUT. Resolves with the app's answer. */
  sync(url: string): Promise<WireResponse>;
  /** Numbers and stores an observation of the place. It is never folded for a decision. */
  observe(body: ObservationBody): Promise<Fact>;
  /** All facts with `seq >= from`. */
  facts(from?: number): Promise<readonly Fact[]>;
  /** Facts as they are stored, in order, in the batches in which they were stored. */
  subscribe(listener: (facts: readonly Fact[]) => void): () => void;
  /** The call with this id, while its run is unfinished. */
  call(callId: string): CallInfo | undefined;
  /** Starts a new run with the same events, from the top. Resolves with its id, or undefined when the run is unknown. */
  rerun(runId: string): Promise<string | undefined>;
  setCheckpointing(on: boolean): Promise<void>;
  /** Holds every due call back with a fact that says why; costs no attempt. */
  pauseCalls(reason: string): Promise<void>;
  /** Sends held calls in order of their due time. */
  resumeCalls(reason: string): Promise<void>;
  /** The next instant at which something is due, if anything is. */
  nextDue(): Instant | undefined;
  /** How many calls have been sent and not answered. */
  inFlight(): number;
  /** Resolves when nothing is being decided, nothing is due at the present instant, and no call is in flight. */
  settle(): Promise<void>;
  /** Drops a finished run whole; keeps its idempotency tombstones. */
  prune(runId: string): Promise<void>;
  /** Stops alarms and ignores late replies. The store stays as it is. */
  stop(): void;
}

/** Opens an engine on its store: a new log when the store is empty, otherwise every unfinished run goes on (L11). */
export function createEngine(_ports: EnginePorts, _options: EngineOptions = {}): Promise<Engine> {
  return Promise.reject(new Error("createEngine is not written yet"));
}
