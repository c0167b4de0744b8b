// The log's vocabulary: every fact that an engine or its place may record, closed and versioned.
// Engine facts follow from the wire and the clock alone; only they are folded for decisions.
// Observations come from the place (host, world, learner); taking them all away changes no engine fact.
// A new variant must be added here and to `families.ts`, and breaks the build wherever a switch is not complete.
import type { CodeFactBody } from "./code-facts.ts";
import type { DeferFactBody } from "./defer-facts.ts";
import type { EventSource, StoredEvent } from "./events.ts";
import type { Json, JsonObject } from "./json.ts";
import type { FlowFactBody } from "./flow-facts.ts";
import type { LabFactBody } from "./lab-facts.ts";
import type { EndRule, RunRules } from "./rules.ts";
import type { Boundary, Instant } from "./terms.ts";

/** Version of the log's format. Older logs are upcast by `codec.ts`; newer ones are refused. */
export const LOG_VERSION = 1;

export type { Boundary, Instant } from "./terms.ts";

/** An error as the wire carries it, kept verbatim (protocol.md 2.7). */
export type WireError = {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly [key: string]: Json | undefined;
};

/** Why the engine called the function: what the handler's entry is for. */
export type EntryReason = "start" | "resume" | "retry" | "next-step" | "planned-step" | "runtime-limit" | "engine-restart";

/** Whether the SDK may record many steps in one call (`checkpoint`) or answers after each (`per-step`). */
export type CallMode = "checkpoint" | "per-step";

type OfRun = { readonly runId: string; readonly fn: string };
/** A step: `stepId` is what the learner wrote, `hashedId` what the wire carries. */
type OfStep = OfRun & { readonly stepId: string; readonly hashedId: string };
type OfCron = { readonly fn: string; readonly cron: string };
/** Set on a step of a group whose first to end lets the run go on (protocol.md 2.8). */
type Racing = { readonly race?: boolean };

export type FunctionSummary = {
  readonly id: string;
  readonly name: string;
  readonly triggers: readonly string[];
  readonly config: JsonObject;
};

