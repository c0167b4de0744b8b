// The database's worker: a real Postgres (PGlite) for one lab, asked over a link. It keeps nothing: rows follow from the lab's
// schema and the log's effects, so a new engine resets it and does them again. Only the newest link is answered.
import { PGlite } from "@electric-sql/pglite";
import type { Database } from "../../world/door.ts";
import { openPostgres, type PGliteLike, seedPostgres } from "../../world/postgres.ts";
import type { DatabaseCalls } from "./calls.ts";
import { type Calls, type Link, LinkClosed, openLink } from "./link.ts";

/** What the page sends with each port. `cluster`: URL of an empty cluster made at build, which saves initializing one here. */
export type DatabaseBirth = { readonly cluster: string; readonly schema: string };

let database: Promise<Database> | undefined;
let heard: Link<Calls> | undefined;

export function receive({ data, ports }: MessageEvent<DatabaseBirth>): void {
  const port = ports[0];
  if (!port) return;
  heard?.close(new LinkClosed("engine"));
  database ??= openDatabase(data);
  database.catch(() => undefined);
  const opened = database;
  const offers: DatabaseCalls = {
    query: async (sql, params, now) => (await opened).query(sql, params, now),
    reset: async () => (await opened).reset(),
  };
  heard = openLink(port, offers);
}

async function openDatabase({ cluster, schema }: DatabaseBirth): Promise<Database> {
  const response = await fetch(cluster);
  if (!response.ok) throw new Error(`The database's files could not be loaded (${response.status}). Reload the page.`);
  const pg = (await PGlite.create({ loadDataDir: await response.blob() })) as unknown as PGliteLike;
  await seedPostgres(pg, schema);
  return openPostgres(pg);
}
