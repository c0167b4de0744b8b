// Which store the flag means, and the folder it lies in. The standard one is kept out of version control by its own folder.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { NodeStore } from "../ports.ts";
import { DEFAULT_STORAGE } from "./flags.ts";

export async function openStorage(storage: string): Promise<NodeStore> {
  if (storage === "memory") return (await import("../store/store.ts")).openMemoryStore();
  const file = resolve(storage);
  if (storage === DEFAULT_STORAGE) prepareFolder(dirname(file));
  return (await import("../store/store.ts")).openSqliteStore(file);
}

function prepareFolder(folder: string): void {
  const ignore = join(folder, ".gitignore");
  if (existsSync(ignore)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(ignore, "*\n");
}
