// Opcodes: what one reply or checkpoint tells the engine about a run's steps (protocol.md 2.4).
// Boundary: wire JSON in, a closed union out. Unknown extra keys are accepted: checkpoint ops carry many.
import type { EventMeta, GatewayKind, WireError } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import { utf8Length } from "./bytes.ts";
import { parseDue, type Due } from "./duration.ts";
import { choiceOf } from "./field-names.ts";
import { decodeFetch, decodeInfer, type GatewayRequest } from "./gateway.ts";
import { LIMITS } from "./limits.ts";
import { decodeMeta } from "./sessions.ts";
import { sha1 } from "./sha1.ts";
import { isObject, numberOr, objectOr, ProtocolError, requireObject, requireId, requireText, textOr } from "./shape.ts";

/** `stepId` is what the learner wrote; `index` counts further uses of the same id; `hashedId` is the wire's key (2.5);
 * `race`: the first of its group to end lets the run go on (2.8); `tooMuchInput`: more than a step may be given (5.14). */
type OfStep = {
  readonly stepId: string;
  readonly hashedId: string;
  readonly index?: number;
  readonly race?: boolean;
  readonly tooMuchInput?: true;
};

export type Op =
  /** A finished step. `kind`: `run`, `sendEvent`, `ai.wrap`, …: which tool of the SDK it was. */
  | ({ readonly type: "run"; readonly data: Json; readonly kind: string } & OfStep)
  /** A step found and not run: it wants a targeted call. */
  | ({ readonly type: "planned" } & OfStep)
  | ({ readonly type: "error"; readonly error: WireError } & OfStep)
  | ({ readonly type: "failed"; readonly error: WireError } & OfStep)
  | ({ readonly type: "sleep"; readonly due: Due } & OfStep)
  | ({ readonly type: "wait"; readonly event: string; readonly expr?: string; readonly timeout: Due } & OfStep)
  | ({ readonly type: "invoke"; readonly target: string; readonly payload: JsonObject; readonly timeout?: Due } & OfStep)
  /** `conflict`: whether a second wait for the same signal fails its run or takes the signal over. */
  | ({ readonly type: "signal"; readonly signal: string; readonly timeout: Due; readonly conflict: "fail" | "replace" } & OfStep)
  /** The request holds keys: it is sent and never stored. */
  | ({ readonly type: "gateway"; readonly kind: GatewayKind; readonly request: GatewayRequest } & OfStep)
  | { readonly type: "complete"; readonly output: Json }
  | { readonly type: "none" }
  /** The handler has thrown, and what it left to other functions comes along: the error of a reply that is no list of ops. */
  | { readonly type: "threw"; readonly error: WireError; readonly retriable: boolean }
  /** A function to start when the run has ended. No `wanted`: it says nothing that could start. */
  | ({ readonly type: "defer"; readonly wanted: Deferred | undefined } & OfStep)
  | ({ readonly type: "defer-abort"; readonly target: string } & OfStep);

/** `fn`: the slug of the function; `input` becomes its event's data. */
export type Deferred = { readonly fn: string; readonly input: JsonObject; readonly meta?: EventMeta };

/** The id of `RunComplete`, and of an error that stands in its place (2.4). */
const END_OF_RUN = sha1("complete");

/** One op. Throws `ProtocolError` with its path: a null op or an unknown opcode spoils the whole reply (2.3). */
export function decodeOp(value: Json, path: string): Op {
  const op = requireObject(value, path);
  const opcode = requireText(op["op"], `${path}.op`);
  // Both ask for another look; DiscoveryRequest comes from durable endpoints only (2.4).
  if (opcode === "None" || opcode === "DiscoveryRequest") return { type: "none" };
  if (opcode === "RunComplete" || opcode === "SyncRunComplete") return { type: "complete", output: op["data"] ?? null };
  const step = decodeStep(op, path);
  const opts = objectOr(op["opts"]) ?? {};
  switch (opcode) {
    case "StepRun":
    case "Step":
      return { type: "run", ...step, data: op["data"] ?? null, kind: kindOf(opts) };
    case "StepPlanned":
      return { type: "planned", ...step };
    case "StepError":
    case "StepFailed":
      return decodeFailure(op, step, opcode === "StepError");
    case "Sleep":
      return { type: "sleep", ...step, due: sleepDue(op, opts, path) };
    case "WaitForEvent":
      return decodeWait(op, opts, step, path);
    case "InvokeFunction":
      return decodeInvoke(opts, step, path);
    case "WaitForSignal":
      return decodeSignalWait(op, opts, step, path);
    case "Gateway":
      return { type: "gateway", ...step, kind: "fetch", request: decodeFetch(opts, path) };
    case "AIGateway":
      return { type: "gateway", ...step, kind: "infer", request: decodeInfer(opts, path) };
    case "DeferAdd":
      return { type: "defer", ...step, wanted: deferredIn(opts) };
    case "DeferAbort":
      return { type: "defer-abort", ...step, target: requireText(opts["target_hashed_id"], `${path}.opts.target_hashed_id`) };
    default:
      throw new ProtocolError(`${path}.op`, `unknown opcode "${opcode}"`);
  }
}

