// Durability. A commit stands in the write-ahead log at once; it is on the disk when that file has been synchronized. SQLite could do
// so itself after each commit (synchronous = FULL), on this thread. Here the disk works on another one, and the engine decides and
// speaks meanwhile. The order is that of FULL: nobody is told of a commit before it is on the disk (L1), and the log starts anew
// only when all it held is on the disk in the database itself (L11).
import { fsyncSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";

/** What a commit has brought. */
export type Written = { readonly facts: number; readonly characters: number };

export interface Disk {
  /** Resolves once all that has been committed is on the disk. Nothing may be committed meanwhile. */
  sync(written: Written): Promise<void>;
  /** To be called before SQLite closes the file, and `close` after. */
  closing(): void;
  close(): Promise<void>;
}

/** For a database in memory there is nothing to wait for. */
export const noDisk: Disk = { sync: () => Promise.resolve(), closing: () => {}, close: () => Promise.resolve() };

/** About sixteen megabytes of the write-ahead log: then it is carried over. What is much longer SQLite carries over by itself. */
const PAGES = 4000;
/** What a commit and a fact put there beside the fact's own text, as measured. */
const [OF_A_COMMIT, OF_A_FACT, CHARACTERS] = [6, 0.25, 4096];

type Files = { readonly log: FileHandle; readonly database: FileHandle };

export function openDisk(db: DatabaseSync, file: string): Disk {
  let files: Promise<Files> | undefined;
  let opened: Files | undefined;
  let pages = 0;
  let isCarrying = false;

  /** Into the database what the log holds; the log is on the disk already, so SQLite need not wait for it. */
  async function carryOver({ database }: Files): Promise<void> {
    pages = 0;
    isCarrying = true;
    db.exec("PRAGMA synchronous = OFF");
    db.exec("PRAGMA wal_checkpoint(PASSIVE)");
    db.exec("PRAGMA synchronous = NORMAL");
    await database.sync();
    isCarrying = false;
  }

  return {
    async sync({ facts, characters }) {
      opened = await (files ??= openFiles(file));
      await opened.log.datasync();
      pages += OF_A_COMMIT + OF_A_FACT * facts + characters / CHARACTERS;
      if (pages >= PAGES) await carryOver(opened);
    },
    closing() {
      if (isCarrying && opened !== undefined) fsyncSync(opened.database.fd);
    },
    async close() {
      const { log, database } = (await files?.catch(() => undefined)) ?? {};
      await Promise.all([log?.close(), database?.close()]);
    },
  };
}

// To close a handle on the database gives up SQLite's own lock on it: it stays open until SQLite has closed the file.
async function openFiles(file: string): Promise<Files> {
  await syncFolder(dirname(file));
  return { log: await open(`${file}-wal`, "r+"), database: await open(file, "r+") };
}

// That the files are there must be on the disk too. Some systems do not let a folder be synchronized, and need not.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
