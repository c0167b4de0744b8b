// A real Postgres for a lab: PGlite, told the lab's time and made repeatable.
// `now()` in SQL is the lab's clock and `gen_random_uuid()` draws from a sequence, because a schema of ours stands before
// `pg_catalog` in the search path. So the rows follow from the statements alone, and the log can rebuild them.
import type { Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import type { Database } from "./door.ts";

/** What is used of a PGlite instance; the package itself is opened by each place. */
export type PGliteLike = {
  query(sql: string, params?: unknown[], options?: { parsers: { [oid: number]: (text: string) => unknown } }): Promise<PGliteResult>;
  exec(sql: string): Promise<unknown>;
  close(): Promise<void>;
};
export type PGliteResult = { rows: unknown[]; affectedRows?: number; fields: unknown[] };

const SESSION = `set search_path = public, world, pg_catalog; set timezone = 'UTC'; select set_config('world.now', '0', false);`;

const WORLD = `
drop schema if exists public cascade; create schema public;
drop schema if exists world cascade; create schema world;
create function world.now() returns timestamptz language sql stable
  as $$ select pg_catalog.to_timestamp(current_setting('world.now')::double precision / 1000) $$;
create sequence world.draws;
create function world.gen_random_uuid() returns uuid language sql volatile
  as $$ select md5('draw ' || nextval('world.draws'))::uuid $$;
create table world.seed (sql text not null);
`;

/** Times, dates and big numbers arrive as text or numbers, never as objects: rows must survive JSON. */
const TEXT = (text: string): string => text;
const PARSERS = {
  1082: TEXT,
  1083: TEXT,
  1114: TEXT,
  1184: TEXT,
  1266: TEXT,
  1186: TEXT,
  17: TEXT,
  20: (text: string): Json => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
};

/** Makes an empty PGlite the lab's: our schema, then the lab's `schema.sql`, which is kept inside for `reset`. */
export async function seedPostgres(pg: PGliteLike, schema: string): Promise<void> {
  await pg.exec(WORLD);
  await pg.exec(SESSION);
  await pg.exec(schema);
  await pg.query("insert into world.seed (sql) values ($1)", [schema]);
}

/** The lab's database over a PGlite that `seedPostgres` has made, or that was loaded from a dump of such a one. */
export async function openPostgres(pg: PGliteLike): Promise<Database> {
  await pg.exec(SESSION);
  let last: Promise<unknown> = Promise.resolve();
  // One connection: a statement and the clock before it belong together.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    query: (sql, params, now) => inTurn(() => runAt(pg, sql, params, now)),
    reset: () =>
      inTurn(async () => {
        const { rows } = await pg.query("select sql from world.seed");
        const schema = String((rows[0] as { sql?: unknown } | undefined)?.sql ?? "");
        await seedPostgres(pg, schema);
      }),
    close: () => pg.close(),
  };
}

async function runAt(
  pg: PGliteLike,
  sql: string,
  params: readonly Json[],
  now: Instant,
): Promise<{ rows: readonly JsonObject[]; rowCount: number }> {
  await pg.query("select set_config('world.now', $1, false)", [String(now)]);
  const result = await pg.query(onLabTime(sql), [...params], { parsers: PARSERS });
  return {
    rows: result.rows as readonly JsonObject[],
    rowCount: result.fields.length > 0 ? result.rows.length : (result.affectedRows ?? 0),
  };
}

/** Words of SQL that read the machine's clock without a function call become calls of ours; quoted text stays as it is. */
function onLabTime(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\b(?:current_timestamp|localtimestamp|current_date)\b/gi, (token) => {
    const word = token.toLowerCase();
    if (word === "current_timestamp") return "now()";
    if (word === "localtimestamp") return "now()::timestamp";
    return word === "current_date" ? "now()::date" : token;
  });
}
