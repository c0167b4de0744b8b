// Pages of v1 go on after the internal id of the last event seen: the id names an instant, and the list is read on from there.
import { badRequest } from "../refusal.ts";
import type { EventQuery, EventRow, Reads } from "../../reads.ts";
import { Refused } from "./route.ts";

/** Many events may carry the same instant. */
const PAGE = 100;

/** Events of the query that come after (are older than) `last`. */
export async function eventsAfter(
  reads: Reads,
  last: string | undefined,
  query: EventQuery & { readonly limit: number },
): Promise<readonly EventRow[]> {
  if (last === undefined) return (await reads.events(query)).rows;
  const seen = await reads.event(last);
  if (seen === undefined)
    throw new Refused(badRequest("query.cursor: the internal_id of an event is needed, and there is none with this one"));
  const until = Math.min(seen.receivedAt + 1, query.until ?? Number.MAX_SAFE_INTEGER);
  const found: EventRow[] = [];
  let cursor: string | undefined;
  let isAfter = false;
  do {
    const page = await reads.events({ ...query, until, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const row of page.rows) {
      if (isAfter || row.receivedAt < seen.receivedAt) found.push(row);
      if (row.eventId === last) isAfter = true;
    }
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < query.limit);
  return found.slice(0, query.limit);
}
