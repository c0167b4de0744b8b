// The functions that Inngest adds to CEL (protocol.md 5.13), and those that `rewrite.ts` calls.
// `now()`, `now_plus()` and `now_minus()` read no clock: each evaluation is given the instant, as `_now`.
import { Environment } from "@marcbachmann/cel-js";
import { fromBase64 } from "../../protocol/bytes.ts";
import { formatIso } from "../../protocol/date.ts";
import { parseDuration } from "../../protocol/duration.ts";
import { compare, hasMember, isEqual, isIn, isNot, isTruthy, lengthOf, member, Missing } from "./values.ts";

/** `event` is the one that started the run; `async` the candidate of a wait. */
export type Variable = "event" | "async";

/** An environment in which only these variables exist. */
export function environmentFor(variables: readonly Variable[]): Environment {
  const environment = BASE.clone().registerVariable("_now", "dyn");
  for (const variable of variables) environment.registerVariable(variable, "dyn");
  return environment;
}

const BASE = new Environment({ homogeneousAggregateLiterals: false })
  .registerType("Missing", Missing)
  .registerFunction("_get(dyn, dyn): dyn", member)
  .registerFunction("_has(dyn, string): bool", hasMember)
  .registerFunction("_eq(dyn, dyn): bool", isEqual)
  .registerFunction("_compare(dyn, dyn): int", (left: unknown, right: unknown) => BigInt(compare(left, right)))
  .registerFunction("_in(dyn, dyn): bool", isIn)
  .registerFunction("_not(dyn): bool", isNot)
  .registerFunction("_truthy(dyn): bool", isTruthy)
  // Declared for their names and arguments only: `rewrite.ts` replaces them by `timestamp(_later(…))`.
  .registerFunction("now(): dyn", absent)
  .registerFunction("now_plus(dyn): dyn", absent)
  .registerFunction("now_minus(dyn): dyn", absent)
  .registerFunction("_later(dyn, dyn, int): string", later)
  .registerFunction("lowercase(string): string", (value: string) => value.toLowerCase())
  .registerFunction("uppercase(string): string", (value: string) => value.toUpperCase())
  .registerFunction("b64decode(string): string", decodeBase64)
  .registerFunction("json_parse(string): dyn", (value: string) => JSON.parse(value) as unknown);

function absent(): never {
  throw new TypeError("This function is rewritten before it runs.");
}

/** An instant later by a length of time, as text. `by`: "1h30m", "2d", or a duration of CEL's. */
function later(now: unknown, by: unknown, sign: bigint): string {
  const ms = typeof by === "string" ? parseDuration(by) : lengthOf(by);
  if (typeof now !== "number" || ms === undefined) throw new TypeError(`${String(by)} is no length of time: write "1h30m" or "2d".`);
  return formatIso(now + Number(sign) * ms);
}

function decodeBase64(value: string): string {
  const bytes = fromBase64(value);
  if (bytes === undefined) throw new TypeError("b64decode needs base64.");
  // Percent-decoding is the only UTF-8 decoder in the language itself; this folder is compiled without platform globals.
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
}
