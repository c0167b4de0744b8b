// What can go wrong with a store, in words that say what to do next. Boundary: SQLite's codes come in, our errors go out.

/** Another process has the file open. */
export class StoreLocked extends Error {
  readonly code = "store-locked";
  readonly pid: number | undefined;
  constructor(file: string, pid: number | undefined) {
    const owner = pid === undefined ? "Another process" : `The process ${pid}`;
    super(`${owner} has ${file} open, and a log has one writer. Stop it, or give this engine another file with --storage.`);
    this.name = "StoreLocked";
    this.pid = pid;
  }
}

/** A later version of the program has written the file. */
export class StoreTooNew extends Error {
  readonly code = "store-too-new";
  constructor(file: string, version: number, known: number) {
    super(
      `${file} is of version ${version}; this program reads up to ${known}. Run the newer program, or give this one another file with --storage.`,
    );
    this.name = "StoreTooNew";
  }
}

/** The file is something else. It is left as it is. */
export class StoreForeign extends Error {
  readonly code = "store-foreign";
  constructor(file: string, what: string) {
    super(`${file} ${what}. It is left as it is: give another file with --storage.`);
    this.name = "StoreForeign";
  }
}

/** The file can be neither opened nor created. */
export class StoreUnreachable extends Error {
  readonly code = "store-unreachable";
  constructor(file: string, options: ErrorOptions) {
    super(
      `${file} cannot be opened: ${textOf(options.cause)}. Check the folder and its permissions, or give another file with --storage.`,
      options,
    );
    this.name = "StoreUnreachable";
  }
}

/** This Node has no SQLite. */
export class SqliteMissing extends Error {
  readonly code = "sqlite-missing";
  constructor() {
    super(`Node ${process.version} has no node:sqlite, which keeps the log. Run this with Node 24 (npm run engine does).`);
    this.name = "SqliteMissing";
  }
}

/** A write was refused by the disk. Nothing of it was acknowledged, and nothing more is taken: what was acknowledged is in the file. */
export class StoreFailed extends Error {
  readonly code: "store-full" | "store-failed";
  constructor(file: string, cause: unknown) {
    const isFull = codeOf(cause) === FULL;
    const what = isFull ? `There is no room left for ${file}` : `${file} could not be written: ${textOf(cause)}`;
    const next = isFull ? "Free some space" : "Look at the disk";
    super(`${what}. Nothing of this was acknowledged, and what was before is stored. ${next}, then start the engine again.`, { cause });
    this.name = "StoreFailed";
    this.code = isFull ? "store-full" : "store-failed";
  }
}

/** The store was closed before. */
export class StoreClosed extends Error {
  readonly code = "store-closed";
  constructor(file: string) {
    super(`The store on ${file} is closed. Open it again.`);
    this.name = "StoreClosed";
  }
}

// Primary result codes of SQLite (https://sqlite.org/rescode.html); the low byte of an extended one.
const [BUSY, FULL, NOT_A_DATABASE] = [5, 13, 26];

function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

export const isBusy = (error: unknown): boolean => codeOf(error) === BUSY;
export const isNoDatabase = (error: unknown): boolean => codeOf(error) === NOT_A_DATABASE;

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Not a cursor that a page ended with. */
export class BadCursor extends Error {
  readonly code = "bad-cursor";
  constructor(cursor: string) {
    super(`"${cursor.slice(0, 40)}" is no cursor. Give the one that the page before came with, or none for the first page.`);
    this.name = "BadCursor";
  }
}
