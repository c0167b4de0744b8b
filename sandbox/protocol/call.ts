// Calls: the request by which the engine executes a function (protocol.md 2.1), every field of it.
// The engine's switch between the two modes is one field: without `ctx.fn_id` the SDK never checkpoints (3.6).
import type { CallMode } from "../log/facts.ts";
import type { Json } from "../log/json.ts";
import { toBase64, utf8, utf8Length } from "./bytes.ts";
import type { WireEvent } from "./events.ts";
import type { WireRequest } from "./http.ts";
import { LIMITS } from "./limits.ts";
import { sha1, uuidOf } from "./sha1.ts";

/** Not a targeted call: run the handler and find out what comes next. */
export const DISCOVERY = "step";
/** First call of a run: the SDK says which version it speaks (2.2). */
export const VERSION_BY_SDK = -1;

export type CallSpec = {
  /** Path of the app's endpoint, e.g. "/api/inngest". */
  readonly path: string;
  /** The function's slug, `<app>-<fn>`. */
  readonly fn: string;
  /** `DISCOVERY`, or the hashed id of the one step to run. */
  readonly target: string;
  readonly runId: string;
  /** Goes as `request_id`; checkpoints and host traffic echo it. */
  readonly callId: string;
  /** 0-based, of this step or discovery. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Grows when the same work is sent again, so that late answers can be told apart. */
  readonly generation: number;
  readonly mode: CallMode;
  /** True: a newly found step must be planned, not run (2.8). */
  readonly plan: boolean;
  readonly events: readonly WireEvent[];
  /** Memo state by hashed id (2.6). */
  readonly steps: { readonly [hashedId: string]: Json };
  /** What the run has left to other functions, by hashed id, so that the SDK does not report it again (2.1). */
  readonly defers: { readonly [hashedId: string]: { readonly abortable: boolean } };
  /** Hashed ids in order of completion. */
  readonly stack: readonly string[];
  readonly version: number;
};

/** The function's UUID as the engine's own name for it: the same after every registration (1.4). */
export function functionUuid(fn: string): string {
  return uuidOf(`function:${fn}`);
}

/** A body that would be too large goes without events and memo state; the SDK reads them with `use_api` (2.9). */
export function encodeCall(call: CallSpec): WireRequest {
  const job = jobId(call);
  const whole = JSON.stringify(bodyOf(call, job, false));
  const body = utf8Length(whole) > LIMITS.requestBytes ? JSON.stringify(bodyOf({ ...call, steps: {} }, job, true)) : whole;
  return {
    method: "POST",
    path: `${call.path}${call.path.includes("?") ? "&" : "?"}fnId=${encodeURIComponent(call.fn)}&stepId=${encodeURIComponent(call.target)}`,
    headers: headersOf(call, job),
    body,
  };
}

function jobId(call: CallSpec): string {
  return sha1(`${call.runId}:${call.callId}`).slice(0, 13);
}

function headersOf(call: CallSpec, job: string): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    "user-agent": "Inngest",
    connection: "close",
    "account-id": "00000000-0000-4000-a000-000000000000",
    "x-run-id": call.runId,
    "x-request-id": call.callId,
    "x-inngest-generation-id": String(call.generation),
    "x-inngest-job-id": job,
    "x-inngest-step-id": call.target,
    "x-inngest-req-version": String(call.version),
    // One trace a run, one span a call.
    traceparent: `00-${sha1(call.runId).slice(0, 32)}-${sha1(call.callId).slice(0, 16)}-01`,
  };
}

function bodyOf(call: CallSpec, job: string, useApi: boolean): Json {
  const dispatch = call.mode === "checkpoint" ? { fn_id: functionUuid(call.fn), qi_id: toBase64(utf8(`${job}::default`)) } : {};
  return {
    ctx: {
      ...dispatch,
      attempt: call.attempt,
      disable_immediate_execution: call.plan,
      env: "",
      generation_id: call.generation,
      job_id: job,
      max_attempts: call.maxAttempts,
      request_id: call.callId,
      run_id: call.runId,
      stack: { current: call.stack.length, stack: call.stack },
      step_id: call.target,
      use_api: useApi,
    },
    defers: call.defers,
    event: call.events[0] ?? null,
    events: useApi ? [] : call.events,
    steps: call.steps,
    // Python reads the root one and requires it (2.1).
    use_api: useApi,
    version: call.version,
  };
}
