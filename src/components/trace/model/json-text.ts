// JSON as text: read with the place of what is wrong, written readably, cut to size. Pure.
import type { Json, JsonObject } from "../../../../sandbox/log/json.ts";

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string; readonly line?: number };

/** Reads any JSON value. The message says where it stops being JSON. */
export function readJson(text: string): Read<Json> {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    if (text.trim() === "") return { ok: false, message: "Nothing is written here. An empty object is {}.", line: 1 };
    const said = error instanceof Error ? error.message : String(error);
    const at = placeIn(said, text);
    const what = said
      .replace(/\s*(in JSON )?at (position|line) .*$/s, "")
      .replace(/^JSON\.parse: /, "")
      .replace(/, (\.\.\.)?".*$/s, "");
    return { ok: false, message: `Line ${at.line}, column ${at.column}: ${what}.`, line: at.line };
  }
}

/** Reads an object, as the data of an event must be. */
export function readObject(text: string): Read<JsonObject> {
  const read = readJson(text);
  if (!read.ok) return read;
  if (isObject(read.value)) return { ok: true, value: read.value };
  return { ok: false, message: "This must be an object: begin with { and end with }." };
}

/** Reads a list of arguments. */
export function readList(text: string): Read<readonly Json[]> {
  const read = readJson(text);
  if (!read.ok) return read;
  return Array.isArray(read.value)
    ? { ok: true, value: read.value as readonly Json[] }
    : { ok: false, message: "This must be a list of arguments: begin with [ and end with ]." };
}

const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Browsers name either a position, or a line and a column, or neither: then what is missing is missing at the end. */
function placeIn(message: string, text: string): { line: number; column: number } {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named !== null) return { line: Number(named[1]), column: Number(named[2]) };
  const position = /position (\d+)/.exec(message);
  const unexpected = /token '?(.)'?, (?:\.\.\.)?"/su.exec(message);
  const at =
    position !== null ? Number(position[1]) : unexpected !== null ? Math.max(0, text.lastIndexOf(unexpected[1] ?? "")) : text.length;
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

export const pretty = (json: Json | undefined): string => (json === undefined ? "" : JSON.stringify(json, undefined, 2));

/** `size`: of the whole text, where not all of it is kept. */
export type Cut = { readonly text: string; readonly size: string | undefined };

/** No line is shown longer than this before all of it is asked for. */
const LINE = 400;

/** The first lines of a text, none of them very long, and how much there is in all. */
export function cut(text: string, lines = 40): Cut {
  const all = text.split("\n");
  const kept = all.slice(0, lines).map((line) => (line.length > LINE ? `${line.slice(0, LINE)}…` : line));
  const short = kept.join("\n");
  return short === text ? { text, size: undefined } : { text: short, size: sizeOf(text.length) };
}

export function sizeOf(characters: number): string {
  if (characters < 1000) return `${characters} characters`;
  if (characters < 1_000_000) return `${Math.round(characters / 1000)} kB`;
  return `${(characters / 1_000_000).toFixed(1)} MB`;
}