export type EngineFactBody =
  | { type: "engine.started"; logVersion: number; seed: string; generation: number; checkpointing: boolean }
  | { type: "engine.restarted"; generation: number }
  /** No call goes out any more; those on their way may end. `engine.drained`: they have, and the engine stops. */
  | { type: "engine.draining"; reason: string }
  | { type: "engine.drained" }
  | { type: "app.registered"; app: string; url: string; sdk: string; functions: readonly FunctionSummary[] }
  | ({ type: "event.received"; source: EventSource } & StoredEvent)
  | ({ type: "event.deduped"; eventId: string; name: string; id: string } & { fn: string })
  | { type: "event.unmatched"; eventId: string; name: string; suggestion?: string }
  /** An invoked run names the step that waits for it; a rerun carries its events, which may have left the engine's memory.
   * `sessions`: names and ids that its events give, at most 25. */
  | ({
      type: "run.created";
      cause: RunCause;
      eventIds: readonly string[];
      parentRunId?: string;
      parentHashedId?: string;
      events?: readonly StoredEvent[];
      /** Set on a rerun from a step: the step, its edited input, and the results that were recorded before it. */
      from?: RerunFrom;
      startAt: Instant;
      maxAttempts: number;
      sessions?: readonly (readonly [string, string])[];
      rules?: RunRules;
    } & OfRun)
  | ({ type: "run.queued"; reason: "future-event" | "cron"; until: Instant } & OfRun)
  | FlowFactBody
  | DeferFactBody
  | ({ type: "run.started" } & OfRun)
  | ({ type: "run.completed"; output: Json } & OfRun)
  | ({ type: "run.failed"; error: WireError; code: RunFailure } & OfRun)
  /** `rule` and `eventId`: what ended it, where nobody asked for it by hand. L10: its calls may still be in flight. */
  | ({ type: "run.cancelled"; because: string; rule?: EndRule; eventId?: string } & OfRun)
  | ({
      type: "call.sent";
      callId: string;
      target: string;
      attempt: number;
      mode: CallMode;
      because: EntryReason;
      memoCount: number;
      plan: boolean;
    } & OfRun)
  | ({ type: "call.answered"; callId: string; status: number; version?: number; empty?: boolean } & OfRun)
  | ({ type: "call.failed"; callId: string; kind: CallFailure; message: string; status?: number } & OfRun)
  | { type: "call.ignored"; callId: string; runId: string; why: "fenced" | "run-ended" | "unknown-call"; via?: "checkpoint" }
  | ({ type: "call.held"; target: string; reason: string } & OfRun)
  | { type: "calls.paused"; reason: string }
  | { type: "calls.resumed"; reason: string }
  | ({ type: "step.planned" } & Racing & OfStep)
  | ({ type: "step.completed"; attempt: number; output: Json; via: "checkpoint" | "reply"; kind: string; callId: string } & OfStep)
  | ({ type: "step.failed"; attempt: number; retriable: boolean; error: WireError; callId: string } & OfStep)
  | ({
      type: "step.retry.scheduled";
      stepId?: string;
      hashedId?: string;
      target: string;
      attempt: number;
      delayMs: number;
      until: Instant;
      because: RetryReason;
      error: WireError;
    } & OfRun)
  | ({ type: "sleep.started"; until: Instant } & Racing & OfStep)
  | ({ type: "sleep.ended" } & OfStep)
  | ({ type: "wait.registered"; event: string; expr?: string; until: Instant } & Racing & OfStep)
  | ({ type: "wait.matched"; eventId: string } & OfStep)
  | ({ type: "wait.timedout" } & OfStep)
  | ({ type: "invoke.started"; target: string; until: Instant; payload: JsonObject } & Racing & OfStep)
  | ({ type: "invoke.ended"; result: { readonly data: Json } | { readonly error: WireError }; childRunId?: string } & OfStep)
  /** `replaces`: the wait that has lost the signal to this one; it stays open until its own timeout (protocol.md 5.11). */
  | ({
      type: "signal.registered";
      signal: string;
      until: Instant;
      replaces?: { readonly runId: string; readonly hashedId: string };
    } & Racing &
      OfStep)
  | ({ type: "signal.matched"; signal: string; data: Json } & OfStep)
  | ({ type: "signal.timedout" } & OfStep)
  | { type: "signal.unmatched"; signal: string; suggestion?: string }
  /** A request that the engine makes for a step. Its headers, body, query and key are nowhere in the log. */
  | ({
      type: "gateway.started";
      kind: GatewayKind;
      method: string;
      url: string;
      requestId: string;
      attempt: number;
    } & Racing &
      OfStep)
  | ({ type: "gateway.ended"; requestId: string; output: Json } & OfStep)
  /** The next tick of a cron trigger, and the instant to which its jitter moves the call. */
  | ({ type: "cron.scheduled"; scheduledAt: Instant; fireAt: Instant } & OfCron)
  | ({ type: "cron.fired"; scheduledAt: Instant } & OfCron)
  | ({ type: "cron.cancelled"; scheduledAt: Instant } & OfCron)
  | { type: "webhook.rejected"; webhook: string; why: string }
  /** Many runs ended by one request; each has a `run.cancelled` of its own. Deleted: off the list, nothing else. */
  | {
      type: "cancellation.created";
      id: string;
      fn: string;
      startedAfter?: Instant;
      startedBefore: Instant;
      expression?: string;
      runs: number;
    }
  | { type: "cancellation.deleted"; id: string }
  | { type: "checkpointing.set"; on: boolean }
  | { type: "protocol.violated"; callId?: string; runId?: string; what: string }
  /** `facts`: how many engine facts went with the run, so that chance goes on where it was. `claim`: the event id that it still keeps from starting a second run. */
  | { type: "run.pruned"; runId: string; facts: number; claim?: { readonly fn: string; readonly id: string; readonly until: Instant } };

/** `memos`: memo state by hashed id, in order of completion. `input`: the arguments that the step gets instead of its own.
 * `targeted`: the step runs code and is called by name. */
