// Keys: the value of a key expression, as the text that tells one bucket of a limit from another (protocol.md 5.2, 5.5, 5.13).
// Boundary: the engine evaluates the expression; this module says what its result means.
import type { Json } from "../log/json.ts";

/** A result of CEL: its integers are bigints, its doubles numbers. `missing`: a field that is not there; its value is null. `ok: false`: it could not be evaluated. */
export type Evaluated = { readonly ok: true; readonly value: Json | bigint; readonly missing?: true } | { readonly ok: false };

/** All events whose key cannot be evaluated share this bucket (5.5). */
export const INVALID_KEY = "<invalid>";
/** The one bucket of a rule without a key. */
export const NO_KEY = "";

/** The text of a key: a missing value has a bucket of its own (5.2). */
export function keyText(key: Evaluated | undefined): string {
  if (key === undefined) return NO_KEY;
  if (!key.ok) return INVALID_KEY;
  const { value } = key;
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * Whether the key switches the rule off: rate limits, idempotency and singletons do not apply where it is `false` (5.4, 5.8), or where
 * its field is missing from the event (observed on a real server, August 2026). A null field is a key like any other.
 */
export function isOff(key: Evaluated | undefined): boolean {
  return key?.ok === true && (key.missing === true || key.value === false);
}

/** The name of a function's bucket; JSON keeps the parts of different names apart. */
export function bucketOf(fn: string, key: Evaluated | undefined): string {
  return JSON.stringify([fn, keyText(key)]);
}
