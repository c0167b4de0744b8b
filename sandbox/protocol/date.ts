// Dates as text, without the platform's Date: the engine has no clock of its own and reads what others wrote.
// Boundary: UTC instants only; zones belong to `engine/calendar`.
import type { Instant } from "../log/facts.ts";

const DAY = 86_400_000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;
const HTTP = /^(?:[A-Za-z]{3},\s*)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|\+0000)$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar; `month` counts from 1. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date that lies `days` after 1970-01-01. */
export function civilFromDays(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** ISO 8601 (a date alone is midnight UTC) or an HTTP date. `undefined` when it is neither. */
export function parseDate(text: string): Instant | undefined {
  return parseIso(text) ?? parseHttp(text);
}

function parseIso(text: string): Instant | undefined {
  const m = ISO.exec(text);
  if (m === null) return undefined;
  const millis = Number((m[7] ?? "0").padEnd(3, "0").slice(0, 3));
  const at = instant(Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4] ?? 0), Number(m[5] ?? 0), Number(m[6] ?? 0));
  return at === undefined ? undefined : at + millis - offsetMs(m[8] ?? "Z");
}

function parseHttp(text: string): Instant | undefined {
  const m = HTTP.exec(text);
  if (m === null) return undefined;
  const month = MONTHS.indexOf((m[2] ?? "").toLowerCase()) + 1;
  return instant(Number(m[3]), month, Number(m[1]), Number(m[4]), Number(m[5]), Number(m[6]));
}

function instant(year: number, month: number, day: number, hour: number, minute: number, second: number): Instant | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return undefined;
  const days = daysFromCivil(year, month, day);
  const back = civilFromDays(days);
  if (back.month !== month || back.day !== day) return undefined;
  return days * DAY + ((hour * 60 + minute) * 60 + second) * 1000;
}

function offsetMs(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** ISO 8601 in UTC with milliseconds, e.g. "2026-11-20T13:58:00.000Z". */
export function formatIso(at: Instant): string {
  const days = Math.floor(at / DAY);
  const rest = at - days * DAY;
  const { year, month, day } = civilFromDays(days);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const time = `${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}.${String(Math.floor(rest % 1000)).padStart(3, "0")}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${time}Z`;
}
