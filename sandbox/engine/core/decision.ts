// The words in which the core is asked and answers: inputs come in, decisions go out, nothing happens in between.
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
  /** A registration that is not taken, and where it is wrong: the wire hides it (protocol.md 1.7). */
  | { readonly type: "refused"; readonly what: string }
  | { readonly type: "reply"; readonly callId: string; readonly runId: string; readonly response: WireResponse }
  | { readonly type: "unreachable"; readonly callId: string; readonly runId: string }
  | { readonly type: "checkpoint"; readonly checkpoint: Checkpoint }
  | {
      readonly type: "cancel-many";
      readonly fn: string;
      readonly startedAfter?: Instant;
      readonly startedBefore: Instant;
      readonly expression?: string;
      readonly because: string;
    }
  | { readonly type: "forget-cancellation"; readonly id: string }
  | { readonly type: "pause-function"; readonly fn: string; readonly paused: boolean }
  | { readonly type: "webhook-rejected"; readonly webhook: string; readonly why: string }
  | { readonly type: "signal"; readonly signal: string; readonly data: Json }
  /** What came of a gateway request; without a response, what prevented one. The request is for taking its keys out of the answer. */
  | ({ readonly type: "fetched" } & GatewayCommand & {
        readonly response: GatewayResponse | { readonly unreachable: "nobody answers" | "no way out" };
      })
  /** What a call leaves out because it would be too large (protocol.md 2.9). */
  | { readonly type: "read-run"; readonly runId: string; readonly part: "batch" | "actions" }
  /** `of`: the run that it repeats, if there was one. */
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
  /** Whatever is due first, if its time has come. */
  | { readonly type: "due" }
  /** One op of a reply or a checkpoint. `schedulesRetry`: when it is a failure, the call is tried again because of this one. */
  | { readonly type: "op"; readonly report: Report; readonly op: ReportedOp; readonly schedulesRetry: boolean }
  /** Every op of the reply is folded: what the reply as a whole means for its run. */
  | ({ readonly type: "reply-end"; readonly report: Report } & ReplyEnd)
  | { readonly type: "checkpoint-end"; readonly runId: string }
  /** Consequences that the core asks itself for, once what they follow from is folded. */
  | ({ readonly type: "gateway-request" } & GatewayCommand)
  | { readonly type: "internal-event"; readonly event: WireEvent }
  | { readonly type: "run-ended"; readonly end: RunEnd; readonly result: RunResult }
  | { readonly type: "invoke"; readonly invocation: Invocation }
  /** Somebody outside wants one function to run (protocol.md 4.5). A `key` that came before starts no second run. */
  | { readonly type: "invoke-by-hand"; readonly fn: string; readonly payload: JsonObject; readonly key?: string };

/** Whose ops these are: the call as it was when the app answered. Folding the answer closes the call in the state. */
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

/** `end`: the op that ends the run or its entry. `isEmpty`: the reply brought nothing new. `answersTarget`: it tells of the step that the call asked for. */
export type ReplyEnd = {
  readonly end: Extract<Op, { type: "complete" | "threw" }> | undefined;
  readonly isEmpty: boolean;
  readonly answersTarget: boolean;
};

/** Why a run is cancelled: in words, and by which rule and event where nobody asked by hand. */
export type Cancellation = { readonly because: string; readonly rule?: EndRule; readonly eventId?: string };

/** A request that the engine makes for a step. It holds keys: it goes into no fact. */
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

/** What came of an invocation: a run, the run that the same key has started before, or the reason why none starts. */
export type Invoked = { readonly eventId: string } & (
  { readonly outcome: "started" | "repeated"; readonly runId: string } | { readonly outcome: "rate-limited" | "singleton" | "paused" }
);

/** What whoever brought the input is told once the facts are stored. */
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
 * the same stream of chance; each sees the state that the one before has left. `next` are decided after all parts, each by itself.
 */
export type Decision = {
  readonly facts: readonly EngineFactBody[];
  readonly commands?: readonly Command[];
  readonly parts?: readonly Input[];
  readonly next?: readonly Input[];
  readonly answer?: Answer;
};

/** Time and chance, asked once per decision. `retryMs`: the wait before every retry, where it is not the table's. */
export type Env = { readonly now: Instant; readonly draw: () => number; readonly retryMs?: number | undefined };

export const NOTHING: Decision = { facts: [] };

/** The same decision with these facts before its own. */
export function prepend(facts: readonly EngineFactBody[], decision: Decision): Decision {
  return { ...decision, facts: [...facts, ...decision.facts] };
}
