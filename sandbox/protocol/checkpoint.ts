// Async checkpoints: steps reported while the call that ran them is still open (protocol.md 3.2).
// Boundary: decodes and words the replies; whether the dispatch is stale is the engine's to say.
import type { Json } from "../log/json.ts";
import type { WireRequest, WireResponse } from "./http.ts";
import { utf8Length } from "./bytes.ts";
import { LIMITS } from "./limits.ts";
import { decodeOp, type Op } from "./ops.ts";
import { numberOr, objectOr, parseJson, ProtocolError, textOr } from "./shape.ts";

export type Checkpoint = {
  readonly runId: string;
  /** `request_id`: the call that reports. */
  readonly callId: string;
  readonly generation: number;
  readonly fnId?: string;
  readonly qiId?: string;
  /** Only what has been done or is planned, and defers. */
  readonly ops: readonly Extract<Op, { type: "run" | "planned" | "defer" | "defer-abort" }>[];
};

export type DecodedCheckpoint =
  { readonly ok: true; readonly checkpoint: Checkpoint } | { readonly ok: false; readonly reply: WireResponse; readonly why: string };

const PATH = /^\/v1\/(?:checkpoint|http\/runs)\/([^/?]+)\/async(?:\?.*)?$/;

/** The run that a checkpoint path names, under either of its two spellings. */
export function checkpointRun(path: string): string | undefined {
  return PATH.exec(path)?.[1];
}

/** Never throws; a refusal carries the reply to send. */
export function decodeCheckpoint(request: WireRequest): DecodedCheckpoint {
  const body = objectOr(parseJson(request.body));
  const runId = checkpointRun(request.path) ?? textOr(body?.["run_id"]);
  if (body === undefined || runId === undefined) return refuse(400, "the checkpoint is not JSON");
  if (utf8Length(request.body) > LIMITS.responseBytes) return refuse(413, "the checkpoint is too large");
  try {
    const steps = Array.isArray(body["steps"]) ? (body["steps"] as readonly Json[]) : [];
    const ops = steps.map((step, i) => checkpointable(decodeOp(step, `steps[${i}]`))).filter((op) => op !== undefined);
    return {
      ok: true,
      checkpoint: {
        runId,
        callId: textOr(body["request_id"]) ?? "",
        generation: numberOr(body["generation_id"]) ?? 0,
        ...idsOf(body),
        ops,
      },
    };
  } catch (error) {
    if (error instanceof ProtocolError) return refuse(400, error.message);
    throw error;
  }
}

function idsOf(body: { readonly [key: string]: Json }): { fnId?: string; qiId?: string } {
  const fnId = textOr(body["fn_id"]);
  const qiId = textOr(body["qi_id"]);
  return { ...(fnId === undefined ? {} : { fnId }), ...(qiId === undefined ? {} : { qiId }) };
}

function checkpointable(op: Op): Checkpoint["ops"][number] | undefined {
  switch (op.type) {
    case "run":
    case "planned":
    case "defer":
    case "defer-abort":
      return op;
    case "none":
      return undefined;
    case "sleep":
    case "wait":
    case "invoke":
    case "signal":
    case "gateway":
      throw new ProtocolError("steps", "cannot checkpoint async steps");
    case "error":
    case "failed":
    case "complete":
    case "threw":
      throw new ProtocolError("steps", `cannot checkpoint opcode ${op.type}`);
  }
}

function refuse(status: number, why: string): DecodedCheckpoint {
  return { ok: false, why, reply: { status, headers: JSON_TYPE, body: JSON.stringify({ error: why, status }) } };
}

const JSON_TYPE = { "content-type": "application/json" };

/** Recorded (or recorded before: the same id may arrive again). */
export function checkpointStored(): WireResponse {
  return { status: 200, headers: JSON_TYPE, body: "" };
}

/** The run is over or was never here. */
export function checkpointRunGone(runId: string): WireResponse {
  return {
    status: 400,
    headers: JSON_TYPE,
    body: JSON.stringify({ error: "run not found in state store", data: { run_id: runId }, status: 400 }),
  };
}

/** The call that reports is not the one the engine now believes in. The SDK then gives the run up (3.5). */
export function checkpointStale(runId: string): WireResponse {
  return {
    status: 409,
    headers: JSON_TYPE,
    body: JSON.stringify({ error: "stale dispatch: a newer call has taken over this run", data: { run_id: runId }, status: 409 }),
  };
}
