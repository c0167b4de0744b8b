// The engine's own events: how runs end and how they are invoked (protocol.md 4.6).
import type { EventMeta, Instant, WireError } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import { functionUuid } from "./call.ts";
import type { WireEvent } from "./events.ts";
import type { Deferred } from "./ops.ts";
import { decodeMeta } from "./sessions.ts";

export const FUNCTION_FINISHED = "inngest/function.finished";
export const FUNCTION_FAILED = "inngest/function.failed";
export const FUNCTION_CANCELLED = "inngest/function.cancelled";
export const FUNCTION_INVOKED = "inngest/function.invoked";
export const DEFERRED_SCHEDULE = "inngest/deferred.schedule";

export type RunEnd = {
  readonly fn: string;
  readonly runId: string;
  readonly events: readonly WireEvent[];
  readonly at: Instant;
  /** Set when the run was invoked: `<parent run>.<hashed step id>`. */
  readonly correlationId?: string;
  /** What the run has left to other functions. */
  readonly deferred: readonly (Deferred & { readonly hashedId: string })[];
};

export type RunResult =
  | { readonly type: "completed"; readonly output: Json }
  | { readonly type: "failed"; readonly error: WireError; readonly noRetry: boolean }
  | { readonly type: "cancelled" };

/** `id` is the internal ULID that the engine gives it. Of a cancelled run it has neither `result` nor `error` (protocol-more.md M5.1). */
export function finishedEvent(end: RunEnd, result: RunResult, id: string): WireEvent {
  return { name: FUNCTION_FINISHED, id, ts: end.at, user: {}, data: { ...base(end, STATUS[result.type]), ...outcome(result) } };
}

const STATUS = { completed: "Completed", failed: "Failed", cancelled: "Cancelled" } as const;

function outcome(result: RunResult): JsonObject {
  if (result.type === "cancelled") return {};
  return result.type === "completed" ? { result: result.output } : failure(result);
}

/** Its event id is the run's, so that it starts `onFailure` once. */
export function failedEvent(end: RunEnd, result: Extract<RunResult, { type: "failed" }>): WireEvent {
  return { name: FUNCTION_FAILED, id: end.runId, ts: end.at, user: {}, data: { ...base(end, "Failed"), ...failure(result) } };
}

export function cancelledEvent(end: RunEnd): WireEvent {
  return { name: FUNCTION_CANCELLED, id: end.runId, ts: end.at, user: {}, data: base(end, "Cancelled") };
}

function base(end: RunEnd, status: string): JsonObject {
  const correlation = end.correlationId === undefined ? {} : { correlation_id: end.correlationId };
  return {
    _inngest: { status },
    function_id: end.fn,
    run_id: end.runId,
    event: end.events[0] ?? null,
    events: [...end.events],
    ...correlation,
  };
}

function failure({ error, noRetry }: Extract<RunResult, { type: "failed" }>): JsonObject {
  const { name, message, stack } = error;
  // A final answer of the SDK is named so; a failure that the engine decides is named by its message (4.6).
  const shown = { error: noRetry ? "NonRetriableError" : message, message, name, ...(stack === undefined ? {} : { stack }) };
  return { error: shown, result: errorObject(error) };
}

function errorObject(error: WireError): JsonObject {
  return Object.fromEntries(Object.entries(error).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

export type Invocation = {
  readonly parentRunId: string;
  readonly hashedId: string;
  readonly stepId: string;
  readonly target: string;
  readonly payload: JsonObject;
  readonly at: Instant;
  readonly until: Instant;
};

/** The event that starts an invoked run; the function sees `data._inngest`. */
export function invokedEvent(invocation: Invocation, id: string): WireEvent {
  const { payload } = invocation;
  const data = objectIn(payload["data"]);
  const internal = {
    correlation_id: `${invocation.parentRunId}.${invocation.hashedId}`,
    expire: invocation.until,
    fn_id: invocation.target,
    name: invocation.stepId,
  };
  const event = { name: FUNCTION_INVOKED, id, ts: invocation.at, user: objectIn(payload["user"]), data: { ...data, _inngest: internal } };
  const meta = metaIn(payload);
  return meta === undefined ? event : { ...event, meta };
}

/** The events that start what a run has left to other functions; each has an id of its own, so that it starts one run (4.6). */
export function deferredEvents({ fn, runId, at, deferred }: RunEnd): readonly WireEvent[] {
  return deferred.map(({ fn: target, input, hashedId, meta }) => ({
    name: DEFERRED_SCHEDULE,
    id: `${runId}.${hashedId}`,
    ts: at,
    user: {},
    data: {
      ...input,
      _inngest: {
        fn_slug: target,
        parent_fn_slug: fn,
        parent_run_id: runId,
        parent_function_id: functionUuid(fn),
        hashed_defer_id: hashedId,
      },
    },
    ...(meta === undefined ? {} : { meta }),
  }));
}

// A `meta` that an event could not have says nothing here: the invocation itself is good.
function metaIn(payload: JsonObject): EventMeta | undefined {
  const decoded = decodeMeta(payload["meta"]);
  return decoded.ok ? decoded.meta : undefined;
}

function objectIn(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/**
 * Nothing is emitted for a run that such an event started: a failing `onFailure` must not call itself for ever. A run that
 * `inngest/function.cancelled` started is like any other (protocol-more.md M5.1).
 */
export function startedByRunEnd(events: readonly WireEvent[]): boolean {
  const name = events[0]?.name;
  return name === FUNCTION_FINISHED || name === FUNCTION_FAILED;
}
