// The types at the core's border: inputs come in, and decisions go out as data. The loop stores their facts and runs their commands.
import type { Json, JsonObject } from "../../log/json.ts";
import type { EngineFactBody, EventSource, Instant, RerunFrom, StoredEvent } from "../../log/facts.ts";
import type { EndRule } from "../../log/rules.ts";
import type { Checkpoint } from "../../protocol/checkpoint.ts";
import type { IncomingEvent, WireEvent } from "../../protocol/events.ts";
import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { Invocation, RunEnd, RunResult } from "../../protocol/internal-events.ts";
import type { Op } from "../../protocol/ops.ts";
import type { Registration } from "../../protocol/register.ts";
import type { CallMeta } from "../ports/transport.ts";
import type { Call } from "./state.ts";

export type Input =
  | { readonly type: "start"; readonly seed: string; readonly checkpointing: boolean }
  /** `eventId` is given when the sender's seed decides it (protocol.md 4.3). */
  | { readonly type: "event"; readonly event: IncomingEvent; readonly eventId?: string; readonly source: EventSource }
  | { readonly type: "register"; readonly registration: Registration }
  /** A registration that is refused, and where it is wrong: the wire hides it (protocol.md 1.7). */
  | { readonly type: "refused"; readonly what: string }
  | { readonly type: "reply"; readonly callId: string; readonly runId: string; readonly response: WireResponse }
  | { readonly type: "unreachable"; readonly callId: string; readonly runId: string }
  | { readonly type: "checkpoint"; readonly checkpoint: Checkpoint }
  | ({ readonly type: "cancel-many"; readonly because: string } & CancelFilter)
  | { readonly type: "forget-cancellation"; readonly id: string }
  | { readonly type: "pause-function"; readonly fn: string; readonly paused: boolean }
  | { readonly type: "webhook-rejected"; readonly webhook: string; readonly why: string }
  | { readonly type: "signal"; readonly signal: string; readonly data: Json }
  /** The answer to a gateway request, or what prevented one. The request comes along so that its credentials can be removed from the answer. */
  | ({ readonly type: "fetched" } & GatewayCommand & {
        readonly response: GatewayResponse | { readonly unreachable: "nobody answers" | "no way out" };
      })
  /** Reads a part of a run that a call leaves out because the body would be too large (protocol.md 2.9). */
  | { readonly type: "read-run"; readonly runId: string; readonly part: "batch" | "actions" }
  /** `of`: the run that is repeated; none for an event that had started no run. */
  | {
      readonly type: "rerun";
      readonly fn: string;
      readonly of?: string;
      readonly events: readonly StoredEvent[];
      readonly from?: RerunFrom;
    }
  | ({ readonly type: "cancel-run"; readonly runId: string } & Cancellation)
  | { readonly type: "checkpointing"; readonly on: boolean }
  | { readonly type: "pause"; readonly reason: string }
  | { readonly type: "resume"; readonly reason: string }
  | { readonly type: "drain"; readonly reason: string }
  | { readonly type: "drained" }
  | { readonly type: "prune"; readonly runId: string; readonly facts: number }
  /** The entry that is due first, if its time has come. */
  | { readonly type: "due" }
  /** One op of a reply or a checkpoint. `schedulesRetry`: when it is a failure, the call is tried again because of this one. */
  | { readonly type: "op"; readonly report: Report; readonly op: ReportedOp; readonly schedulesRetry: boolean }
  /** Every op of the reply is folded: what the reply as a whole means for its run. */
  | ({ readonly type: "reply-end"; readonly report: Report } & ReplyEnd)
  | { readonly type: "checkpoint-end"; readonly runId: string }
  /** Consequences of other inputs: the core returns them as `next`, so that they are decided once their cause is folded. */
  | ({ readonly type: "gateway-request" } & GatewayCommand)
  | { readonly type: "internal-event"; readonly event: WireEvent }
  | { readonly type: "run-ended"; readonly end: RunEnd; readonly result: RunResult }
  | { readonly type: "invoke"; readonly invocation: Invocation }
  /** A request from outside to run one function (protocol.md 4.5). `key`: an idempotency key, which starts no second run. */
  | { readonly type: "invoke-by-hand"; readonly fn: string; readonly payload: JsonObject; readonly key?: string };

