// Durations and due times as the SDKs write them. Pure: a due time is relative until somebody supplies `now`.
import type { Instant } from "../log/facts.ts";
import { parseDate } from "./date.ts";

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: WEEK_MS,
};
const PART = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w)/y;

/** "3d", "1h30m", "1.5h", "500ms" to milliseconds; "" is 0 (the TypeScript SDK writes zero so). `undefined` when it is no duration. */
export function parseDuration(text: string): number | undefined {
  if (text === "" || text === "0") return 0;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (part === null) return undefined;
    total += Number(part[1]) * (UNIT_MS[part[2] ?? ""] ?? 0);
  }
  return total;
}

/** When something is due: after a length of time, or at an instant. */
export type Due = { readonly type: "after"; readonly ms: number } | { readonly type: "at"; readonly at: Instant };

/** A duration, an ISO date (10 characters or more, protocol.md 9.3), or a number of milliseconds. */
export function parseDue(value: string | number): Due | undefined {
  if (typeof value === "number") return { type: "after", ms: value };
  const at = value.length >= 10 ? parseDate(value) : undefined;
  if (at !== undefined) return { type: "at", at };
  const ms = parseDuration(value);
  return ms === undefined ? undefined : { type: "after", ms };
}

/** The instant at which `due` falls, never before `now`: 0 and past dates are due at once (protocol.md 5.11). */
export function dueAt(due: Due, now: Instant): Instant {
  return Math.max(now, due.type === "after" ? now + due.ms : due.at);
}
