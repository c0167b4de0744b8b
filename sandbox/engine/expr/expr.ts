// Expressions: Inngest's CEL, with which triggers, waits and cancels choose events and limits choose keys (protocol.md 5.10, 5.13).
// Boundary: text, events and an instant in; a boolean or a value out. A compiled expression has no state and no clock: `now()` is the
// instant of the decision that evaluates it (L12). The `event` of a wait is the one that started its run. It never changes, so it is
// passed at every match instead of being bound when the wait is registered.
import { parse } from "@marcbachmann/cel-js";
import type { Instant } from "../../log/facts.ts";
import type { Json, JsonObject } from "../../log/json.ts";
import { environmentFor, type Variable } from "./environment.ts";
import { typed } from "./fields.ts";
import { rewrite } from "./rewrite.ts";
import { asResult, isTruthy, Missing } from "./values.ts";

/** The events that an expression may read, and the instant of `now()`. */
export type ExpressionScope = { readonly event?: JsonObject; readonly async?: JsonObject; readonly now: Instant };

export type Expression = {
  readonly source: string;
  /** Whether the scope matches. An error while evaluating is no match (protocol.md 5.13). */
  readonly matches: (scope: ExpressionScope) => boolean;
  /** Its value for the scope. */
  readonly valueOf: (scope: ExpressionScope) => Result;
};

/** CEL's integers are bigints, its doubles numbers. `missing`: a field that is not there; its value is null. `ok: false`: it could not be evaluated. */
export type Result = { readonly ok: true; readonly value: Json | bigint; readonly missing?: true } | { readonly ok: false };

/** `at`: the character, from 1, at which the expression is wrong, where that is known. */
export type Compiled =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly message: string; readonly at?: number };

/** Compiles an expression that may use these variables; says what is wrong with it otherwise. */
export function compileExpression(source: string, variables: readonly Variable[] = ["event", "async"]): Compiled {
  try {
    const environment = environmentFor(variables);
    const tolerant = rewrite(parse(source).ast);
    const checked = environment.check(tolerant);
    if (!checked.valid) return refused(placed(checked.error, environment.check(source)));
    const parsed = environment.parse(tolerant) as (variables: object) => unknown;
    const run = ({ now, ...events }: ExpressionScope): unknown => parsed({ ...typedEvents(events), _now: now });
    return { ok: true, expression: { source, matches: (scope) => holds(run, scope), valueOf: (scope) => result(run, scope) } };
  } catch (error) {
    return refused(error);
  }
}

const typedEvents = (events: Omit<ExpressionScope, "now">): object =>
  Object.fromEntries(Object.entries(events).map(([name, event]) => [name, typed(event)]));

function refused(error: unknown): Compiled {
  const place = (error as { readonly node?: { readonly start?: unknown } }).node?.start;
  return { ok: false, message: firstLine(error), ...(typeof place === "number" ? { at: place + 1 } : {}) };
}

// The error is about the rewritten text. Where the text as written has the same error, that one knows its place in it.
function placed(error: unknown, written: { readonly valid: boolean; readonly error?: unknown }): unknown {
  if (!written.valid && firstLine(written.error) === firstLine(error)) return written.error;
  return new SyntaxError(firstLine(error));
}

function result(run: (scope: ExpressionScope) => unknown, scope: ExpressionScope): Result {
  try {
    const value = run(scope);
    return { ok: true, value: asResult(value), ...(value instanceof Missing && { missing: true }) };
  } catch {
    return { ok: false };
  }
}

function holds(run: (scope: ExpressionScope) => unknown, scope: ExpressionScope): boolean {
  try {
    return isTruthy(run(scope));
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? message;
}

const compiled = new Map<string, Compiled>();
const MOST_KEPT = 500;

/** Whether `source` matches; an expression that does not compile matches nothing. */
export function evaluate(source: string, scope: ExpressionScope): boolean {
  const found = compiledOnce(source);
  return found.ok && found.expression.matches(scope);
}

/** The value of `source`; an expression that does not compile cannot be evaluated. */
export function evaluateValue(source: string, scope: ExpressionScope): Result {
  const found = compiledOnce(source);
  return found.ok ? found.expression.valueOf(scope) : { ok: false };
}

/** Compiles an expression the first time, and then takes it from the cache. */
function compiledOnce(source: string): Compiled {
  const found = compiled.get(source) ?? compileExpression(source);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(source, found);
  return found;
}
