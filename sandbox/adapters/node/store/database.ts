// Opening the file: one process at a time, with a write-ahead log.
// The lock is SQLite's own, held by the kernel for as long as the process lives: a killed owner leaves nothing to clean up.
// The file beside it only tells whom to name, and is read when the lock is found taken.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type * as Sqlite from "node:sqlite";
import type { DatabaseSync } from "node:sqlite";
import { isBusy, isNoDatabase, SqliteMissing, StoreForeign, StoreLocked, StoreTooNew, StoreUnreachable } from "./problems.ts";
import { APPLICATION_ID, migrate, MIGRATIONS, versionOf } from "./schema.ts";

export const IN_MEMORY = ":memory:";

export type Opened = { readonly db: DatabaseSync; close(): void };

/** Throws `StoreLocked`, `StoreTooNew`, `StoreForeign` or `StoreUnreachable`; each message says what to do. */
export function openDatabase(file: string, migrations = MIGRATIONS): Opened {
  const db = connect(file);
  try {
    own(db, file, migrations.length);
    migrate(db, migrations);
  } catch (error) {
    db.close();
    throw inWords(error, file);
  }
  const note = file === IN_MEMORY ? undefined : noteOf(file);
  if (note !== undefined) leave(note);
  return {
    db,
    close() {
      db.close();
      if (note !== undefined) rmSync(note, { force: true });
    },
  };
}

const noteOf = (file: string): string => `${file}.pid`;

// A full disk may refuse it: then a second process is told less.
function leave(note: string): void {
  try {
    writeFileSync(note, `${process.pid}\n`);
  } catch {
    rmSync(note, { force: true });
  }
}

function connect(file: string): DatabaseSync {
  // Asked for only here: a program that never opens a store runs where there is no SQLite.
  const sqlite = process.getBuiltinModule?.("node:sqlite") as typeof Sqlite | undefined;
  if (sqlite === undefined) throw new SqliteMissing();
  try {
    if (file !== IN_MEMORY) mkdirSync(dirname(file), { recursive: true });
    return new sqlite.DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw new StoreUnreachable(file, { cause: error });
  }
}

/** Takes the lock and refuses what is not ours, before anything is written. */
function own(db: DatabaseSync, file: string, known: number): void {
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = NORMAL");
  const version = versionOf(db);
  // A process that was killed in its first moment may have left a file without a table.
  const isFresh = version === 0 && db.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  if (isFresh) db.exec("PRAGMA auto_vacuum = INCREMENTAL");
  else if (pragma(db, "application_id") !== APPLICATION_ID) throw new StoreForeign(file, "is a database, but not one of this engine's");
  if (version > known) throw new StoreTooNew(file, version, known);
  // With a write-ahead log a commit is one write and one sync (`disk.ts`). Its size is given back once a large batch has passed.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 33554432; BEGIN IMMEDIATE; COMMIT");
}

function pragma(db: DatabaseSync, name: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

function inWords(error: unknown, file: string): unknown {
  if (isBusy(error)) return new StoreLocked(file, ownerOf(file));
  if (isNoDatabase(error)) return new StoreForeign(file, "is not a database");
  return error instanceof Error && "errcode" in error ? new StoreUnreachable(file, { cause: error }) : error;
}

function ownerOf(file: string): number | undefined {
  const note = noteOf(file);
  const pid = existsSync(note) ? Number.parseInt(readFileSync(note, "utf8"), 10) : Number.NaN;
  return !Number.isNaN(pid) && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be asked, but is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
