// Event intake: bodies of POST /e/:key and the exact replies (protocol.md 4.1 to 4.3).
// Boundary: says which events are good and what was wrong; ids, deduplication and runs are the engine's.
import type { EventMeta, Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import { fromBase64, utf8Length } from "./bytes.ts";
import type { WireResponse } from "./http.ts";
import { LIMITS } from "./limits.ts";
import { decodeMeta } from "./sessions.ts";
import { isObject, parseJson } from "./shape.ts";
import { ulidOf } from "./ulid.ts";

/** An event as somebody sent it. `id` and `ts` are theirs, if they gave any. */
export type IncomingEvent = {
  readonly name: string;
  readonly data: JsonObject;
  readonly user: JsonObject;
  readonly id?: string;
  readonly ts?: Instant;
  readonly v?: string;
  readonly meta?: EventMeta;
};

/** An event as functions and waits see it. */
export type WireEvent = {
  readonly name: string;
  readonly data: JsonObject;
  readonly id: string;
  readonly ts: Instant;
  readonly user: JsonObject;
  readonly v?: string;
  readonly meta?: EventMeta;
};

/** `events` come before the first bad one and are taken in even when there is an `error` (4.2). */
export type DecodedEvents = { readonly events: readonly IncomingEvent[]; readonly error?: string };

/** The year 1980 and the year 2100: outside of them a `ts` is a mistake (4.2). */
const EARLIEST: Instant = 315_532_800_000;
const LATEST: Instant = 4_102_444_800_000;

/** Never throws. Events of the engine's own (`inngest/…`) are refused: they cannot come from outside. */
export function decodeEvents(body: string): DecodedEvents {
  if (body.trim() === "") return { events: [] };
  const value = parseJson(body);
  if (value === undefined) return { events: [], error: "unexpected end of JSON input" };
  const list: readonly Json[] | undefined = Array.isArray(value) ? value : isObject(value) ? [value] : undefined;
  if (list === undefined) return { events: [], error: "Request body must contain an event object or an array of event objects" };
  const events: IncomingEvent[] = [];
  for (const item of list.slice(0, LIMITS.eventsPerRequest)) {
    const event = decodeEvent(item);
    if (typeof event === "string") return { events, error: event };
    events.push(event);
  }
  // The first 5000 are taken in all the same (4.2).
  return list.length > LIMITS.eventsPerRequest
    ? { events, error: `Too many events: at most ${LIMITS.eventsPerRequest} in one request` }
    : { events };
}

function decodeEvent(value: Json): IncomingEvent | string {
  if (!isObject(value)) return "Request body must contain an event object or an array of event objects";
  const { name, data, user, id, ts, v } = value;
  const problem = nameProblem(name) ?? fieldProblem(value) ?? sizeProblem(value);
  if (problem !== undefined) return problem;
  const decoded = decodeMeta(value["meta"]);
  if (!decoded.ok) return decoded.why;
  return {
    name: name as string,
    data: withoutInternals(isObject(data) ? data : {}),
    user: isObject(user) ? user : {},
    ...(typeof id === "string" && id !== "" ? { id } : {}),
    ...(typeof ts === "number" && ts !== 0 ? { ts } : {}),
    ...(typeof v === "string" ? { v } : {}),
    ...(decoded.meta === undefined ? {} : { meta: decoded.meta }),
  };
}

function nameProblem(name: Json | undefined): string | undefined {
  if (name === undefined || name === null || name === "") return "event name is empty";
  if (typeof name !== "string") return "event name must be a string";
  if (name.toLowerCase().startsWith("inngest/")) return `event name is reserved for internal use: ${name}`;
  return undefined;
}

function fieldProblem({ data, user, id, ts }: JsonObject): string | undefined {
  if (data !== undefined && data !== null && !isObject(data)) return "event data must be an object";
  if (user !== undefined && user !== null && !isObject(user)) return "event user must be an object";
  if (id !== undefined && id !== null && typeof id !== "string") return "event id must be a string";
  if (ts === undefined || ts === null || ts === 0) return undefined;
  if (typeof ts !== "number" || !Number.isInteger(ts)) return "event ts must be a whole number of milliseconds";
  return ts < EARLIEST || ts > LATEST ? "event ts must be between 1980 and 2100" : undefined;
}

function sizeProblem(value: JsonObject): string | undefined {
  const size = utf8Length(JSON.stringify(value));
  return size > LIMITS.eventBytes ? `Event is over the max size: Max ${LIMITS.eventBytes} bytes / Size ${size} bytes` : undefined;
}

// `data._inngest` belongs to the engine; it is stripped from public events (4.1).
function withoutInternals({ _inngest, ...data }: JsonObject): JsonObject {
  return data;
}

/** The reply to POST /e/:key. `ids` are the internal ULIDs, also when the sender gave ids. */
export function encodeEventsReply(ids: readonly string[], error?: string): WireResponse {
  const shown = ids.length === 0 ? [""] : ids;
  const body = error === undefined ? { ids: shown, status: 200 } : { ids: shown, status: 400, error };
  return { status: body.status, headers: { "content-type": "text/plain; charset=utf-8" }, body: JSON.stringify(body) };
}

/** What `x-inngest-event-id-seed` says: with it, a resend gets the same internal ids. */
export type IdSeed = { readonly ms: Instant; readonly entropy: readonly number[] };

/** `<millis>,<base64 of 10 bytes>`; `undefined` when it is missing or something else. */
export function decodeIdSeed(header: string | undefined): IdSeed | undefined {
  const [millis = "", base64 = ""] = header?.split(",") ?? [];
  const entropy = fromBase64(base64.trim());
  if (!/^\d+$/.test(millis) || entropy?.length !== 10) return undefined;
  return { ms: Number(millis), entropy };
}

/** The internal id of the event at `index` of its array: the seed's last four bytes are counted up (4.3). */
export function seededEventId(seed: IdSeed, index: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = seed.entropy.slice(6);
  const last = (((a << 24) | (b << 16) | (c << 8) | d) + index) >>> 0;
  return ulidOf(seed.ms, [...seed.entropy.slice(0, 6), last >>> 24, (last >>> 16) & 255, (last >>> 8) & 255, last & 255]);
}
