// Registration: an app's functions, from POST /fn/register or from the reply to an in-band PUT (protocol.md 1.4 to 1.7).
// Boundary: shape and limits only; expressions are compiled by the engine. Flow-control fields are kept as they came.
import type { Json, JsonObject } from "../log/json.ts";
import { MINUTE_MS, parseDuration, SECOND_MS } from "./duration.ts";
import type { WireRequest, WireResponse } from "./http.ts";
import { LIMITS } from "./limits.ts";
import { withKnownNames } from "./field-names.ts";
import { uuidOf } from "./sha1.ts";
import { isObject, objectOr, parseJson, ProtocolError, requireId, requireObject, requireText, textOr } from "./shape.ts";

export type Trigger =
  | { readonly type: "event"; readonly event: string; readonly expression?: string }
  | { readonly type: "cron"; readonly cron: string; readonly jitterMs?: number };

export type FunctionConfig = {
  /** The slug, `<app>-<fn>`. */
  readonly id: string;
  readonly name: string;
  readonly triggers: readonly Trigger[];
  /** Retries, clipped to 0..20; attempts are one more. Default 4. */
  readonly retries: number;
  /** The URL to call, without its query. */
  readonly url: string;
  /** As it came, flow control included, with each field under the name that Inngest gives it. */
  readonly config: JsonObject;
};

export type Registration = {
  readonly app: string;
  readonly url: string;
  readonly sdk: string;
  readonly functions: readonly FunctionConfig[];
};

export type DecodedRegistration =
  { readonly ok: true; readonly registration: Registration } | { readonly ok: false; readonly reply: WireResponse; readonly why: string };

/** POST /fn/register. Never throws; a refusal carries the reply to send. */
export function decodeRegister(request: WireRequest): DecodedRegistration {
  const body = objectOr(parseJson(request.body));
  if (body === undefined) return refuseRegistration({ error: "Invalid request: unexpected EOF" }, "The registration is not JSON.");
  const expected = request.headers["x-inngest-expected-server-kind"];
  if (expected !== undefined && expected !== "dev")
    return refuseRegistration({ error: `Expected server kind dev, got ${expected}` }, `The app expects a server of kind ${expected}.`);
  const denied = deniedVersion(request.headers["x-inngest-sdk"] ?? textOr(body["sdk"]) ?? "");
  if (denied !== undefined) return refuseDenied(denied);
  // Python writes `appname` (1.4).
  const app = textOr(body["appName"]) ?? textOr(body["appname"]) ?? "";
  return decodeApp(app, body);
}

/** Versions of the TypeScript SDK that the server turns away (1.7): 3.22.0 to 3.53.1. */
function deniedVersion(sdk: string): string | undefined {
  const [, minor, patch] = /^(?:inngest-)?js:v3\.(\d+)\.(\d+)/.exec(sdk) ?? [];
  const at = Number(minor) * 1000 + Number(patch);
  return at >= 22_000 && at <= 53_001 ? sdk : undefined;
}

function refuseDenied(sdk: string): DecodedRegistration {
  const why = `The SDK ${sdk} is turned away: versions 3.22.0 to 3.53.1 of inngest are not taken. Use a later one.`;
  return refuseRegistration({ error: why, code: "sdk_version_denied", data: null, status: 400 }, why);
}

/** The reply to a PUT with `x-inngest-sync-kind: in_band`: the configuration itself (1.5). */
export function decodeInBand(response: WireResponse): DecodedRegistration {
  const body = objectOr(parseJson(response.body));
  if (response.status !== 200 || body === undefined)
    return refuseRegistration(
      { error: "Invalid in-band reply" },
      `The app answered the registration request with HTTP ${response.status}.`,
    );
  return decodeApp(textOr(body["app_id"]) ?? "", body);
}

function decodeApp(app: string, body: JsonObject): DecodedRegistration {
  if (app === "") return refuseRegistration({ error: "App ID required", data: null, status: 400 }, "The app gives no id.");
  const list = Array.isArray(body["functions"]) ? (body["functions"] as readonly Json[]) : [];
  try {
    const functions = list.map((config, i) => decodeFunction(config, `functions[${i}]`));
    return {
      ok: true,
      registration: { app, url: textOr(body["url"]) ?? functions[0]?.url ?? "", sdk: textOr(body["sdk"]) ?? "", functions },
    };
  } catch (error) {
    if (error instanceof ProtocolError) return invalidFunction(error.message);
    throw error;
  }
}

/** The refusal of an app one of whose functions is not valid; the wire hides the detail, `why` has it (1.7). */
export function invalidFunction(why: string): DecodedRegistration {
  return refuseRegistration({ error: "At least one function is invalid", data: null, status: 400 }, why);
}

