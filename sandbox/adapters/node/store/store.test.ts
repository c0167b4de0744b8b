import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventStoreSuite } from "../../../conformance/event-store.suite.ts";
import type { Fact } from "../../../log/facts.ts";
import { openDatabase } from "./database.ts";
import { OF_CANCELLATIONS } from "./schema.ts";
import { openMemoryStore, openSqliteStore } from "./store.ts";

const freshFile = (): string => join(mkdtempSync(join(tmpdir(), "store-")), "engine.db");

eventStoreSuite("SQLite", () => {
  const file = freshFile();
  return Promise.resolve({ open: () => openSqliteStore(file), keeps: true });
});
eventStoreSuite("SQLite over memory", () => Promise.resolve({ open: () => Promise.resolve(openMemoryStore()), keeps: false }));

describe("bulk cancellations", () => {
  const at = { t: 1, startedBefore: 5, runs: 0, fn: "app-f" };
  const created = (seq: number, id: string): Fact => ({ seq, type: "cancellation.created", id, ...at });

  it("are found among other facts, by an index", async () => {
    const file = freshFile();
    const store = await openSqliteStore(file);
    const deleted: Fact = { seq: 4, t: 1, type: "cancellation.deleted", id: "a" };
    await store.append([created(1, "a"), { seq: 2, t: 1, type: "console", level: "log", text: "line" }, created(3, "b"), deleted]);
    expect(await store.readCancellations?.()).toEqual([created(1, "a"), created(3, "b"), deleted]);
    store.close();
    const { db, close } = openDatabase(file);
    const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT body FROM facts WHERE ${OF_CANCELLATIONS} ORDER BY seq`).get();
    expect(plan?.["detail"]).toContain("facts_of_cancellations");
    close();
  });
});
