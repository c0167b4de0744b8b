// Calendar: when a cron trigger ticks, in its time zone (protocol.md 5.12). Only this module knows zones and daylight saving.
// Boundary: a cron text and an instant in, the next instant out; it reads no clock.
// Daylight saving: a fixed time that the change of clocks skips ticks right after the gap, and one that comes twice ticks once.
// A trigger that repeats within the hour follows elapsed time.
import { Cron } from "croner";
import type { Instant } from "../../log/facts.ts";
import { formatIso } from "../../protocol/date.ts";

export type ParsedCron = { readonly ok: true; readonly cron: Cron } | { readonly ok: false; readonly message: string };

const ZONE = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/;
/** Five fields of numbers, names, lists, ranges and steps. The package accepts more than the real server does. */
const FIELD = /^(?:\?|[0-9*,/-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)+$/i;

/** Reads "TZ=Europe/Paris 0 9 * * 1" and its like; without a zone, in UTC. */
export function parseCron(text: string): ParsedCron {
  const [, timezone = "UTC", pattern = text] = ZONE.exec(text.trim()) ?? [];
  const fields = pattern.trim().split(/\s+/);
  if (fields.length !== 5) return { ok: false, message: `a cron has five fields, "${pattern}" has ${fields.length}` };
  const strange = fields.find((field) => !FIELD.test(field));
  if (strange !== undefined) return { ok: false, message: `"${strange}" is no field of a cron` };
  try {
    const cron = new Cron(fields.join(" ").replaceAll("?", "*"), { timezone, mode: "5-part", paused: true, sloppyRanges: true });
    // The package reports an unknown zone only when it computes a tick.
    cron.nextRun(formatIso(0));
    return { ok: true, cron };
  } catch (error) {
    return { ok: false, message: (error instanceof Error ? error.message : String(error)).split(" Original error")[0] ?? "" };
  }
}

const parsed = new Map<string, ParsedCron>();

/** The first tick after an instant; `undefined` for a date that never comes, and for a text that is no cron. */
export function nextTick(text: string, after: Instant): Instant | undefined {
  const known = parsed.get(text) ?? parseCron(text);
  parsed.set(text, known);
  return known.ok ? known.cron.nextRun(formatIso(after))?.getTime() : undefined;
}
