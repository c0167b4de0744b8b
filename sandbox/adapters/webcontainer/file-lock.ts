// One writer a log: a file that names the process. A lock whose process is dead is taken over; one that lives is respected.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

export class StoreLocked extends Error {
  readonly code = "store-locked";
  constructor(folder: string, process: string) {
    super(`Process ${process} writes the log in ${folder}. End it, then open the log again.`);
    this.name = "StoreLocked";
  }
}

/** Locks at once or throws. Returns what gives the lock back. `takeOver`: the holder is known to be dead. */
export function lockFolder(folder: string, takeOver: boolean): () => void {
  const path = join(folder, "lock");
  if (!tryLock(path)) {
    const holder = readFileSync(path, "utf8");
    if (!takeOver && lives(Number(holder))) throw new StoreLocked(folder, holder);
    rmSync(path, { force: true });
    if (!tryLock(path)) throw new StoreLocked(folder, readFileSync(path, "utf8"));
  }
  let held = true;
  return () => {
    if (held) rmSync(path, { force: true });
    held = false;
  };
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, "wx");
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Asks the system. A number that is none (a lock torn by a crash) is nobody. */
function lives(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
