// State: what the log has come to, as far as decisions need it. A fold of the engine facts and nothing else.
// Memory holds unfinished runs, what they wait for, and unexpired ids; a finished run leaves it.
import type { CallMode, EngineFact, EntryReason, GatewayKind, Instant, RunCause, StoredEvent } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import type { CancelRule, GateRule, TimeoutRule } from "../../log/rules.ts";
import { createFlow, type FlowState } from "../../flow/flow.ts";
import type { FlowConfig } from "../../flow/config.ts";
import type { Deferred } from "../../protocol/ops.ts";
import type { FunctionConfig } from "../../protocol/register.ts";
import { Agenda } from "./agenda.ts";

export type EngineState = {
  /** Engine facts folded so far: where chance stands. */
  position: number;
  /** Epoch ms of the last fact folded. */
  at: Instant;
  /** Grows with every start of the engine; fences what older ones sent. 0 before the first. */
  generation: number;
  checkpointing: boolean;
  /** Why no call may go out, while none may. */
  paused: string | undefined;
  /** Why no call goes out until the engine is opened anew. */
  draining: string | undefined;
  readonly apps: Map<string, App>;
  readonly functions: Map<string, Fn>;
  /** Unfinished runs. */
  readonly runs: Map<string, Run>;
  /** Which run each open call belongs to. */
  readonly calls: Map<string, string>;
  /** Open waits by event name: keys of `runId` and `hashedId`. */
  readonly waits: Map<string, Map<string, WaitKey>>;
  /** Who holds each signal: the wait that gets it when it comes. */
  readonly signals: Map<string, WaitKey>;
  /** The next tick of every cron trigger, by function and expression. */
  readonly crons: Map<string, Tick>;
  /** Functions that start no runs until they are resumed. */
  readonly pausedFunctions: Set<string>;
  /** Jobs held back, by key, in the order in which they were held. */
  readonly held: Map<string, HeldJob>;
  /** Runs by function and event id while they are unfinished (L8). */
  readonly claims: Map<string, string>;
  /** The same keys after the run's end, until they expire; in order of expiry. */
  readonly tombstones: Map<string, Tombstone>;
  /** The event received last: what the next facts may refer to. */
  lastEvent: StoredEvent | undefined;
  /** What stands between events and calls. */
  readonly flow: FlowState;
  /** Places in the agenda of batches, debounces and the deadlines of runs, by name. */
  readonly alarms: Map<string, number>;
  agenda: Agenda;
};

export type App = Pick<Extract<EngineFact, { type: "app.registered" }>, "app" | "url" | "sdk" | "functions">;
/** `origin` and `path`: the two halves of the URL to call. */
export type Fn = FunctionConfig & { readonly app: string; readonly origin: string; readonly path: string; readonly flow: FlowConfig };

/** `entry`: its place in the agenda. */
export type Tick = {
  readonly fn: string;
  readonly cron: string;
  readonly scheduledAt: Instant;
  readonly fireAt: Instant;
  readonly entry: number;
};

/** A claim that outlives its run. */
export type Tombstone = { readonly runId: string; readonly fn: string; readonly id: string; readonly until: Instant };

export type WaitKey = { readonly runId: string; readonly hashedId: string };
export type HeldJob = { readonly runId: string; readonly target: string };

/** Flow control of a run: buckets and rules as they were when it was created; its gates follow the function. */
export type RunFlow = {
  gates: readonly GateRule[];
  /** Its first call has passed all gates. */
  hasPassed: boolean;
  /** Its place in a line: the lower, the earlier. */
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
  readonly claim: string | undefined;
  /** Edited input by hashed id: a step that is not done gets these arguments (protocol.md 2.6). */
  readonly inputs: ReadonlyMap<string, Json>;
  started: boolean;
  /** What the SDK said it speaks; -1 until it has (protocol.md 2.2). */
  version: number;
  /** Calls must plan what they find, because a group of steps is open (2.8). */
  plan: boolean;
  /** A discovery is wanted although steps are open: a racing step has ended. */
  nudged: boolean;
  /** Discoveries in a row that brought nothing new. */
  idle: number;
  /** What the next discovery is for. */
  because: EntryReason;
  /** Memo state by hashed id, in order of completion (2.6). */
  readonly memos: Map<string, Json>;
  /** Size of the memo state as JSON, roughly. */
  size: number;
  readonly pending: Map<string, Pending>;
  /** What it has left to other functions, by hashed id. */
  readonly defers: Map<string, Defer>;
  /** Calls that are due now or later, by target. */
  readonly jobs: Map<string, Job>;
  /** Calls sent and not answered. */
  readonly calls: Map<string, Call>;
};

/** `wanted`: starts when the run has ended; none once it is taken back, or because it was refused. */
export type Defer = { readonly deferId: string; readonly wanted?: Deferred };

type OfPending = { readonly stepId: string; readonly race: boolean; readonly entry: number | undefined };
export type Pending =
  | ({ readonly type: "planned" } & OfPending)
  | ({ readonly type: "sleep"; readonly until: Instant } & OfPending)
  | ({ readonly type: "wait"; readonly event: string; readonly expr?: string; readonly until: Instant } & OfPending)
  | ({ readonly type: "invoke"; readonly target: string; readonly until: Instant } & OfPending)
  | ({ readonly type: "signal"; readonly signal: string; readonly until: Instant } & OfPending)
  /** `attempt` is that of the discovery that reported it; a failed request is tried again by another. */
  | ({ readonly type: "gateway"; readonly kind: GatewayKind; readonly requestId: string; readonly attempt: number } & OfPending);

export type Job = {
  readonly target: string;
  readonly attempt: number;
  readonly at: Instant;
  readonly because: EntryReason;
  /** True for a discovery that follows from the run's state alone and goes when that changes. */
  readonly derived: boolean;
  readonly entry: number;
  /** Why it is not in the agenda; `queued`: it stands in a line of flow control. */
  readonly held: "paused" | "unregistered" | "queued" | undefined;
  /** The step that is tried again, where the call is for more than that. */
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
    claims: new Map(),
    tombstones: new Map(),
    lastEvent: undefined,
    flow: createFlow(),
    alarms: new Map(),
    agenda: new Agenda(),
  };
}

export const keyOf = (runId: string, name: string): string => `${runId}\n${name}`;
/** L8: one event id starts one run per function. */
export const claimOf = (fn: string, eventId: string): string => `${fn}\n${eventId}`;
