// Lists whose rows may be large: outputs and events have megabytes each. A page is read part by part and ends where it has become
// long, with fewer rows than asked for and a cursor that goes on behind them; so no list makes the place hold more than a part.
import type { Page } from "../../reads.ts";
import { given } from "./given.ts";

const PART = 100;
const STANDARD = 40;
/** Characters of JSON after which a page ends. */
const LONG = 8 * 1024 * 1024;

type Cut = { readonly cursor?: string | undefined; readonly limit?: number | undefined };

export async function pageWithin<T, Q extends Cut>(read: (query: Q & { limit: number }) => Promise<Page<T>>, query: Q): Promise<Page<T>> {
  const { limit = STANDARD } = query;
  const first = await read({ ...query, limit: Math.min(PART, limit) });
  const rows = [...first.rows];
  let { cursor } = first;
  let length = lengthOf(first.rows);
  while (cursor !== undefined && rows.length < limit && length < LONG) {
    const part: Page<T> = await read({ ...query, cursor, limit: Math.min(PART, limit - rows.length) });
    rows.push(...part.rows);
    length += lengthOf(part.rows);
    cursor = part.cursor;
  }
  return { rows, total: first.total, ...given({ cursor }) };
}

const lengthOf = (rows: readonly unknown[]): number => JSON.stringify(rows).length;
