// Fields of a function's configuration: reading one, or saying where and why it cannot be read (protocol.md 1.7).
import type { Json, JsonObject } from "../log/json.ts";
import { parseDuration } from "../protocol/duration.ts";
import { isObject, ProtocolError } from "../protocol/shape.ts";

export type Variable = "event" | "async";
/** Says what is wrong with an expression that may use these variables, and where in it; `undefined` when nothing is. */
export type CheckExpression = (source: string, variables: readonly Variable[]) => string | undefined;

/** A value of the wrong kind. The reply tells why it was refused, which it does not for other refusals (1.7). */
export class UnreadableField extends ProtocolError {
  /** What the reply says after "Invalid request: ". */
  readonly told: string;
  constructor(path: string, told: string) {
    super(path, told);
    this.name = "UnreadableField";
    this.told = told;
  }
}

/** An explicit null counts as absent (9.3), and so does empty text. */
export function given(value: Json | undefined): Json | undefined {
  return value === null || value === "" ? undefined : value;
}

export function fieldsAt(value: Json | undefined, path: string): JsonObject | undefined {
  const fields = given(value);
  if (fields === undefined || isObject(fields)) return fields;
  throw new ProtocolError(path, "an object is needed");
}

/** A list; one object stands for a list of one. */
export function listAt(value: Json | undefined, path: string): readonly Json[] {
  const list = given(value);
  if (list === undefined) return [];
  if (Array.isArray(list)) return list as readonly Json[];
  if (isObject(list)) return [list];
  throw new ProtocolError(path, "a list is needed");
}

export function textAt(value: Json | undefined, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new ProtocolError(path, "a non-empty string is needed");
}

export function wholeAt(
  value: Json | undefined,
  path: string,
  { least, absent }: { readonly least: number; readonly absent?: number },
): number {
  const number = given(value) ?? absent;
  if (typeof number === "number" && Number.isInteger(number) && number >= least) return number;
  throw new ProtocolError(path, `a whole number of at least ${least} is needed`);
}

/** A length of time in milliseconds. */
export function lengthAt(
  value: Json | undefined,
  path: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: { readonly least?: number; readonly most?: number },
): number {
  const text = given(value);
  if (text === undefined) throw new ProtocolError(path, "a duration is needed");
  const ms = typeof text === "string" ? parseDuration(text) : undefined;
  if (ms === undefined) throw new UnreadableField(path, `time: invalid duration ${JSON.stringify(text)}`);
  if (ms < least || ms > most) throw new ProtocolError(path, `${String(text)} is ${ms < least ? "too short" : "too long"}`);
  return Math.round(ms);
}

/** The field, if it is there, as an expression that compiles. */
export function expressionAt<K extends string>(
  name: K,
  fields: JsonObject,
  path: string,
  check: CheckExpression,
  variables: readonly Variable[] = ["event"],
): { readonly [key in K]?: string } {
  const value = given(fields[name]);
  if (value === undefined) return {};
  const source = textAt(value, `${path}.${name}`);
  const problem = check(source, variables);
  if (problem !== undefined) throw new ProtocolError(`${path}.${name}`, problem);
  return { [name]: source } as { readonly [key in K]?: string };
}

export function badChoice(value: Json | undefined, path: string, of: string): UnreadableField {
  return new UnreadableField(path, `${typeof value === "string" ? value : JSON.stringify(value)} does not belong to ${of} values`);
}
