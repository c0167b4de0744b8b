import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWorld } from "./world.ts";
import type { Database, World, WorldEffect } from "./door.ts";
import { openPostgres, seedPostgres } from "./postgres.ts";

const NINE = Date.parse("2026-11-23T09:00:00Z");
const SCHEMA = `create table notes (id int generated always as identity primary key, tag text unique, at timestamptz not null default now(), token uuid default gen_random_uuid());
insert into notes (tag) values ('seeded');`;

let database: Database;
let world: World;

beforeAll(async () => {
  const pg = new PGlite();
  await seedPostgres(pg, SCHEMA);
  database = await openPostgres(pg);
});
beforeEach(async () => {
  await database.reset();
  world = createWorld({}, database);
});
afterAll(() => database.close());

const insert = (tag: string, now = NINE) =>
  world.perform({ type: "query", sql: "insert into notes (tag) values ($1) on conflict do nothing", params: [tag] }, { now, faults: [] });

describe("the lab's Postgres", () => {
  it("takes now(), current_timestamp and column defaults from the lab's clock", async () => {
    await insert("late", NINE + 3_600_000);
    expect(await world.query("select at from notes where tag = 'late'", [], NINE)).toEqual([{ at: "2026-11-23 10:00:00+00" }]);
    expect(await world.query("select current_timestamp as t, 'current_timestamp' as quoted", [], NINE)).toEqual([
      { t: "2026-11-23 09:00:00+00", quoted: "current_timestamp" },
    ]);
  });

  it("records a change as one effect with its table, statement and row", async () => {
    const { effects, reply } = await insert("one");
    expect(reply).toEqual({ type: "rows", rows: [], rowCount: 1 });
    expect(effects).toMatchObject([
      {
        kind: "db.insert",
        label: "row in notes",
        suppressed: false,
        detail: { table: "notes", params: ["one"], at: NINE, rows: [{ tag: "one" }] },
      },
    ]);
  });

  it("calls an insert that met an existing row suppressed", async () => {
    await insert("one");
    expect((await insert("one")).effects).toMatchObject([{ suppressed: true }]);
  });

  it("answers a refused statement with the database's own words and no effect", async () => {
    const outcome = await world.perform({ type: "query", sql: "insert into nowhere values (1)", params: [] }, { now: NINE, faults: [] });
    expect(outcome.effects).toEqual([]);
    expect(outcome.reply).toMatchObject({ type: "error", message: 'relation "nowhere" does not exist' });
  });

  it("refuses transactions, because every statement commits by itself", async () => {
    const outcome = await world.perform({ type: "query", sql: "begin", params: [] }, { now: NINE, faults: [] });
    expect(outcome.reply).toMatchObject({ type: "error", name: "TransactionRefused" });
  });

  it("lets the Database tab read and never change", async () => {
    await expect(world.query("delete from notes", [], NINE)).rejects.toThrow("Only reading");
    expect((await world.tables(NINE)).find((table) => table.name === "notes")?.columns).toEqual(["id", "tag", "at", "token"]);
  });

  it("has after restore the rows that it had, to the last default", async () => {
    const lived: WorldEffect[] = [];
    for (const tag of ["a", "b", "a", "c"]) lived.push(...(await insert(tag, NINE + lived.length * 1000)).effects);
    const before = await world.tables(NINE);
    await world.restore([]);
    expect((await world.tables(NINE)).find((table) => table.name === "notes")?.rows).toHaveLength(1);
    await world.restore(lived);
    expect(await world.tables(NINE)).toEqual(before);
  });
});
