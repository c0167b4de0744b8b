// Events as a lab offers them, made ready to send. `{n}` in their data becomes a number that no earlier event of that name has,
// so that a second press makes a second request and not the first one again. It follows from the log alone.
import type { Fact } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import type { LearnerEvent } from "./lab-session.ts";

const FIRST_NUMBER = 101;

/** What a lab offers to send; `times`: so often by one press. */
export type OfferedEvent = { readonly name: string; readonly data: JsonObject; readonly id?: string; readonly times?: number };

/** The events to send: `r-{n}` is `r-101` the first time, and `c-{n%5}` goes round from `c-0` to `c-4`. */
export function filledEvents({ name, data, id, times = 1 }: OfferedEvent, facts: readonly Fact[]): readonly LearnerEvent[] {
  const sent = facts.filter((fact) => fact.type === "event.received" && fact.name === name).length;
  return Array.from({ length: times }, (_, at) => {
    const number = FIRST_NUMBER + sent + at;
    return { name, data: filled(data, number) as JsonObject, ...(id !== undefined && { id: filledText(id, number) }) };
  });
}

function filled(value: Json, number: number): Json {
  if (typeof value === "string") return filledText(value, number);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((inner: Json) => filled(inner, number));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner as Json, number)]));
}

const filledText = (text: string, number: number): string =>
  text.replaceAll("{n}", String(number)).replace(/\{n%(\d+)\}/g, (_, round: string) => String((number - FIRST_NUMBER) % Number(round)));
