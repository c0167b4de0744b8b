// Words for lengths, instants and values. Pure: the same input reads the same on the server and in the page.
import type { Instant } from "../../../../sandbox/log/facts.ts";
import type { Json } from "../../../../sandbox/log/json.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length as people say it, in at most three units: "2 d 23 h 56 min", "22 s", "300 ms". */
export function length(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < SECOND) return `${whole} ms`;
  if (whole < MINUTE) return `${trim(whole / SECOND)} s`;
  const parts = [
    [Math.floor(whole / DAY), "d"],
    [Math.floor((whole % DAY) / HOUR), "h"],
    [Math.floor((whole % HOUR) / MINUTE), "min"],
    [Math.round((whole % MINUTE) / SECOND), "s"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).slice(0, 3);
  return said.map(([count, unit]) => `${count} ${unit}`).join(" ");
}

/** A length without its small change, for sentences: under a minute whole seconds, above it no seconds. */
export function roughly(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.ceil(ms / SECOND))} s`;
  return length(Math.floor(ms / MINUTE) * MINUTE);
}

/** Time since the run's first fact, for the journal: "2.300 s", "3 d 0.31 s". */
export function since(ms: number): string {
  if (ms < 0) return `−${since(-ms)}`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(3)} s`;
  const seconds = (ms % MINUTE) / SECOND;
  const head = Math.floor(ms / MINUTE) * MINUTE;
  return seconds < 0.005 ? length(head) : `${length(head)} ${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

/** The lab's clock: time of day, with the day from the second day on. */
export function clockFace(now: Instant, startsAt: Instant): string {
  const midnight = Math.floor(startsAt / DAY) * DAY;
  const day = Math.floor((now - midnight) / DAY) + 1;
  const time = timeOfDay(now);
  return day > 1 ? `day ${day}, ${time}` : time;
}

/** Date and time to the millisecond, for a row's detail. */
export function instant(at: Instant): string {
  return new Date(at).toISOString().replace("T", " ").replace("Z", "");
}

/** "09:00:12" on the lab's clock. */
export function timeOfDay(at: Instant): string {
  return new Date(at).toISOString().slice(11, 19);
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** A value on one line, cut to size. */
export function value(json: Json | undefined, limit = 96): string {
  if (json === undefined) return "";
  const text = typeof json === "string" ? json : JSON.stringify(json);
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/** The first line of a message, cut to size. */
export function firstLine(text: string, limit = 140): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

function trim(n: number): string {
  return n < 10 && n % 1 !== 0 ? n.toFixed(1).replace(/\.0$/, "") : String(Math.round(n));
}
