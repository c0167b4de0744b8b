// Sessions: which conversations, users or jobs an event's runs belong to (protocol.md 4.1, 5.14; field names as the SDK sends them).
// Two layers come in, what the sender wrote and what the SDK hands on from the run that sends; one comes out.
import type { EventMeta, StoredEvent } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import { utf8Length } from "./bytes.ts";
import { LIMITS } from "./limits.ts";
import { isObject, objectOr } from "./shape.ts";

export type DecodedMeta = { readonly ok: true; readonly meta?: EventMeta } | { readonly ok: false; readonly why: string };

const refuse = (why: string): DecodedMeta => ({ ok: false, why });

/** An event's `meta`; what it says beside sessions is not kept. */
export function decodeMeta(value: Json | undefined): DecodedMeta {
  if (value === undefined || value === null) return { ok: true };
  if (!isObject(value)) return refuse("event meta must be an object");
  const size = utf8Length(JSON.stringify(value));
  if (size > LIMITS.metaBytes) return refuse(`event meta is over the max size: Max ${LIMITS.metaBytes} bytes / Size ${size} bytes`);
  const { sessions, propagated_sessions: inherited } = value;
  for (const layer of [sessions, inherited])
    if (layer !== undefined && layer !== null && !isObject(layer)) return refuse("event sessions must be an object");
  const problem = [...Object.entries(objectOr(sessions) ?? {}), ...Object.entries(objectOr(inherited) ?? {})]
    .map(problemWith)
    .find(Boolean);
  if (problem !== undefined) return refuse(problem);
  const merged = merge(objectOr(sessions) ?? {}, sessions === null ? {} : (objectOr(inherited) ?? {}));
  const count = Object.keys(merged).length;
  if (count > LIMITS.sessionsPerEvent) return refuse(`event sessions can include at most ${LIMITS.sessionsPerEvent} entries`);
  return count === 0 ? { ok: true } : { ok: true, meta: { sessions: merged } };
}

function problemWith([name, id]: [string, Json | undefined]): string | undefined {
  if (name === "") return "event session keys cannot be empty";
  if (id === "") return `event session "${name}" cannot have an empty ID`;
  return id === null || typeof id === "string" || typeof id === "number"
    ? undefined
    : `event session "${name}" must be a string, number, or null`;
}

// What the sender wrote stays, whatever its number; null cuts what would be inherited; the rest is filled up in the order of names.
function merge(own: JsonObject, inherited: JsonObject): EventMeta["sessions"] {
  const mine = Object.entries(own).filter(([, id]) => id !== null);
  const room = Math.max(0, LIMITS.sessionsPerEvent - mine.length);
  const rest = Object.entries(inherited).filter(([name, id]) => id !== null && !Object.hasOwn(own, name));
  const filled = rest.sort(([a], [b]) => byCodePoint(a, b)).slice(0, room);
  return Object.fromEntries([...mine, ...filled].map(([name, id]) => [name, String(id)]));
}

/** Every session that a run's events name, each once, in the order of names and ids. */
export function sessionsOf(events: readonly StoredEvent[]): readonly (readonly [string, string])[] {
  const found = new Map<string, readonly [string, string]>();
  for (const { meta } of events)
    for (const [name, id] of Object.entries(meta?.sessions ?? {})) found.set(JSON.stringify([name, id]), [name, id]);
  return [...found.values()].sort(([a, x], [b, y]) => byCodePoint(a, b) || byCodePoint(x, y)).slice(0, LIMITS.sessionsPerRun);
}

/** The order of UTF-8, which is not that of JavaScript's own comparison. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [i, char] of left.entries()) {
    const difference = (char.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