export type RerunFrom = {
  readonly stepId: string;
  readonly hashedId: string;
  readonly targeted?: boolean;
  readonly input?: readonly Json[];
  readonly memos: readonly (readonly [string, Json])[];
};

/** Which tool of the SDK asks for a request: `step.fetch` or `step.ai.infer`. */
export type GatewayKind = "fetch" | "infer";

export type { EventMeta, EventSource, StoredEvent } from "./events.ts";
export type RunCause = "event" | "cron" | "invoke" | "rerun" | "batch";
export type RetryReason = "step-error" | "function-error" | "no-answer" | "bad-answer";
export type CallFailure = "unreachable" | "not-sdk" | "bad-answer" | "function-error";
export type RunFailure =
  | "function-error"
  | "retries-exhausted"
  | "invalid-expression"
  | "too-many-steps"
  | "state-too-large"
  | "timeout-too-long"
  | "output-too-large"
  | "input-too-large"
  | "signal-conflict"
  | "not-sdk";

/** Where in the learner's files something happened. Lines and columns start at 1. */
export type CodePlace = { readonly file: string; readonly line: number; readonly column?: number };

export type ObservationBody =
  | { type: "host.started"; host: number; version: number; functions: number; by: "learner" | "lab" }
  | {
      type: "host.killed";
      host: number;
      at: Boundary | "at once";
      by: "learner" | "armed" | "watchdog" | "deploy" | "lab";
      runId?: string;
      stepId?: string;
    }
  | { type: "host.contained"; host: number; why: "no-answer" | "too-much-memory"; forMs: number }
  | {
      type: "code.deployed";
      version: number;
      files: { readonly [file: string]: string };
      by: "lab" | "learner" | "change" | "solution";
      change?: string;
    }
  /** The transforms of the lab's webhooks, by file; they take the place of all before. */
  | { type: "transforms.saved"; files: { readonly [file: string]: string } }
  | { type: "code.rejected"; version: number; message: string; place?: CodePlace }
  | ({ type: "handler.entered"; entry: number; callId: string; mode: CallMode; because: EntryReason; version: number } & OfRun)
  | ({ type: "handler.left"; entry: number; callId: string; status: number } & OfRun)
  | ({ type: "step.started"; attempt: number; callId: string } & OfStep)
  | ({ type: "step.memo"; callId: string } & OfStep)
  | CodeFactBody
  | ({ type: "effect"; kind: string; label: string; key?: string; suppressed: boolean; detail: JsonObject } & Attribution)
  | ({ type: "cost"; kind: string; cents: number; label: string } & Attribution)
  /** A service of the world has turned a request down: nothing was done and nothing paid. `status` is what HTTP says of it;
   * `retryAfterMs`: when it would take the request, where it says so. */
  | ({ type: "service.refused"; service: string; status: number; why: string; retryAfterMs?: number } & Attribution)
  | ({ type: "console"; level: "log" | "info" | "warn" | "error" | "debug"; text: string; place?: CodePlace } & Attribution)
  /** `kind` is that of the effect held, for code outside steps. */
  | ({ type: "run.held"; boundary: Boundary; stepId?: string; kind?: string } & OfRun)
  | ({ type: "run.released"; boundary: Boundary; stepId?: string; kind?: string } & OfRun)
  | LabFactBody;

/** Which run and step an effect, a cost or a console line belongs to, as far as the place could tell. */
export type Attribution = { readonly runId?: string; readonly fn?: string; readonly stepId?: string; readonly attempt?: number };

/** `seq` counts from 1 without gaps over both families; `t` is the engine's clock. */
type Stamp = { readonly seq: number; readonly t: Instant };
export type EngineFact = Stamp & Readonly<EngineFactBody>;
export type Observation = Stamp & Readonly<ObservationBody>;
export type Fact = EngineFact | Observation;
export type FactType = Fact["type"];
/** The fact of one type, for use where a switch or a filter has narrowed it. */
export type FactOf<T extends FactType> = Extract<Fact, { type: T }>;
