// Pages by key, newest first: what was inserted meanwhile moves no row from one page to another.
// A text search looks at every row's text, a part at a time, and lets the event loop go on between two parts:
// calls and timers do not wait for a reader.
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Page } from "../reads.ts";
import { BadCursor } from "./problems.ts";

const [LIMIT, MOST] = [40, 400];
const PART = 10_000;
/** Longer than any text that is searched, and than SQLite takes. */
const TOO_LONG = 20_000;

/** Conditions over one table, joined by AND. */
export type Where = { readonly sql: readonly string[]; readonly values: readonly SQLInputValue[] };
export const EVERYTHING: Where = { sql: [], values: [] };

export function and(where: Where, sql: string, ...values: readonly SQLInputValue[]): Where {
  return { sql: [...where.sql, sql], values: [...where.values, ...values] };
}

export const inSql = ({ sql }: Where): string => (sql.length === 0 ? "1" : sql.join(" AND "));

export type Cut = { readonly before: number; readonly limit: number };

/** Throws `BadCursor`. */
export function cutOf({ cursor, limit = LIMIT }: { readonly cursor?: string; readonly limit?: number }): Cut {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new BadCursor(cursor);
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
  return { before, limit: Math.min(MOST, Math.max(1, Math.trunc(limit) || LIMIT)) };
}

/** Keys come with one more than asked for, if there is one more. */
export function pageOf<T>(
  keys: readonly number[],
  { limit }: Cut,
  total: number,
  rows: (keys: readonly number[]) => readonly T[],
): Page<T> {
  const shown = keys.slice(0, limit);
  const cursor = keys.length > limit ? shown.at(-1) : undefined;
  return { rows: rows(shown), ...(cursor === undefined ? {} : { cursor: String(cursor) }), total };
}

/** Where the texts of `table` are: `text` is searched, `where` may speak of the table by its name. */
export type Texts = { readonly keys: string; readonly from: string; readonly text: string };

export async function search(
  db: DatabaseSync,
  { keys, from, text }: Texts,
  pattern: string,
  where: Where,
  { before, limit }: Cut,
): Promise<{ readonly keys: readonly number[]; readonly total: number }> {
  if (pattern.length > TOO_LONG) return { keys: [], total: 0 };
  const edge = db.prepare(`SELECT n FROM ${keys} WHERE n < ? ORDER BY n DESC LIMIT 1 OFFSET ${PART - 1}`);
  const hits = db.prepare(
    `SELECT ${keys}.n AS n FROM ${from} WHERE ${keys}.n < ? AND ${keys}.n >= ? AND ${text} LIKE ? ESCAPE '\\' AND ${inSql(where)} ORDER BY ${keys}.n DESC`,
  );
  const found: number[] = [];
  let total = 0;
  for (let top = Number.MAX_SAFE_INTEGER; top > 0;) {
    const bottom = Number(edge.get(top)?.["n"] ?? 0);
    const part = hits.all(top, bottom, pattern, ...where.values).map((row) => Number(row["n"]));
    total += part.length;
    for (const n of part) if (n < before && found.length <= limit) found.push(n);
    top = bottom;
    if (top > 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { keys: found, total };
}

/** A statement that takes a list: `SELECT … WHERE n IN (…)`. */
export const listOf = (values: readonly SQLInputValue[]): string => values.map(() => "?").join(", ");
