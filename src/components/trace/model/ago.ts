// Instants as people say them: how long ago, and when by the reader's own clock. Pure but for the time zone, which is the reader's.
import { length, roughly } from "../../lab/model/format.ts";

/** "just now", "12 s ago", "3 min ago", "in 5 min". */
export function ago(at: number, now: number): string {
  const ms = now - at;
  if (Math.abs(ms) < 1500) return "just now";
  if (ms < 0) return `in ${roughly(-ms)}`;
  if (ms < 60_000) return `${Math.floor(ms / 1000)} s ago`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ago`;
  if (ms < 86_400_000) return `${Math.floor(ms / 3_600_000)} h ago`;
  return `${Math.floor(ms / 86_400_000)} d ago`;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** Time of day, with the date when it is not today's. */
export function clock(at: number, now: number): string {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return date.toDateString() === new Date(now).toDateString() ? time : `${day(date)} ${time}`;
}

/** Date and time to the millisecond, with the zone. */
export function inFull(at: number): string {
  const date = new Date(at);
  const minutes = -date.getTimezoneOffset();
  const zone =
    minutes === 0 ? "UTC" : `UTC${minutes > 0 ? "+" : "-"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
  return `${day(date)} ${time} ${zone}`;
}

function day(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** How long a run took, or has taken so far. */
export function took(run: { readonly createdAt: number; readonly startedAt?: number; readonly endedAt?: number }, now: number): string {
  return length(Math.max(0, (run.endedAt ?? now) - run.createdAt));
}

/** The value of a date field from an instant, and back. */
export function fieldOf(at: number | undefined): string {
  if (at === undefined) return "";
  const date = new Date(at);
  return `${day(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function instantOfField(field: string): number | undefined {
  const at = field === "" ? Number.NaN : new Date(field).getTime();
  return Number.isNaN(at) ? undefined : at;
}
