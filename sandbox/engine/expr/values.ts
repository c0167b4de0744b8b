// Comparison, truth and field access of an expression's values (protocol.md 5.10 and 5.13). Pure.
// In CEL a missing field is an error. Here it is a value of its own, which equals null and no other missing field.
import type { Json } from "../../log/json.ts";
import { entriesOf, fieldOf, hasField, isFields } from "./fields.ts";

/** A field or element that is not there. */
export class Missing {}
const MISSING = new Missing();

type Numeric = number | bigint;

const isAbsent = (value: unknown): boolean => value === null || value instanceof Missing;
const isNumeric = (value: unknown): value is Numeric => typeof value === "number" || typeof value === "bigint";

/** A value as JavaScript compares it: unsigned integers by value, times and durations by their milliseconds. */
function plain(value: unknown): unknown {
  const isWrapped = typeof value === "object" && value !== null && !Array.isArray(value) && !isFields(value);
  return isWrapped ? value.valueOf() : value;
}

/** A duration's milliseconds; `undefined` for any other value. */
export function lengthOf(value: unknown): number | undefined {
  const ms = plain(value);
  return isFields(value) || typeof value !== "object" || !isNumeric(ms) ? undefined : Number(ms);
}

function isSameNumber(a: Numeric, b: Numeric): boolean {
  if (typeof a === typeof b) return a === b;
  return Number.isInteger(Number(a)) && BigInt(a) === BigInt(b);
}

/** Numbers compare across int, uint and double; a string never equals a number; missing equals null and nothing else. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (isAbsent(left) || isAbsent(right)) return isAbsent(left) && isAbsent(right) && !(left instanceof Missing && right instanceof Missing);
  const [a, b] = [plain(left), plain(right)];
  if (isNumeric(a) && isNumeric(b)) return isSameNumber(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  if (isFields(a) && isFields(b)) {
    const entries = entriesOf(a);
    return (
      entries.length === entriesOf(b).length && entries.every(([name, value]) => hasField(b, name) && isEqual(value, fieldOf(b, name)))
    );
  }
  return a === b;
}

/** Negative, 0 or positive. Throws for values without an order, so that the expression does not match. */
export function compare(left: unknown, right: unknown): number {
  const [a, b] = [plain(left), plain(right)];
  const ordered = (isNumeric(a) && isNumeric(b)) || (typeof a === "string" && typeof b === "string");
  if (!ordered) throw new TypeError("These two values have no order.");
  if (a === b) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `&&`, `||` and `?:` take any value: absent, false, 0 and "" are not true. */
export function isTruthy(value: unknown): boolean {
  if (isAbsent(value)) return false;
  const bare = plain(value);
  return isNumeric(bare) ? Number(bare) !== 0 : Boolean(bare);
}

/** `!missing` is false, as `missing` itself is. */
export function isNot(value: unknown): boolean {
  return !isAbsent(value) && !isTruthy(value);
}

/** A field of a map or an element of a list; `Missing` when it is not there, or when the map or list itself is absent. */
export function member(holder: unknown, key: unknown): unknown {
  if (Array.isArray(holder)) {
    const index = isNumeric(key) ? Number(key) : -1;
    return index in holder ? (holder[index] as unknown) : MISSING;
  }
  if (isFields(holder) && typeof key === "string") return hasField(holder, key) ? fieldOf(holder, key) : MISSING;
  if (isAbsent(holder)) return MISSING;
  throw new TypeError(`A ${typeof holder} has no field ${String(key)}.`);
}

export function hasMember(holder: unknown, key: string): boolean {
  return isFields(holder) && hasField(holder, key);
}

/** Whether a list has an element, or a map a key, equal to `value`. */
export function isIn(value: unknown, holder: unknown): boolean {
  if (Array.isArray(holder)) return holder.some((item) => isEqual(value, item));
  if (isFields(holder)) return typeof value === "string" && hasField(holder, value);
  if (isAbsent(holder)) return false;
  throw new TypeError("`in` needs a list or a map.");
}

/** The result of an expression: a single integer stays a bigint, an absent value is null, times are text. */
export function asResult(value: unknown): Json | bigint {
  return typeof value === "bigint" ? value : asJson(value);
}

function asJson(value: unknown): Json {
  if (isAbsent(value)) return null;
  const bare = plain(value);
  if (typeof bare === "string" || typeof bare === "boolean" || typeof bare === "number") return bare;
  if (Array.isArray(bare)) return bare.map(asJson);
  if (isFields(bare)) return Object.fromEntries(entriesOf(bare).map(([name, field]) => [name, asJson(field)]));
  return String(bare);
}
