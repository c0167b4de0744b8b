// The event store in a folder, by `node:fs` alone: the runtime in a browser has no SQLite and no native packages. The log is read
// into memory once and only appended to; an append is acknowledged when the disk has it (L1). A snapshot stands beside it, and both
// it and a log made smaller take their place by a rename, so that a crash at any moment leaves one or the other (L11).
import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppendConflict, type EventStore, type Snapshot } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";
import { lockFolder } from "./file-lock.ts";
import { type Contents, type Head, readRecords, record } from "./file-records.ts";

export type FileStoreOptions = {
  /** The writer before this one is known to be dead: its lock counts no more. */
  readonly takeOver?: boolean;
};

/** Dropped runs that the file still holds before it is written anew. */
const MOST_DROPS = 64;

/** Stores of this process that are closing: who opens the folder again waits for them. */
const closing = new Map<string, Promise<void>>();

const headOf = (last: number): Head => ({ log: "facts", version: 1, last });

/** Opens the folder's log, or begins one. Rejects while another process writes it, and when it is damaged before its end. */
export async function openFileStore(folder: string, options: FileStoreOptions = {}): Promise<EventStore> {
  await closing.get(folder);
  await mkdir(folder, { recursive: true });
  const unlock = lockFolder(folder, options.takeOver ?? false);
  try {
    return await openLocked(folder, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openLocked(folder: string, unlock: () => void): Promise<EventStore> {
  const paths = { log: join(folder, "log"), snapshot: join(folder, "snapshot.json") };
  const { head, lines, length } = readRecords((await readIfThere(paths.log)) ?? new Uint8Array());
  let facts = replay(lines);
  let last = Math.max(head?.last ?? 0, ...lines.map((line) => ("drop" in line ? 0 : (line.at(-1)?.seq ?? 0))));
  let drops = lines.filter((line) => "drop" in line).length;
  if (head === undefined) await replaceFile(folder, paths.log, [record(headOf(0))]);
  let log = await openAt(paths.log, head === undefined ? undefined : length);
  let turn: Promise<unknown> = Promise.resolve();
  /** Writes follow one another; one that fails does not stop the next. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const rewrite = async (kept: readonly Fact[], highest: number): Promise<void> => {
    const lines = kept.length === 0 ? [] : [record(kept)];
    await replaceFile(folder, paths.log, [record(headOf(highest)), ...lines]);
    await log.handle.close();
    log = await openAt(paths.log, undefined);
    facts = [...kept];
    last = highest;
    drops = 0;
  };

  return {
    append: (batch) =>
      inTurn(async () => {
        const stray = batch.findIndex((fact, index) => fact.seq !== last + 1 + index);
        if (stray >= 0) throw new AppendConflict(last + 1 + stray, batch[stray]?.seq ?? 0);
        if (batch.length === 0) return;
        await log.append(record(batch));
        for (const fact of batch) facts.push(fact);
        last += batch.length;
      }),
    read: (from) => inTurn(async () => facts.filter((fact) => fact.seq >= from)),
    readRun: (runId) => inTurn(async () => facts.filter((fact) => isOf(fact, runId))),
    saveSnapshot: (snapshot) => inTurn(() => replaceFile(folder, paths.snapshot, [new TextEncoder().encode(JSON.stringify(snapshot))])),
    loadSnapshot: () => inTurn(() => loadSnapshot(paths.snapshot)),
    dropRun: (runId) =>
      inTurn(async () => {
        await log.append(record({ drop: runId }));
        facts = facts.filter(outlives(runId));
        drops += 1;
        if (drops >= MOST_DROPS) await rewrite(facts, last);
      }),
    clear: () =>
      inTurn(async () => {
        // The snapshot first: a log without one only starts slower.
        await rm(paths.snapshot, { force: true });
        await rewrite([], 0);
      }),
    close() {
      const closed = inTurn(() => log.handle.close())
        .catch(() => undefined)
        .then(unlock)
        .finally(() => closing.delete(folder));
      closing.set(folder, closed);
    },
  };
}

function replay(lines: Contents["lines"]): Fact[] {
  let facts: Fact[] = [];
  for (const line of lines)
    if ("drop" in line) facts = facts.filter(outlives(line.drop));
    else for (const fact of line) facts.push(fact);
  return facts;
}

const isOf = (fact: Fact, runId: string): boolean => "runId" in fact && fact.runId === runId;
/** That the run was pruned, and its tombstones, must outlive it (L4, L8). */
const outlives =
  (runId: string) =>
  (fact: Fact): boolean =>
    fact.type === "run.pruned" || !isOf(fact, runId);

type OpenLog = { readonly handle: FileHandle; append(line: Uint8Array): Promise<void> };

/** Opens the log to go on at `length`, its end if not given; what is beyond is cut off. */
async function openAt(path: string, length: number | undefined): Promise<OpenLog> {
  const handle = await open(path, "r+");
  let end = length ?? (await handle.stat()).size;
  await handle.truncate(end);
  if (length !== undefined) await flush(() => handle.sync());
  return {
    handle,
    async append(line) {
      try {
        for (let at = 0; at < line.length;) at += (await handle.write(line, at, line.length - at, end + at)).bytesWritten;
        await flush(() => handle.datasync());
      } catch (error) {
        // A disk that is full keeps no half of a batch.
        await handle.truncate(end).catch(() => undefined);
        throw error;
      }
      end += line.length;
    },
  };
}

async function replaceFile(folder: string, path: string, parts: readonly Uint8Array[]): Promise<void> {
  const draft = `${path}.new`;
  const handle = await open(draft, "w");
  try {
    for (const part of parts) await handle.writeFile(part);
    await flush(() => handle.sync());
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(folder);
}

/** A file system in memory has no disk to wait for, and some say so by an error. */
async function flush(sync: () => Promise<void>): Promise<void> {
  await sync().catch((error: NodeJS.ErrnoException) => {
    if (!["ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL"].includes(error.code ?? "")) throw error;
  });
}

/** A rename lasts when its folder has been written. Not every system can; then the rename itself must do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** A snapshot that cannot be read is none: it is a cache. */
async function loadSnapshot(path: string): Promise<Snapshot | undefined> {
  const bytes = await readIfThere(path);
  try {
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Snapshot);
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
