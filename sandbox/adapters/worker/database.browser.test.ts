// The database's worker: Postgres in a thread of its own, opened from the packed cluster.
import { cluster } from "virtual:lab-bundles";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../world/door.ts";
import { createRemoteDatabase } from "./remote-database.ts";

const NOON = Date.parse("2026-11-23T12:00:00Z");
const schema = "create table notes (id int primary key, at timestamptz not null default now()); insert into notes (id) values (1);";

let worker: Worker;
const connect = (): Database => {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ cluster, schema }, [port1]);
  return createRemoteDatabase(port2);
};
beforeAll(() => {
  worker = new Worker(new URL("./database-worker.ts", import.meta.url), { type: "module" });
});
afterAll(() => worker.terminate());

describe("the database's worker", () => {
  test("answers in the lab's time", async () => {
    const database = connect();
    await database.query("insert into notes (id) values ($1)", [2], NOON);
    const { rows } = await database.query("select at from notes where id = 2", [], NOON);
    expect(rows).toEqual([{ at: "2026-11-23 12:00:00+00" }]);
  });

  test("goes back to the lab's schema, and hears the newest engine alone", async () => {
    const old = connect();
    await old.query("insert into notes (id) values (3)", [], NOON);
    const database = connect();
    await database.reset();
    const unheard = old.query("insert into notes (id) values (4)", [], NOON).catch(() => undefined);
    expect((await database.query("select id from notes", [], NOON)).rows).toEqual([{ id: 1 }]);
    void unheard;
  });

  test("refuses a wrong statement with Postgres's own words", async () => {
    await expect(connect().query("select * from nothing", [], NOON)).rejects.toThrow('relation "nothing" does not exist');
  });
});
