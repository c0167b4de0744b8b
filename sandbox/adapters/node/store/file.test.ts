import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import { openDatabase } from "./database.ts";
import { MIGRATIONS, versionOf } from "./schema.ts";
import { openSqliteStore } from "./store.ts";
import { created, createLog, edit, freshFile, received } from "./store.kit.ts";
import { bringUpToDate } from "./upkeep.ts";

const note = (seq: number): Fact => ({ seq, t: seq, type: "console", level: "log", text: `line ${seq}` });

/** Another process that has opened the file and lives; its program has let go of the store, and garbage was collected. */
async function owner(file: string): Promise<ChildProcess> {
  const module = fileURLToPath(new URL("store.ts", import.meta.url));
  const code = `import { openSqliteStore } from ${JSON.stringify(module)};
    const store = await openSqliteStore(${JSON.stringify(file)});
    await store.append([{ seq: 1, t: 1, type: "console", level: "log", text: "line 1" }]);
    setTimeout(() => { gc(); setTimeout(() => console.log("open")); }); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--expose-gc", "--input-type=module-typescript", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

describe("a store's file", () => {
  it("is refused to a second process, which is told whose it is", async () => {
    const file = freshFile();
    const child = await owner(file);
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: "store-locked", pid: child.pid });
    await expect(openSqliteStore(file)).rejects.toThrow(`The process ${child.pid} has ${file} open`);
  });

  it("is free at once when its owner was killed, and has all that was acknowledged (L1, L11)", async () => {
    const file = freshFile();
    const child = await owner(file);
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = await openSqliteStore(file);
    expect(await store.read(1)).toEqual([note(1)]);
    await store.append([note(2)]);
    store.close();
  });

  it("is refused a second time in the same process too, and free once it is closed", async () => {
    const file = freshFile();
    const store = await openSqliteStore(file);
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: "store-locked", pid: process.pid });
    await store.append([note(1)]);
    store.close();
    expect(existsSync(`${file}.pid`)).toBe(false);
    (await openSqliteStore(file)).close();
  });

  it("of a later program is refused and left as it is", async () => {
    const file = freshFile();
    (await openSqliteStore(file)).close();
    edit(file, "PRAGMA user_version = 99");
    const before = readFileSync(file);
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: "store-too-new" });
    await expect(openSqliteStore(file)).rejects.toThrow("is of version 99");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("with a log of a later version is refused", async () => {
    const file = freshFile();
    (await openSqliteStore(file)).close();
    edit(file, "UPDATE about SET value = 99 WHERE key = 'log_version'");
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: "log-too-new", version: 99 });
  });

  it("that is something else is refused and left as it is", async () => {
    const [text, other] = [freshFile(), freshFile()];
    writeFileSync(text, "Dear diary, this is not a database. ".repeat(50));
    edit(other, "CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
    await expect(openSqliteStore(text)).rejects.toMatchObject({ code: "store-foreign" });
    await expect(openSqliteStore(other)).rejects.toThrow("not one of this engine's");
    expect(readFileSync(text, "utf8")).toContain("Dear diary");
  });

  it("that cannot be opened is told with the reason", async () => {
    const file = freshFile();
    writeFileSync(file, "");
    await expect(openSqliteStore(`${file}/engine.db`)).rejects.toMatchObject({ code: "store-unreachable" });
  });

  it("that a process left in its first moment is a new one", async () => {
    const file = freshFile();
    edit(file, "PRAGMA journal_mode = WAL");
    const store = await openSqliteStore(file);
    await store.append([note(1)]);
    store.close();
  });
});

describe("a snapshot in a file", () => {
  it("is found again as it was saved, text as text", async () => {
    const file = freshFile();
    const store = await openSqliteStore(file);
    const text = { upTo: 7, logVersion: 1, state: '{"runs":["ü"]}' };
    await store.saveSnapshot(text);
    store.close();
    const again = await openSqliteStore(file);
    expect(await again.loadSnapshot()).toEqual(text);
    again.close();
  });
});

describe("an older file", () => {
  it("of version 1 opens with every fact and row", async () => {
    const file = freshFile();
    copyFileSync(new URL("fixtures/version-1.db", import.meta.url), file);
    const store = await openSqliteStore(file);
    expect((await store.read(1)).map((fact) => fact.type)).toEqual(["engine.started", "event.received", "run.created", "run.completed"]);
    expect((await store.reads.runs({ text: "fixture" })).rows).toMatchObject([{ runId: "r1", status: "completed", output: "fixture" }]);
    expect((await store.loadSnapshot())?.upTo).toBe(4);
    store.close();
  });

  it("is brought up step by step, all or nothing", async () => {
    const file = freshFile();
    (await openSqliteStore(file)).close();
    const more = [...MIGRATIONS, (db: DatabaseSync) => db.exec("CREATE TABLE more (x)")];
    const broken = [...more, (db: DatabaseSync) => db.exec("CREATE TABLE even_more (x); CREATE TABLE more (x)")];
    expect(() => openDatabase(file, broken)).toThrow("already exists");
    const opened = openDatabase(file, more);
    expect(versionOf(opened.db)).toBe(MIGRATIONS.length + 1);
    expect(opened.db.prepare("SELECT name FROM sqlite_schema WHERE name IN ('more', 'even_more')").all()).toMatchObject([{ name: "more" }]);
    opened.close();
  });

  it("gets its facts brought to the present version of the log, once, and its rows made anew", async () => {
    const file = freshFile();
    const store = await openSqliteStore(file);
    const log = createLog();
    log.add({ type: "engine.started", logVersion: 1, seed: "s", generation: 1, checkpointing: true });
    await store.append(log.add(received("e1", "old/name"), created("r1", "e1")).length > 0 ? log.facts : []);
    await store.saveSnapshot({ upTo: 3, logVersion: 1, state: {} });
    store.close();
    const { db, close } = openDatabase(file);
    const versions = {
      log: 2,
      readModel: 1,
      upcasts: { 1: (fact: object) => ("name" in fact ? { ...fact, name: "new/name" } : fact) as never },
    };
    bringUpToDate(db, versions);
    bringUpToDate(db, versions);
    expect(
      db
        .prepare("SELECT body ->> '$.logVersion' AS v, body ->> '$.name' AS name FROM facts")
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([
      { v: 2, name: null },
      { v: null, name: "new/name" },
      { v: null, name: null },
    ]);
    expect(db.prepare("SELECT event_name FROM runs").get()).toMatchObject({ event_name: "new/name" });
    expect(db.prepare("SELECT * FROM snapshot").get()).toBeUndefined();
    close();
  });
});
