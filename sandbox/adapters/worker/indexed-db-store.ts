// The event store on IndexedDB: one database for each lab, one transaction and one record for each batch. Strict durability,
// because a fact is acknowledged once it is stored (L1) and a browser killed a moment later must find it (L11).
// A batch is filed under its first number: whoever appends where another writer already has is refused by the key itself.
// cspell:ignore IDBP
import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames, unwrap } from "idb";
import { AppendConflict, type EventStore, type Snapshot } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";

/** `runs`: whose facts it holds; `last`: the highest `seq` it ever held, which pruning must not lower. */
type Batch = { readonly first: number; readonly last: number; readonly runs: readonly string[]; readonly facts: readonly Fact[] };
interface LabTables extends DBSchema {
  batches: { key: number; value: Batch; indexes: { run: string } };
  about: { key: "snapshot"; value: Snapshot };
}
type Tables = IDBPDatabase<LabTables>;
interface OldTables extends DBSchema {
  facts: { key: number; value: Fact };
  about: { key: "last" | "snapshot"; value: number | Snapshot };
}

const VERSION = 2;
const durably = { durability: "strict" } as const;

/** Name of the database that holds a lab's log. */
export const databaseOf = (lab: string): string => `ans-lab-${lab}`;

/** Rejects when the browser refuses storage (a private window, a full disk). */
export async function openIndexedDbStore(lab: string): Promise<EventStore> {
  const db = await openDB<LabTables>(databaseOf(lab), VERSION, {
    upgrade: (fresh, old, _new, upgrading) => void makeTables(fresh, old, upgrading),
    // Another tab wants to delete or upgrade the database: its turn.
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
  let last = await lastIn(db);
  // One after the other: behind one that failed nothing may be stored, or the log would have a gap.
  let before: Promise<void> = Promise.resolve();
  const inTurn = (write: () => Promise<void>): Promise<void> => {
    const written = before.then(write);
    before = written.catch(() => undefined);
    return written;
  };
  async function append(facts: readonly Fact[]): Promise<void> {
    const stray = facts.findIndex((fact, index) => fact.seq !== last + 1 + index);
    if (stray >= 0) throw new AppendConflict(last + 1 + stray, facts[stray]?.seq ?? 0);
    if (facts.length === 0) return;
    await addBatch(db, batchOf(facts)).catch(async (error: unknown) => {
      throw isTaken(error) ? new AppendConflict((await lastIn(db)) + 1, last + 1) : error;
    });
    last += facts.length;
  }
  return {
    append: (facts) => inTurn(() => append(facts)),
    read: (from) => read(db, from),
    readRun: async (runId) => (await db.getAllFromIndex("batches", "run", runId)).flatMap(({ facts }) => facts.filter(isOf(runId))),
    saveSnapshot: async (snapshot) => void (await db.put("about", snapshot, "snapshot")),
    loadSnapshot: () => db.get("about", "snapshot"),
    dropRun: (runId) => dropRun(db, runId),
    clear: () =>
      inTurn(async () => {
        await clear(db);
        last = 0;
      }),
    close: () => db.close(),
  };
}

/** Removes a lab's log for good. Stores that are open on it close. */
export const deleteIndexedDbStore = (lab: string): Promise<void> => deleteDB(databaseOf(lab));

/** Another writer has filed a batch under this number. */
const isTaken = (error: unknown): boolean => error instanceof DOMException && error.name === "ConstraintError";

const isOf =
  (runId: string) =>
  (fact: Fact): boolean =>
    "runId" in fact && fact.runId === runId;

function batchOf(facts: readonly Fact[]): Batch {
  const runs = new Set<string>();
  for (const fact of facts) if ("runId" in fact && fact.runId !== undefined) runs.add(fact.runId);
  return { first: facts[0]?.seq ?? 0, last: facts.at(-1)?.seq ?? 0, runs: [...runs], facts };
}

type Upgrading<Schema> = IDBPTransaction<Schema, StoreNames<Schema>[], "versionchange">;

async function makeTables(db: Tables, old: number, upgrading: Upgrading<LabTables>): Promise<void> {
  const batches = db.createObjectStore("batches", { keyPath: "first" });
  batches.createIndex("run", "runs", { multiEntry: true });
  if (old === 0) return void db.createObjectStore("about");
  // Version 1 had a record for each fact, and the highest number beside them.
  const before = upgrading as unknown as Upgrading<OldTables>;
  const facts = await before.objectStore("facts").getAll();
  const last = ((await before.objectStore("about").get("last")) as number | undefined) ?? 0;
  if (last > 0) await batches.add({ ...batchOf(facts), last });
  await before.objectStore("about").delete("last");
  before.db.deleteObjectStore("facts");
}

/** The hot path, without a wrapper: one request, and no round trip before the commit. */
async function addBatch(db: Tables, batch: Batch): Promise<void> {
  const writing = unwrap(db).transaction("batches", "readwrite", durably);
  await new Promise<void>((stored, failed) => {
    writing.oncomplete = () => stored();
    writing.onabort = () => failed(writing.error ?? new Error("The browser gave up storing the log."));
    writing.objectStore("batches").add(batch);
    writing.commit();
  });
}

async function lastIn(db: Tables): Promise<number> {
  const cursor = await db.transaction("batches").store.openCursor(null, "prev");
  return cursor?.value.last ?? 0;
}

async function read(db: Tables, from: number): Promise<Fact[]> {
  const { store } = db.transaction("batches");
  const holding = await store.openKeyCursor(IDBKeyRange.upperBound(from), "prev");
  const batches = await store.getAll(IDBKeyRange.lowerBound(holding?.primaryKey ?? 0));
  return batches.flatMap(({ facts }) => facts.filter(({ seq }) => seq >= from));
}

/** A batch whose facts are all dropped keeps its record, so that its number is never given again (L4). */
async function dropRun(db: Tables, runId: string): Promise<void> {
  const pruning = db.transaction("batches", "readwrite", durably);
  for (const batch of await pruning.store.index("run").getAll(runId)) {
    // That the run was pruned, and its tombstones, must outlive it (L8).
    const facts = batch.facts.filter((fact) => fact.type === "run.pruned" || !isOf(runId)(fact));
    void pruning.store.put({ ...batch, runs: batchOf(facts).runs, facts });
  }
  await pruning.done;
}

async function clear(db: Tables): Promise<void> {
  const wipe = db.transaction(["batches", "about"], "readwrite", durably);
  void wipe.objectStore("batches").clear();
  void wipe.objectStore("about").clear();
  await wipe.done;
}
