// The functions that Inngest adds to CEL (protocol.md 5.13), and those that `rewrite.ts` calls.
// Without `now()`, `now_plus()` and `now_minus()`: an expression has no clock here, and says so when it is compiled.
import { Environment } from "@marcbachmann/cel-js";
import { fromBase64 } from "../../protocol/bytes.ts";
import { compare, hasMember, isEqual, isIn, isNot, isTruthy, member, Missing } from "./values.ts";

/** `event` is the one that started the run; `async` the candidate of a wait. */
export type Variable = "event" | "async";

/** An environment in which only these variables exist. */
export function environmentFor(variables: readonly Variable[]): Environment {
  const environment = BASE.clone();
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
  .registerFunction("lowercase(string): string", (value: string) => value.toLowerCase())
  .registerFunction("uppercase(string): string", (value: string) => value.toUpperCase())
  .registerFunction("b64decode(string): string", decodeBase64)
  .registerFunction("json_parse(string): dyn", (value: string) => JSON.parse(value) as unknown);

function decodeBase64(value: string): string {
  const bytes = fromBase64(value);
  if (bytes === undefined) throw new TypeError("b64decode needs base64.");
  // Percent-decoding is the one UTF-8 reader that the language itself has.
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
}