export function refuseRegistration(body: JsonObject, why: string): DecodedRegistration {
  return { ok: false, why, reply: { status: 400, headers: { "content-type": "text/plain; charset=utf-8" }, body: JSON.stringify(body) } };
}

/** One function's configuration. Throws `ProtocolError` with the path of what is wrong. */
export function decodeFunction(value: Json, path = "function"): FunctionConfig {
  const config = withKnownNames(requireObject(value, path));
  const step = onlyStep(config, path);
  const url = requireText(objectOr(step["runtime"])?.["url"], `${path}.steps.step.runtime.url`);
  if (!/^(https?|wss?):\/\//.test(url)) throw new ProtocolError(`${path}.steps.step.runtime.url`, "http or https is needed");
  if (listOf(config["cancel"]).length > LIMITS.cancelOn) throw new ProtocolError(`${path}.cancel`, `at most ${LIMITS.cancelOn} entries`);
  if (listOf(config["concurrency"]).length > LIMITS.concurrencyEntries)
    throw new ProtocolError(`${path}.concurrency`, `at most ${LIMITS.concurrencyEntries} entries`);
  return {
    id: requireId(config["id"], `${path}.id`),
    name: requireText(config["name"], `${path}.name`),
    triggers: decodeTriggers(config, `${path}.triggers`),
    retries: retriesOf(step),
    url: url.replace(/\?.*$/, ""),
    config,
  };
}

function onlyStep(config: JsonObject, path: string): JsonObject {
  const steps = requireObject(config["steps"], `${path}.steps`);
  const [only, ...more] = Object.values(steps);
  if (only === undefined || more.length > 0) throw new ProtocolError(`${path}.steps`, "exactly one step is needed");
  return requireObject(only, `${path}.steps.step`);
}

function retriesOf(step: JsonObject): number {
  const attempts = objectOr(step["retries"])?.["attempts"];
  if (typeof attempts !== "number") return LIMITS.defaultRetries;
  // More than 20 are clipped without a word (1.6).
  return Math.min(LIMITS.retries, Math.max(0, Math.floor(attempts)));
}

function decodeTriggers(config: JsonObject, path: string): readonly Trigger[] {
  const triggers = listOf(config["triggers"]).map((trigger, i) => decodeTrigger(trigger, `${path}[${i}]`));
  if (triggers.length > LIMITS.triggers) throw new ProtocolError(path, `at most ${LIMITS.triggers} triggers`);
  const distinct = new Set(triggers.map((trigger) => JSON.stringify(trigger)));
  if (distinct.size < triggers.length) throw new ProtocolError(path, "a trigger is given twice");
  return triggers;
}

function decodeTrigger(value: Json, path: string): Trigger {
  const trigger = requireObject(value, path);
  const cron = textOr(trigger["cron"]);
  if (cron !== undefined && cron !== "") return { type: "cron", cron, ...jitterOf(trigger, path) };
  const event = requireText(trigger["event"], `${path}.event`);
  if (event.length > LIMITS.eventNameLength) throw new ProtocolError(`${path}.event`, `at most ${LIMITS.eventNameLength} characters`);
  const expression = textOr(trigger["expression"]);
  return expression === undefined || expression === "" ? { type: "event", event } : { type: "event", event, expression };
}

// Between 1 s and 5 min (1.7).
function jitterOf(trigger: JsonObject, path: string): { readonly jitterMs?: number } {
  const text = textOr(trigger["jitter"]) ?? "";
  if (text === "") return {};
  const jitterMs = parseDuration(text);
  if (jitterMs === undefined || jitterMs < SECOND_MS || jitterMs > 5 * MINUTE_MS)
    throw new ProtocolError(`${path}.jitter`, "a length between 1s and 5m is needed");
  return { jitterMs };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return isObject(value) ? [value] : [];
}

/** The reply to a registration; `modified` is false when the same configuration came before. */
export function encodeRegisterReply(app: string, modified: boolean): WireResponse {
  const body = { ok: true, modified, sync_id: uuidOf(`sync:${app}`), app_id: uuidOf(`app:${app}`) };
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: JSON.stringify(body) };
}

/** The request that asks an app to register: it posts to /fn/register, or answers with its configuration (`in-band`). */
export function encodeSync(url: string, path: string, kind: "out-of-band" | "in-band"): WireRequest {
  const headers = { "content-type": "application/json", "x-inngest-server-kind": "dev" };
  // The wire writes it with an underscore (1.5).
  return {
    method: "PUT",
    path,
    headers: kind === "in-band" ? { ...headers, "x-inngest-sync-kind": "in_band" } : headers,
    body: JSON.stringify({ url }),
  };
}

/** Whether an event's name fires a trigger; `g/wild/*` takes any depth below (5.1). */
export function matchesEventName(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1));
}
