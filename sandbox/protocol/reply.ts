// Replies: what the app's answer to a call means (protocol.md 2.3). Parse at the door, trust inside.
import type { Instant, WireError } from "../log/facts.ts";
import type { Json } from "../log/json.ts";
import { utf8Length } from "./bytes.ts";
import { parseDate } from "./date.ts";
import { SECOND_MS } from "./duration.ts";
import type { WireResponse } from "./http.ts";
import { LIMITS } from "./limits.ts";
import { decodeError, decodeOp, type Op } from "./ops.ts";
import { isObject, objectOr, parseJson, ProtocolError, textOr } from "./shape.ts";

export type Reply =
  /** 200 or 204: the run is over. */
  | { readonly type: "finished"; readonly output: Json; readonly version?: number }
  /** 206: ops found. `[]` means: look again. `version` is stored with the run (2.2). */
  | { readonly type: "progressed"; readonly ops: readonly Op[]; readonly retryAfterMs?: number; readonly version?: number }
  /** 4xx or 5xx of the SDK: an error at function level. */
  | { readonly type: "failed"; readonly error: WireError; readonly retriable: boolean; readonly retryAfterMs?: number }
  /** Something answered that is no SDK: a proxy, an error page, another server. */
  | { readonly type: "not-sdk"; readonly error: WireError; readonly retryAfterMs?: number }
  /** Larger than one reply may be; the run fails with this output. */
  | { readonly type: "too-large"; readonly error: WireError }
  /** An SDK's answer that breaks the protocol; the call is tried again. */
  | { readonly type: "malformed"; readonly what: string; readonly error: WireError };

/** Never throws. `now` turns a `Retry-After` date into a length of time. */
export function decodeReply(response: WireResponse, now: Instant): Reply {
  if (utf8Length(response.body) > LIMITS.responseBytes) return tooLarge();
  // 201: a stream of white space, then the real reply inside (2.3).
  const inner = response.status === 201 ? unwrapStream(response) : response;
  if (inner === undefined) return malformed("body", "a 201 reply carries no status, headers and body");
  if (inner.headers["x-inngest-sdk"] === undefined) return notSdk(inner, now);
  if (inner.status === 200 || inner.status === 204) return finished(inner);
  if (inner.status === 206) return progressed(inner, now);
  if (inner.status >= 400) return failed(inner, now);
  return malformed("status", `${inner.status} is no status that an SDK answers with`);
}

// A body that is no JSON is the output as it stands (observed on a real server, August 2026).
function finished(response: WireResponse): Reply {
  const output = response.body.trim() === "" ? null : parseJson(response.body);
  return { type: "finished", output: output === undefined ? response.body : output, ...versionOf(response) };
}

function progressed(response: WireResponse, now: Instant): Reply {
  const body = parseJson(response.body);
  if (body === undefined) return malformed("body", "a 206 reply is not JSON");
  // A bare object stands for an array of one (2.3).
  const list = Array.isArray(body) ? body : isObject(body) ? [body] : undefined;
  if (list === undefined) return malformed("body", "a 206 reply is neither an array nor an object");
  try {
    const ops = list.map((op, i) => decodeOp(op as Json, `body[${i}]`));
    const final = response.headers["x-inngest-no-retry"] === "true";
    return { type: "progressed", ops: final ? ops.map(asFinal) : ops, ...retryAfterOf(response, now), ...versionOf(response) };
  } catch (error) {
    if (error instanceof ProtocolError) return malformed(error.path, error.message.slice(error.path.length + 2));
    throw error;
  }
}

// No-retry on a 206 makes every StepError in it final (2.3, Go and Python).
function asFinal(op: Op): Op {
  if (op.type === "threw") return { ...op, retriable: false };
  return op.type === "error" ? { ...op, type: "failed" } : op;
}

