// The forms in which a function declares its concurrency (protocol.md 1.6, 5.2): a number, an entry, up to two entries,
// or the newer `{ fn, step }`, where `fn` counts whole runs and `step` is the classic list.
import type { Json } from "../log/json.ts";
import { LIMITS } from "../protocol/limits.ts";
import { choiceOf } from "../protocol/field-names.ts";
import { isObject, ProtocolError } from "../protocol/shape.ts";
import { badChoice, expressionAt, fieldsAt, given, listAt, wholeAt, type CheckExpression } from "./config-fields.ts";
import type { ConcurrencyRule, Scope } from "../log/rules.ts";

const SCOPES: readonly Scope[] = ["fn", "env", "account"];
/** The rule of a function that declares none (5.2). */
export const DEFAULT_CONCURRENCY: ConcurrencyRule = { type: "concurrency", unit: "step", scope: "fn", limit: 1000 };

/** Whether these rules are the default and nothing else. */
export function isDefaultConcurrency(rules: readonly ConcurrencyRule[]): boolean {
  const [only, ...more] = rules;
  const { unit, scope, limit } = DEFAULT_CONCURRENCY;
  return more.length === 0 && only?.unit === unit && only.scope === scope && only.limit === limit && only.key === undefined;
}

export function decodeConcurrency(value: Json | undefined, path: string, check: CheckExpression): readonly ConcurrencyRule[] {
  const declared = given(value);
  if (declared === undefined) return [DEFAULT_CONCURRENCY];
  if (typeof declared === "number") return decodeEntries([{ limit: declared }], path, "step", check);
  if (isObject(declared) && (declared["fn"] !== undefined || declared["step"] !== undefined))
    return [
      ...decodeEntries(listAt(declared["fn"], `${path}.fn`), `${path}.fn`, "run", check),
      ...decodeEntries(listAt(declared["step"], `${path}.step`), `${path}.step`, "step", check),
    ];
  return decodeEntries(listAt(declared, path), path, "step", check);
}

function decodeEntries(
  entries: readonly Json[],
  path: string,
  unit: ConcurrencyRule["unit"],
  check: CheckExpression,
): readonly ConcurrencyRule[] {
  if (entries.length > LIMITS.concurrencyEntries) throw new ProtocolError(path, `at most ${LIMITS.concurrencyEntries} entries`);
  return entries.flatMap((entry, i) => decodeEntry(entry, entries.length === 1 ? path : `${path}[${i}]`, unit, check));
}

function decodeEntry(value: Json, path: string, unit: ConcurrencyRule["unit"], check: CheckExpression): readonly ConcurrencyRule[] {
  const entry = fieldsAt(value, path) ?? {};
  // Empty text is no scope (protocol-more.md M5.4).
  const scope = choiceOf(SCOPES, entry["scope"] ?? "fn");
  if (scope === undefined) throw badChoice(entry["scope"], `${path}.scope`, "ConcurrencyScope");
  const limit = wholeAt(entry["limit"], `${path}.limit`, { least: 0, absent: 0 });
  const key = expressionAt("key", entry, path, check);
  if (scope !== "fn" && key.key === undefined) throw new ProtocolError(`${path}.key`, `the scope "${scope}" needs a key`);
  // 0 means no limit.
  return limit === 0 ? [] : [{ type: "concurrency", unit, scope, limit, ...key }];
}