function decodeStep(op: JsonObject, path: string): OfStep {
  const hashedId = requireId(op["id"], `${path}.id`);
  const userland = objectOr(op["userland"]) ?? {};
  const stepId = textOr(userland["id"]) ?? textOr(op["displayName"]) ?? textOr(op["name"]) ?? hashedId;
  const index = numberOr(userland["index"]);
  const opts = objectOr(op["opts"]) ?? {};
  const race = choiceOf(["race"], opts["parallelMode"]) !== undefined;
  const tooMuchInput = [opts["input"], opts["payload"], opts["body"]].some(isTooMuch);
  return {
    stepId,
    hashedId,
    ...(index === undefined ? {} : { index }),
    ...(race ? { race } : {}),
    ...(tooMuchInput ? { tooMuchInput } : {}),
  };
}

function isTooMuch(input: Json | undefined): boolean {
  return input !== undefined && utf8Length(JSON.stringify(input)) > LIMITS.stepInputBytes;
}

function decodeFailure(op: JsonObject, step: OfStep, retriable: boolean): Op {
  const error = decodeError(op["error"] ?? op["data"]);
  if (step.hashedId === END_OF_RUN) return { type: "threw", error, retriable };
  return { type: retriable ? "error" : "failed", ...step, error };
}

function deferredIn(opts: JsonObject): Deferred | undefined {
  const fn = textOr(opts["fn_slug"]) ?? "";
  const input = opts["input"] ?? {};
  const decoded = decodeMeta(opts["meta"]);
  if (fn === "" || !isObject(input) || !decoded.ok) return undefined;
  return decoded.meta === undefined ? { fn, input } : { fn, input, meta: decoded.meta };
}

function kindOf(opts: JsonObject): string {
  return (textOr(opts["type"]) ?? "run").replace(/^step\./, "");
}

// TypeScript and Python put a sleep's end in `name`, Go in `opts.duration` (9.3 no. 6).
function sleepDue(op: JsonObject, opts: JsonObject, path: string): Due {
  const text = textOr(opts["duration"]) ?? textOr(op["name"]) ?? "";
  return requireDue(text, `${path}.name`);
}

function requireDue(value: Json | undefined, path: string): Due {
  const due = typeof value === "string" || typeof value === "number" ? parseDue(value) : undefined;
  if (due === undefined) throw new ProtocolError(path, `${JSON.stringify(value ?? null)} is neither a duration nor a date`);
  return due;
}

function decodeWait(op: JsonObject, opts: JsonObject, step: OfStep, path: string): Op {
  // Empty text counts as absent (observed on a real server, August 2026).
  const event = requireText(textOr(opts["event"]) || op["name"], `${path}.name`);
  const timeout = requireDue(opts["timeout"], `${path}.opts.timeout`);
  // An empty condition is no expression, and the wait fails by it as by any other (observed on a real server, August 2026).
  const expr = textOr(opts["if"]);
  return expr === undefined ? { type: "wait", ...step, event, timeout } : { type: "wait", ...step, event, expr, timeout };
}

function decodeSignalWait(op: JsonObject, opts: JsonObject, step: OfStep, path: string): Op {
  const signal = requireText(opts["signal"] ?? op["name"], `${path}.opts.signal`);
  const timeout = requireDue(opts["timeout"], `${path}.opts.timeout`);
  return { type: "signal", ...step, signal, timeout, conflict: opts["conflict"] === "replace" ? "replace" : "fail" };
}

function decodeInvoke(opts: JsonObject, step: OfStep, path: string): Op {
  const target = requireText(opts["function_id"], `${path}.opts.function_id`);
  const payload = objectOr(opts["payload"]) ?? {};
  const timeout = opts["timeout"];
  if (timeout === undefined || timeout === null || timeout === "") return { type: "invoke", ...step, target, payload };
  return { type: "invoke", ...step, target, payload, timeout: requireDue(timeout, `${path}.opts.timeout`) };
}

/** An error as it came, kept verbatim (2.7), with a name and a message made up only where they are missing. */
export function decodeError(value: Json | undefined): WireError {
  if (!isObject(value)) return { name: "Error", message: typeof value === "string" ? value : JSON.stringify(value ?? null) };
  const { stack, ...rest } = value;
  const error = { ...rest, name: textOr(value["name"]) ?? "Error", message: textOr(value["message"]) ?? "" };
  return typeof stack === "string" ? { ...error, stack } : error;
}
