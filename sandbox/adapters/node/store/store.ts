// The store of the Node place: the log in SQLite with its read model. Passes `conformance/event-store.suite.ts`.
// L1: what `append` has resolved is on the disk. L4, L11: one commit for a batch, whatever it changes.
// It stands in the main thread, and only the disk's own time is spent elsewhere (`disk.ts`, decisions/010-store-of-the-node-place.md).
import type { DatabaseSync } from "node:sqlite";
import type { Snapshot } from "../../../engine/ports/event-store.ts";
import type { Fact } from "../../../log/facts.ts";
import type { Json } from "../../../log/json.ts";
import type { NodeStore } from "../ports.ts";
import { IN_MEMORY, openDatabase, type Opened } from "./database.ts";
import { noDisk, openDisk } from "./disk.ts";
import { Log, type LogOptions } from "./log.ts";
import { StoreClosed } from "./problems.ts";
import { OF_CANCELLATIONS } from "./schema.ts";
import { finishedRuns } from "./retention.ts";
import { createReads, type Reading } from "./reads.ts";
import { bringUpToDate } from "./upkeep.ts";

const TABLES = ["facts", "snapshot", "runs", "run_text", "events", "event_runs", "apps", "paused", "counts"] as const;

/** Two megabytes: some milliseconds. */
const PAGES_AT_ONCE = 512;

/** Open until they are closed: collected as garbage, a store would give up its lock while its program lives. */
const openStores = new Set<NodeStore>();

/** `maxPages`: the file may not grow beyond so many pages of 4 KiB; there it is full, as a disk is. */
export type StoreOptions = { readonly maxPages?: number };

/** Rejects with an error whose message says what to do: the file is in use, newer, not ours, or out of reach. */
export function openSqliteStore(file: string, options: StoreOptions = {}): Promise<NodeStore> {
  return new Promise((resolve) => resolve(open(file, file, options)));
}

/** The same over memory: gone when it is closed. */
export function openMemoryStore(): NodeStore {
  return open(IN_MEMORY, "memory");
}

function open(file: string, where: string, { maxPages }: StoreOptions = {}): NodeStore {
  const opened = openDatabase(file);
  const isFile = file !== IN_MEMORY;
  try {
    bringUpToDate(opened.db);
    if (maxPages !== undefined) opened.db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
    if (!isFile) return storeOn(opened, { file: where, disk: noDisk, soon: queueMicrotask });
    const store = storeOn(opened, { file: where, disk: openDisk(opened.db, file), soon: setImmediate });
    openStores.add(store);
    return store;
  } catch (error) {
    opened.close();
    throw error;
  }
}

function storeOn(opened: Opened, options: LogOptions): NodeStore {
  const { db } = opened;
  const { file: where, disk } = options;
  const log = new Log(db, options);
  const hasFacts = db.prepare("SELECT 1 FROM facts WHERE run = ? AND json_extract(body, '$.type') <> 'run.pruned'");
  let isOpen = true;
  /** Nobody reads what is not on the disk yet. */
  const reading: Reading = async <T>(read: () => T): Promise<Awaited<T>> => {
    await log.settled();
    if (!isOpen) throw new StoreClosed(where);
    return await read();
  };
  const store: NodeStore = {
    where,
    failure: () => log.problem?.message,
    lastSeq: () => log.last,
    reads: createReads(db, reading),
    append: (facts) => log.append(facts),
    ...factsOf(db, reading),
    ...historyOf(db, reading),
    ...snapshotsOf(db, log, reading),
    finished: (retention, limit) => reading(() => finishedRuns(db, retention, limit)),
    giveBack: () => log.write(() => db.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`)),
    // The fact that says so has taken the run with it.
    dropRun: async (runId) =>
      (await reading(() => hasFacts.get(runId))) === undefined ? undefined : log.write((model) => model.drop(runId)),
    clear: () => log.clear(TABLES),
    close() {
      if (!isOpen) return;
      isOpen = false;
      disk.closing();
      log.close();
      opened.close();
      void disk.close();
      openStores.delete(store);
    },
  };
  return store;
}

const parsed = (rows: readonly Record<string, unknown>[]): Fact[] => rows.map(({ body }) => JSON.parse(body as string) as Fact);

/** What people ask of the past, without the whole log. */
function historyOf(db: DatabaseSync, reading: Reading): Pick<NodeStore, "readEvents" | "readEnds" | "readCancellations"> {
  const event = db.prepare("SELECT body FROM events JOIN facts ON facts.seq = events.n WHERE events.id = ?");
  const ends = db.prepare(
    "SELECT body FROM runs JOIN facts ON facts.seq = runs.ended_n WHERE ended_at >= ? AND ended_at < ? ORDER BY runs.ended_n",
  );
  const cancellations = db.prepare(`SELECT body FROM facts WHERE ${OF_CANCELLATIONS} ORDER BY seq`);
  return {
    readCancellations: () => reading(() => parsed(cancellations.all())),
    readEvents: (eventIds) => reading(() => parsed([...new Set(eventIds)].flatMap((eventId) => event.all(eventId)))),
    readEnds: (from = 0, to = Number.MAX_SAFE_INTEGER) => reading(() => parsed(ends.all(from, to))),
  };
}

function factsOf(
  db: DatabaseSync,
  reading: Reading,
): Pick<NodeStore, "read" | "readRun"> & { readSome: NonNullable<NodeStore["readSome"]> } {
  const from = db.prepare("SELECT body FROM facts WHERE seq >= ? ORDER BY seq");
  const some = db.prepare("SELECT body FROM facts WHERE seq >= ? ORDER BY seq LIMIT ?");
  const ofRun = db.prepare("SELECT body FROM facts WHERE run = ? ORDER BY seq");
  return {
    read: (seq) => reading(() => parsed(from.all(seq))),
    readSome: (seq, limit) => reading(() => parsed(some.all(seq, limit))),
    readRun: (runId) => reading(() => parsed(ofRun.all(runId))),
  };
}

function snapshotsOf(db: DatabaseSync, log: Log, reading: Reading): Pick<NodeStore, "saveSnapshot" | "loadSnapshot"> {
  const put = db.prepare("INSERT OR REPLACE INTO snapshot (one, up_to, log_version, is_text, state) VALUES (1, ?, ?, ?, ?)");
  const get = db.prepare("SELECT up_to, log_version, is_text, state FROM snapshot");
  return {
    saveSnapshot({ upTo, logVersion, state }) {
      const isText = typeof state === "string";
      return log.write(() => void put.run(upTo, logVersion, isText ? 1 : 0, isText ? state : JSON.stringify(state)));
    },
    loadSnapshot: () =>
      reading((): Snapshot | undefined => {
        const row = get.get();
        if (row === undefined) return undefined;
        const text = row["state"] as string;
        const state = row["is_text"] === 1 ? text : (JSON.parse(text) as Json);
        return { upTo: Number(row["up_to"]), logVersion: Number(row["log_version"]), state };
      }),
  };
}
