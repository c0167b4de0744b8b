// Rows as a list shows them: one line has room for the beginning of an output, not for megabytes of it.
import type { Json, JsonObject } from "../../../../log/json.ts";
import type { EventRow, RunRow } from "../../reads.ts";

/** Characters of JSON that a row of a list may carry. */
const ROOM = 400;

/** What is longer becomes the beginning of its text. */
function cut(json: Json): Json {
  const text = JSON.stringify(json);
  return text.length <= ROOM ? json : `${text.slice(0, ROOM)}…`;
}

export function briefRun({ output, error, ...run }: RunRow): RunRow {
  return {
    ...run,
    ...(output === undefined ? {} : { output: cut(output) }),
    ...(error === undefined ? {} : { error: { name: error.name, message: error.message.slice(0, ROOM) } }),
  };
}

export function briefEvent(event: EventRow): EventRow {
  const data = cut(event.data);
  return typeof data === "string" ? { ...event, data: { "…": data } as JsonObject } : event;
}
