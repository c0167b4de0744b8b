// Looking into JSON that came from outside. Boundary: only `protocol` decoders use this; nothing deeper checks again.
import type { Json, JsonObject } from "../log/json.ts";

/** Something from outside does not have the shape that the protocol gives it; `path` says where. */
export class ProtocolError extends Error {
  readonly code = "protocol-malformed";
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.name = "ProtocolError";
    this.path = path;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object, or `undefined` for anything else; explicit nulls are as good as absent (protocol.md 9.3). */
export function objectOr(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

export function textOr(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function numberOr(value: Json | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function requireText(value: Json | undefined, path: string): string {
  if (typeof value !== "string" || value === "") throw new ProtocolError(path, "a non-empty string is needed");
  return value;
}

/** Text that may go into a URL: half a surrogate pair has no form there. */
export function requireId(value: Json | undefined, path: string): string {
  const id = requireText(value, path);
  if (/\p{Surrogate}/u.test(id)) throw new ProtocolError(path, "well-formed text is needed");
  return id;
}

export function requireObject(value: Json | undefined, path: string): JsonObject {
  if (!isObject(value)) throw new ProtocolError(path, "an object is needed");
  return value;
}

/** JSON text to a value; `undefined` when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** For the default branch of a switch over a closed union. */
export function assertNever(value: never): never {
  throw new TypeError(`No case for ${JSON.stringify(value)}`);
}
