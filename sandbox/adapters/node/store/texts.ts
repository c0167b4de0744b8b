// What a text search looks at: short, in lower case, one line for each run and event. Longer values are found by their beginning.
import type { Fact, FactOf, StoredEvent, WireError } from "../../../log/facts.ts";
import type { Json } from "../../../log/json.ts";

/** Characters of an output or of an event's data that can be found. */
const KEPT = 1000;
const SEPARATOR = "\n";

export function textOfRun(created: Pick<FactOf<"run.created">, "runId" | "fn">, eventName: string, end: Fact | undefined): string {
  return [created.runId, created.fn, eventName, ...(end === undefined ? [] : textOfEnd(end))].join(SEPARATOR).toLowerCase();
}

function textOfEnd(end: Fact): readonly string[] {
  if (end.type === "run.failed") return textOfError(end.error);
  if (end.type === "run.cancelled") return [end.because.slice(0, KEPT)];
  return end.type === "run.completed" ? [textOfJson(end.output)] : [];
}

const textOfError = ({ name, message }: WireError): readonly string[] => [name.slice(0, KEPT), message.slice(0, KEPT)];

export function textOfEvent({ eventId, name, id, data }: StoredEvent): string {
  return [eventId, name, id, textOfJson(data)].join(SEPARATOR).toLowerCase();
}

// As a reader sees it: the text itself where it is one, else JSON.
const textOfJson = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value)).slice(0, KEPT);

/** The pattern for LIKE that finds this text anywhere. */
export function patternFor(text: string): string {
  return `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
}
