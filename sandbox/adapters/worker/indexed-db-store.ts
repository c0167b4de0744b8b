// The event store on IndexedDB: one database for each lab, one transaction for each batch. Strict durability, because a fact
// is acknowledged once it is stored (L1) and a browser killed a moment later must find it (L11).
// cspell:ignore IDBP
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import { AppendConflict, type EventStore, type Snapshot } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";

interface LabTables extends DBSchema {
  facts: { key: number; value: Fact; indexes: { run: string } };
  /** `last`: the highest `seq` ever appended, which pruning must not lower; `snapshot`: the engine's cache. */
  about: { key: "last" | "snapshot"; value: number | Snapshot };
}
type Tables = IDBPDatabase<LabTables>;

const durably = { durability: "strict" } as const;

/** Name of the database that holds a lab's log. */
export const databaseOf = (lab: string): string => `ans-lab-${lab}`;

/** Rejects when the browser refuses storage (a private window, a full disk). */
export async function openIndexedDbStore(lab: string): Promise<EventStore> {
  const db = await openDB<LabTables>(databaseOf(lab), 1, {
    upgrade(fresh) {
      fresh.createObjectStore("facts", { keyPath: "seq" }).createIndex("run", "runId");
      fresh.createObjectStore("about");
    },
    // Another tab wants to delete or upgrade the database: its turn.
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
  return {
    append: (facts) => append(db, facts),
    read: (from) => db.getAll("facts", IDBKeyRange.lowerBound(from)),
    readRun: (runId) => db.getAllFromIndex("facts", "run", runId),
    saveSnapshot: async (snapshot) => void (await db.put("about", snapshot, "snapshot")),
    loadSnapshot: async () => (await db.get("about", "snapshot")) as Snapshot | undefined,
    dropRun: (runId) => dropRun(db, runId),
    clear: () => clear(db),
    close: () => db.close(),
  };
}

/** Removes a lab's log for good. Stores that are open on it close. */
export const deleteIndexedDbStore = (lab: string): Promise<void> => deleteDB(databaseOf(lab));

async function append(db: Tables, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  const batch = db.transaction(["facts", "about"], "readwrite", durably);
  const last = ((await batch.objectStore("about").get("last")) as number | undefined) ?? 0;
  const stray = facts.findIndex((fact, place) => fact.seq !== last + 1 + place);
  if (stray >= 0) {
    await batch.done;
    throw new AppendConflict(last + 1 + stray, facts[stray]?.seq ?? 0);
  }
  const rows = batch.objectStore("facts");
  for (const fact of facts) void rows.add(fact);
  void batch.objectStore("about").put(facts.at(-1)?.seq ?? last, "last");
  await batch.done;
}

async function dropRun(db: Tables, runId: string): Promise<void> {
  const pruning = db.transaction("facts", "readwrite", durably);
  const rows = pruning.objectStore("facts");
  for (const fact of await rows.index("run").getAll(runId)) {
    // That the run was pruned, and its tombstones, must outlive it (L4, L8).
    if (fact.type !== "run.pruned") void rows.delete(fact.seq);
  }
  await pruning.done;
}

async function clear(db: Tables): Promise<void> {
  const wipe = db.transaction(["facts", "about"], "readwrite", durably);
  void wipe.objectStore("facts").clear();
  void wipe.objectStore("about").clear();
  await wipe.done;
}
