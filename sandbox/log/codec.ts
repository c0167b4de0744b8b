// A log as text, to keep or to hand on, and back. Parse at the door: what comes in is checked fact by fact.
// Boundary: numbering, times, and known types; the fields of a fact are trusted once its version is.
import { LOG_VERSION, type Fact } from "./facts.ts";
import { isFactType } from "./families.ts";
import type { Json, JsonObject } from "./json.ts";
import { upcast } from "./upcast.ts";

export class LogMalformed extends Error {
  readonly code = "log-malformed";
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`This is no log of ours: ${path}: ${problem}. Ask for the file again, or reset to start afresh.`);
    this.name = "LogMalformed";
    this.path = path;
  }
}

export function encodeLog(facts: readonly Fact[]): string {
  return JSON.stringify({ logVersion: LOG_VERSION, facts });
}

/** Throws `LogMalformed` with the path of what is wrong, `LogTooNew` for a later version. */
export function decodeLog(text: string): readonly Fact[] {
  const log = parse(text);
  const { logVersion, facts } = log;
  if (typeof logVersion !== "number") throw new LogMalformed("logVersion", "a number is needed");
  return decodeFacts(facts ?? null, logVersion);
}

/** Facts that came as JSON, brought up to the present version. */
export function decodeFacts(value: Json, logVersion: number): readonly Fact[] {
  if (!Array.isArray(value)) throw new LogMalformed("facts", "an array is needed");
  const objects = (value as readonly Json[]).map((fact, i) => requireObject(fact, `facts[${i}]`));
  let last = 0;
  return upcast(objects, logVersion).map((fact, i) => {
    const decoded = decodeFact(fact, `facts[${i}]`, last);
    last = decoded.seq;
    return decoded;
  });
}

function decodeFact(fact: JsonObject, path: string, last: number): Fact {
  const { seq, t, type } = fact;
  // Pruned runs leave gaps, so numbers grow without being dense.
  if (typeof seq !== "number" || !Number.isInteger(seq) || seq <= last)
    throw new LogMalformed(`${path}.seq`, `a whole number above ${last} is needed`);
  if (typeof t !== "number") throw new LogMalformed(`${path}.t`, "a time in milliseconds is needed");
  if (typeof type !== "string" || !isFactType(type))
    throw new LogMalformed(`${path}.type`, `${JSON.stringify(type ?? null)} is no type of fact`);
  return fact as unknown as Fact;
}

function parse(text: string): JsonObject {
  try {
    return requireObject(JSON.parse(text) as Json, "log");
  } catch (error) {
    throw error instanceof LogMalformed ? error : new LogMalformed("log", "it is not JSON");
  }
}

function requireObject(value: Json, path: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new LogMalformed(path, "an object is needed");
  return value as JsonObject;
}
