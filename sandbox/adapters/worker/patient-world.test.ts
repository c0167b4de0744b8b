import { describe, expect, test } from "vitest";
import type { Database } from "../../world/door.ts";
import { createWorld } from "../../world/world.ts";
import { createPatientWorld } from "./patient-world.ts";

const read = { type: "query", sql: "select 1 as one", params: [] } as const;
const now = { now: 0, faults: [] };

/** A database that opens when told. */
function slowDatabase() {
  let open = (): void => {};
  let refuse = (_error: Error): void => {};
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    refuse = reject;
  });
  const asked: string[] = [];
  const database: Database = {
    async query(sql) {
      await opened;
      asked.push(sql);
      return { rows: [{ one: 1 }], rowCount: 1 };
    },
    async reset() {
      await opened;
      asked.push("reset");
    },
    close: () => Promise.resolve(),
  };
  return { database, asked, open, refuse };
}

const redo = { kind: "db.insert", label: "row", suppressed: false, detail: { sql: "insert again", params: [], at: 0 } };

describe("a patient world", () => {
  test("is restored at once, and answers after its rows are there", async () => {
    const { database, asked, open } = slowDatabase();
    const world = createPatientWorld(createWorld({}, database));
    await world.restore([redo]);
    const answer = world.perform(read, now);
    open();
    expect(await answer).toMatchObject({ reply: { type: "rows", rows: [{ one: 1 }] } });
    expect(asked).toEqual(["reset", "insert again", "select 1 as one"]);
  });

  test("says why when its database did not open", async () => {
    const { database, refuse } = slowDatabase();
    const world = createPatientWorld(createWorld({}, database));
    await world.restore([]);
    refuse(new Error("The database's files could not be loaded."));
    await expect(world.perform(read, now)).rejects.toThrow("could not be loaded");
  });
});
