// The engine as its users see it: types only. `engine.ts` hands them on, and other folders import them from there.
import type { CallMode, EntryReason, Fact, Instant, ObservationBody } from "../log/facts.ts";
import type { JsonObject } from "../log/json.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import type { Invoked } from "./core/decision.ts";
import type { Upcoming } from "./core/upcoming.ts";
import type { Recovery } from "./recovery.ts";

export type EngineOptions = {
  /** Whether calls carry `ctx.fn_id`, without which the SDK never checkpoints (protocol.md 3.6). Default true; a stored log wins. */
  checkpointing?: boolean;
  /** Requests beside the SDK's own that `handle` answers too: `rest` of `rest.ts`, where a place serves HTTP. Default none. */
  rest?: ExtraRoutes;
  /** Facts between two snapshots of the state. Default 500; no other effect than on the next start's time. */
  snapshotEvery?: number;
  /** Waits this many milliseconds before every retry instead of by the table; a `Retry-After` still decides (protocol.md 5.9). */
  retryIntervalMs?: number | undefined;
};

/** Answers a request, or leaves it to the engine's own routes. */
export type ExtraRoutes = (engine: Recovery, request: WireRequest) => Promise<WireResponse> | undefined;

/** A call that has been sent and not yet answered, or just was. */
export type CallInfo = { callId: string; runId: string; fn: string; target: string; attempt: number; mode: CallMode; because: EntryReason };

/** Inngest's HTTP API. */
export interface HttpApi {
  /** `/e/:key`, `/fn/register`, `/v1/checkpoint/:run/async`, …. Never rejects for bad input: it answers with the error. */
  handle(request: WireRequest, source?: "learner" | "function"): Promise<WireResponse>;
  /** Asks the app at `url` (full URL of its endpoint) to register, by PUT. Resolves with the app's answer. */
  sync(url: string): Promise<WireResponse>;
}

export interface Engine extends HttpApi, Recovery {
  /** Numbers and stores an observation of the place. It is never folded for a decision. `soon`: it may wait for the flush delay. */
  observe(body: ObservationBody, when?: "now" | "soon"): Promise<Fact>;
  /** All facts with `seq >= from`. */
  facts(from?: number): Promise<readonly Fact[]>;
  /** Facts as they are stored, in order, in the batches in which they were stored. */
  subscribe(listener: (facts: readonly Fact[]) => void): () => void;
  /** The call with this id, while its run is unfinished. */
  call(callId: string): CallInfo | undefined;
  setCheckpointing(on: boolean): Promise<void>;
  /** Holds every due call back with a fact that says why; costs no attempt. */
  pauseCalls(reason: string): Promise<void>;
  /** Sends held calls in order of their due time. */
  resumeCalls(reason: string): Promise<void>;
  /** The next instant at which something is due, if anything is. */
  nextDue(): Instant | undefined;
  /** What will happen by itself next, as far as that is not at once. */
  upcoming(): Upcoming | undefined;
  /** How many calls have been sent and not answered. */
  inFlight(): number;
  /** Resolves when nothing is being decided, nothing is due at the present instant, and no call is in flight. */
  settle(): Promise<void>;
  /** Resolves when all that was decided is stored and nothing is due at the present instant. Calls may be in flight. */
  stored(): Promise<void>;
  /** Starts one function, whatever its triggers (protocol.md 4.5). Undefined when no such function is registered. With an idempotency
   * `key`, one run in 24 hours. */
  invoke(fn: string, payload: JsonObject, key?: string): Promise<Invoked | undefined>;
  /** Drops a finished run whole; its idempotency key stays until it expires. */
  prune(runId: string): Promise<void>;
  /** Graceful shutdown: no further call goes out, those in flight end and are stored, then the engine stops. Rejects when it is stopped first. */
  drain(reason?: string): Promise<void>;
  /** Stops alarms and ignores late replies. The store stays as it is. */
  stop(): void;
}