function failed(response: WireResponse, now: Instant): Reply {
  const body = parseTwice(response.body);
  const error = body === undefined ? { name: "Error", message: response.body } : decodeError(functionError(body));
  // 4xx without the header is retried: only the header decides (2.3).
  return { type: "failed", error, retriable: response.headers["x-inngest-no-retry"] !== "true", ...retryAfterOf(response, now) };
}

// Some apps encode their error twice (observed on a real server, August 2026).
function parseTwice(text: string): Json | undefined {
  const once = parseJson(text);
  const twice = typeof once === "string" ? parseJson(once) : undefined;
  return isObject(twice) ? twice : once;
}

// A targeted step that never appears is answered with `error` as a text (2.4).
function functionError(body: Json): Json {
  if (isObject(body) && body["message"] === undefined && typeof body["error"] === "string")
    return { ...body, name: textOr(body["name"]) ?? "Error", message: body["error"] };
  return body;
}

// A proxy's or a maintenance page, say: the attempt fails, whatever its status, and what it holds is kept.
function notSdk(response: WireResponse, now: Instant): Reply {
  const fatal = response.status >= 400;
  if (response.status >= 300 && !fatal) return redirected(response);
  const error = fatal
    ? {
        name: "Server returned a fatal error",
        message: `Your server returned HTTP ${response.status} before the SDK responded.`,
        stack: response.body,
      }
    : {
        name: "not_sdk",
        message: `The URL answered with HTTP ${response.status} but is not an Inngest SDK: the header x-inngest-sdk is missing.`,
        stack: response.body,
      };
  return { type: "not-sdk", error, ...retryAfterOf(response, now) };
}

// Transports follow redirects with method and body kept (9.3 no. 14); one that did not may find the way the next time.
function redirected({ status, headers }: WireResponse): Reply {
  const message = `The URL answered with HTTP ${status}, a redirect to ${headers["location"] ?? "nowhere"} that was not followed.`;
  return { type: "not-sdk", error: { name: "not_sdk", message } };
}

function tooLarge(): Reply {
  const message = "output_too_large: Your function's response body exceeds the maximum size limit";
  return { type: "too-large", error: { name: "output_too_large", message, error: message } };
}

function malformed(path: string, problem: string): Reply {
  const what = `${path}: ${problem}`;
  return { type: "malformed", what, error: { name: "Error", message: `The reply breaks the protocol at ${what}.` } };
}

function unwrapStream(response: WireResponse): WireResponse | undefined {
  const body = objectOr(parseJson(response.body.trim()));
  if (body === undefined || typeof body["status"] !== "number") return undefined;
  const headers: Record<string, string> = { ...response.headers };
  for (const [name, value] of Object.entries(objectOr(body["headers"]) ?? {}))
    if (typeof value === "string") headers[name.toLowerCase()] = value;
  // Go says beside the value what others say in headers (2.3).
  if (body["noRetry"] === true) headers["x-inngest-no-retry"] = "true";
  if (typeof body["retryAt"] === "string") headers["retry-after"] = body["retryAt"];
  const inner = body["body"] ?? null;
  return { status: body["status"], headers, body: typeof inner === "string" ? inner : JSON.stringify(inner) };
}

function versionOf(response: WireResponse): { version?: number } {
  const version = Number(response.headers["x-inngest-req-version"]);
  return version === 1 || version === 2 ? { version } : {};
}

function retryAfterOf(response: WireResponse, now: Instant): { retryAfterMs?: number } {
  const text = response.headers["retry-after"];
  if (text === undefined) return {};
  // Up to 7 characters: whole seconds; longer: a date (2.3).
  const ms = /^\d{1,7}$/.test(text) ? Number(text) * SECOND_MS : delayUntil(text, now);
  return ms === undefined ? {} : { retryAfterMs: Math.min(LIMITS.retryAfterMaxMs, Math.max(LIMITS.retryAfterMinMs, ms)) };
}

function delayUntil(date: string, now: Instant): number | undefined {
  const at = parseDate(date);
  return at === undefined ? undefined : at - now;
}