/** The call whose ops these are, as it was when the app answered: folding the answer closes the call in the state. */
export type Report = {
  readonly runId: string;
  readonly call: Call;
  readonly via: "checkpoint" | "reply";
  readonly retryAfterMs?: number | undefined;
};

/** Ops that tell of one step, and ops that tell of a deferred function. */
export type StepOp = Exclude<Op, { type: "complete" | "none" | "threw" | "defer" | "defer-abort" }>;
export type DeferOp = Extract<Op, { type: "defer" | "defer-abort" }>;
export type ReportedOp = StepOp | DeferOp;

/** `end`: the op that ends the run, or the error that the handler threw. `isEmpty`: the reply brought nothing new.
 * `answersTarget`: it has the step that the call asked for, or schedules a retry. */
export type ReplyEnd = {
  readonly end: Extract<Op, { type: "complete" | "threw" }> | undefined;
  readonly isEmpty: boolean;
  readonly answersTarget: boolean;
};

/** Which runs of a function are meant. Instants are epoch milliseconds; `expression` is evaluated over a run's `event`. */
export type CancelFilter = {
  /** The function's slug, `<app>-<fn>`. */
  readonly fn: string;
  readonly startedAfter?: Instant;
  readonly startedBefore: Instant;
  readonly expression?: string;
};

/** Why a run is cancelled: in words, and by which rule and event where no person asked for it. */
export type Cancellation = { readonly because: string; readonly rule?: EndRule; readonly eventId?: string };

/** A request that the engine makes for a step. It holds credentials: it goes into no fact. */
export type GatewayCommand = {
  readonly runId: string;
  readonly hashedId: string;
  readonly requestId: string;
  readonly request: GatewayRequest;
};

/** Something to do once the facts that go with it are stored. */
export type Command =
  | { readonly type: "send"; readonly url: string; readonly request: WireRequest; readonly call: CallMeta }
  | ({ readonly type: "fetch" } & GatewayCommand);

/** The outcome of an invocation: a run, the run that the same key has started before, or the reason why none starts. */
export type Invoked = { readonly eventId: string } & (
  { readonly outcome: "started" | "repeated"; readonly runId: string } | { readonly outcome: "rate-limited" | "singleton" | "paused" }
);

/** What the sender of the input is told once the facts are stored. */
export type Answer =
  | { readonly type: "event"; readonly eventId: string }
  | { readonly type: "registered"; readonly modified: boolean }
  | { readonly type: "checkpoint"; readonly outcome: "stored" | "stale" | "gone" }
  | { readonly type: "signal"; readonly runId: string | undefined; readonly at: Instant }
  | { readonly type: "run-part"; readonly value: Json | undefined }
  | { readonly type: "rerun"; readonly runId: string }
  | { readonly type: "cancellation"; readonly id: string; readonly runIds: readonly string[] }
  | ({ readonly type: "invoked" } & Invoked);

/**
 * What follows from one input. `parts` are decided one after the other as soon as the facts are folded, at the same instant and from
 * the same stream of random numbers; each sees the state that the one before has left. `next` are decided after all parts, each by itself.
 */
export type Decision = {
  readonly facts: readonly EngineFactBody[];
  readonly commands?: readonly Command[];
  readonly parts?: readonly Input[];
  readonly next?: readonly Input[];
  readonly answer?: Answer;
};

/** The instant of the decision and its random numbers. `retryMs`: the delay of every retry, where the table's is not wanted. */
export type Env = { readonly now: Instant; readonly draw: () => number; readonly retryMs?: number | undefined };

export const NOTHING: Decision = { facts: [] };

/** The same decision with these facts before its own. */
export function prepend(facts: readonly EngineFactBody[], decision: Decision): Decision {
  return { ...decision, facts: [...facts, ...decision.facts] };
}
