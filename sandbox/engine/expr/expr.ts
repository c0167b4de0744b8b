// Expressions: Inngest's CEL, with which triggers, waits and cancels choose events (protocol.md 5.10, 5.13).
// Boundary: text and events in, yes or no out. A compiled expression keeps nothing of the events it has seen.
// A wait's `event` is the one that started its run and never changes, so binding it at registration and
// handing it over at every match come to the same.
import { parse } from "@marcbachmann/cel-js";
import type { JsonObject } from "../../log/json.ts";
import { environmentFor, type Variable } from "./environment.ts";
import { rewrite } from "./rewrite.ts";
import { isTruthy } from "./values.ts";

/** The events that an expression may look at. */
export type ExpressionScope = { readonly event?: JsonObject; readonly async?: JsonObject };

export type Expression = {
  readonly source: string;
  /** Whether the scope matches. An error while evaluating is no match (protocol.md 5.13). */
  readonly matches: (scope: ExpressionScope) => boolean;
};

export type Compiled = { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly message: string };

/** Compiles an expression that may use these variables; says what is wrong with it otherwise. */
export function compileExpression(source: string, variables: readonly Variable[] = ["event", "async"]): Compiled {
  try {
    const environment = environmentFor(variables);
    const tolerant = rewrite(parse(source).ast);
    const checked = environment.check(tolerant);
    if (!checked.valid) return { ok: false, message: firstLine(checked.error) };
    const run = environment.parse(tolerant) as (scope: ExpressionScope) => unknown;
    return { ok: true, expression: { source, matches: (scope) => holds(run, scope) } };
  } catch (error) {
    return { ok: false, message: firstLine(error) };
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

/** Whether `source` matches; an expression that does not compile matches nothing. Compiled once, then kept. */
export function evaluate(source: string, scope: ExpressionScope): boolean {
  const found = compiled.get(source) ?? compileExpression(source);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(source, found);
  return found.ok && found.expression.matches(scope);
}
