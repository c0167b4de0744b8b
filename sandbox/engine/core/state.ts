// The engine's state: everything that decisions need, and nothing that does not follow from the engine facts of the log.
// It holds unfinished runs, what they wait for, and idempotency keys that have not expired. A finished run is dropped.
import type { CallMode, EngineFact, EntryReason, GatewayKind, Instant, RunCause, StoredEvent } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import type { CancelRule, GateRule, TimeoutRule } from "../../log/rules.ts";
import { createFlow, type FlowState } from "../../flow/flow.ts";
import type { FlowConfig } from "../../flow/config.ts";
import type { Deferred } from "../../protocol/ops.ts";
import type { FunctionConfig } from "../../protocol/register.ts";
import { Agenda } from "./agenda.ts";

export type EngineState = {
  /** Count of the engine facts folded so far. Random numbers are drawn by it. */
  position: number;
  /** Epoch ms of the last fact folded. */
  at: Instant;
  /** Grows with every start of the engine: the fencing token of its calls. 0 before the first start. */
  generation: number;
  checkpointing: boolean;
  /** Why calls are paused; `undefined` when they are not. */
  paused: string | undefined;
  /** Why the engine drains; until it is opened anew no call goes out. */
  draining: string | undefined;
  readonly apps: Map<string, App>;
  readonly functions: Map<string, Fn>;
  /** Unfinished runs. */
  readonly runs: Map<string, Run>;
  /** Which run each open call belongs to. */
  readonly calls: Map<string, string>;
  /** Open waits by the event's name, then by `keyOf(runId, hashedId)`. */
  readonly waits: Map<string, Map<string, WaitKey>>;
  /** By signal, the wait that gets it when it comes. */
  readonly signals: Map<string, WaitKey>;
  /** The next tick of every cron trigger, by function and expression. */
  readonly crons: Map<string, Tick>;
  /** Functions that start no runs until they are resumed. */
  readonly pausedFunctions: Set<string>;
  /** Jobs that are held back, in the order in which they were held. */
  readonly held: Map<string, HeldJob>;
  /** Unfinished runs by their idempotency key (L8). */
  readonly idempotencyKeys: Map<string, string>;
  /** The idempotency keys of finished runs until they expire, in order of expiry. */
  readonly tombstones: Map<string, Tombstone>;
  /** The event received last. The facts that follow it in the log may mean it without naming it. */
  lastEvent: StoredEvent | undefined;
  /** The state of flow control. */
  readonly flow: FlowState;
  /** Entries in the agenda of batches, debounces and the deadlines of runs, by name. */
  readonly alarms: Map<string, number>;
  agenda: Agenda;
};

export type App = Pick<Extract<EngineFact, { type: "app.registered" }>, "app" | "url" | "sdk" | "functions">;
/** `origin` and `path`: the two halves of the URL to call. */
export type Fn = FunctionConfig & { readonly app: string; readonly origin: string; readonly path: string; readonly flow: FlowConfig };

/** `entry`: the order of its entry in the agenda. */
export type Tick = {
  readonly fn: string;
  readonly cron: string;
  readonly scheduledAt: Instant;
  readonly fireAt: Instant;
  readonly entry: number;
};

/** An idempotency key that outlives its run. */
export type Tombstone = { readonly runId: string; readonly fn: string; readonly id: string; readonly until: Instant };

export type WaitKey = { readonly runId: string; readonly hashedId: string };
export type HeldJob = { readonly runId: string; readonly target: string };

/** Flow control of a run: buckets and rules as they were when it was created; its gates follow the function. */
export type RunFlow = {
  gates: readonly GateRule[];
  /** Whether its first call has passed all gates. */
  hasPassed: boolean;
  /** Its place in the queue: the lower, the earlier. */
  readonly score: number;
  /** Grows with each run. */
  readonly order: number;
  /** The singleton key that it holds. */
  readonly singleton: string | undefined;
  readonly cancelOn: readonly CancelRule[];
  readonly timeouts: readonly TimeoutRule[];
  /** When it could start at the earliest, and when its first call went out. */
  readonly startAt: Instant;
  startedAt: Instant | undefined;
};

