import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventStoreSuite } from "../../../conformance/event-store.suite.ts";
import { openMemoryStore, openSqliteStore } from "./store.ts";

const freshFile = (): string => join(mkdtempSync(join(tmpdir(), "store-")), "engine.db");

eventStoreSuite("SQLite", () => {
  const file = freshFile();
  return Promise.resolve({ open: () => openSqliteStore(file), keeps: true });
});
eventStoreSuite("SQLite over memory", () => Promise.resolve({ open: () => Promise.resolve(openMemoryStore()), keeps: false }));
