// Events as a lab offers them, made ready to send. `{n}` in their data becomes a number that no earlier event of that name has,
// so that a second press makes a second request and not the first one again. It follows from the log alone.
import type { Fact } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";

const FIRST_NUMBER = 101;

/** The data to send: `r-{n}` is `r-101` the first time. */
export function filledData(event: { readonly name: string; readonly data: JsonObject }, facts: readonly Fact[]): JsonObject {
  const sent = facts.filter((fact) => fact.type === "event.received" && fact.name === event.name).length;
  return filled(event.data, String(FIRST_NUMBER + sent)) as JsonObject;
}

function filled(value: Json, number: string): Json {
  if (typeof value === "string") return value.replaceAll("{n}", number);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((inner: Json) => filled(inner, number));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner as Json, number)]));
}