export type Run = RunFlow & {
  readonly runId: string;
  readonly fn: string;
  readonly cause: RunCause;
  readonly events: readonly StoredEvent[];
  readonly parent: WaitKey | undefined;
  readonly maxAttempts: number;
  /** Set when its event id may start no second run of the function. */
  readonly idempotencyKey: string | undefined;
  /** Edited input by hashed id: a step that is not done gets these arguments (protocol.md 2.6). */
  readonly inputs: ReadonlyMap<string, Json>;
  started: boolean;
  /** What the SDK said it speaks; -1 until it has (protocol.md 2.2). */
  version: number;
  /** Whether calls ask the SDK to plan steps instead of running them, because a group of steps is open (2.8). */
  plan: boolean;
  /** Whether a discovery is wanted although steps are open, for instance because a racing step has ended. */
  discoveryWanted: boolean;
  /** Count of the latest discoveries in a row that brought nothing new. */
  emptyReplies: number;
  /** What the next discovery is for. */
  because: EntryReason;
  /** Memoized results by hashed id, in order of completion (2.6). */
  readonly memos: Map<string, Json>;
  /** Size of the memoized results as JSON, roughly in bytes. */
  size: number;
  /** Open steps by hashed id. */
  readonly pending: Map<string, Pending>;
  /** Functions that start when the run has ended, by hashed id. */
  readonly defers: Map<string, Defer>;
  /** Calls that are due now or later, by target. */
  readonly jobs: Map<string, Job>;
  /** Calls sent and not answered. */
  readonly calls: Map<string, Call>;
};

/** `wanted`: what starts when the run has ended; `undefined` once it is aborted, or when it was rejected. */
export type Defer = { readonly deferId: string; readonly wanted?: Deferred };

type OfPending = { readonly stepId: string; readonly race: boolean; readonly entry: number | undefined };
export type Pending =
  | ({ readonly type: "planned" } & OfPending)
  | ({ readonly type: "sleep"; readonly until: Instant } & OfPending)
  | ({ readonly type: "wait"; readonly event: string; readonly expr?: string; readonly until: Instant } & OfPending)
  | ({ readonly type: "invoke"; readonly target: string; readonly until: Instant } & OfPending)
  | ({ readonly type: "signal"; readonly signal: string; readonly until: Instant } & OfPending)
  /** `attempt`: that of the discovery that reported the request; a failed one is tried again by another discovery. */
  | ({ readonly type: "gateway"; readonly kind: GatewayKind; readonly requestId: string; readonly attempt: number } & OfPending);

export type Job = {
  readonly target: string;
  readonly attempt: number;
  readonly at: Instant;
  readonly because: EntryReason;
  /** True for a discovery that follows from the run's state alone, and is dropped when the state no longer demands it. */
  readonly derived: boolean;
  readonly entry: number;
  /** Why it is not in the agenda; `queued`: it waits in the queue of flow control. */
  readonly held: "paused" | "unregistered" | "queued" | undefined;
  /** The step because of which a discovery is tried again. */
  readonly stepId?: string;
};

export type Call = {
  readonly callId: string;
  readonly target: string;
  readonly attempt: number;
  readonly mode: CallMode;
  readonly because: EntryReason;
};

export function createState(): EngineState {
  return {
    position: 0,
    at: 0,
    generation: 0,
    checkpointing: true,
    paused: undefined,
    draining: undefined,
    apps: new Map(),
    functions: new Map(),
    runs: new Map(),
    calls: new Map(),
    waits: new Map(),
    signals: new Map(),
    crons: new Map(),
    pausedFunctions: new Set(),
    held: new Map(),
    idempotencyKeys: new Map(),
    tombstones: new Map(),
    lastEvent: undefined,
    flow: createFlow(),
    alarms: new Map(),
    agenda: new Agenda(),
  };
}

export const keyOf = (runId: string, name: string): string => `${runId}\n${name}`;
/** L8: one event id starts one run per function. */
export const idempotencyKey = (fn: string, eventId: string): string => `${fn}\n${eventId}`;
