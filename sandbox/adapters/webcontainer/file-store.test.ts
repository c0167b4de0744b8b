import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { eventStoreSuite } from "../../conformance/event-store.suite.ts";
import type { Fact } from "../../log/facts.ts";
import { StoreLocked } from "./file-lock.ts";
import { StoreDamaged } from "./file-records.ts";
import { openFileStore } from "./file-store.ts";

const long = process.env["LONG"] === "1";
const folders: string[] = [];
const fresh = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "file-store-"));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const started = (seq: number, runId: string): Fact => ({ seq, t: seq, type: "run.started", runId, fn: "app-ü🧠" });
const pruned = (seq: number, runId: string): Fact => ({ seq, t: seq, type: "run.pruned", runId, facts: 1 });

eventStoreSuite("a folder", async () => {
  const folder = await fresh();
  return { open: () => openFileStore(folder), keeps: true };
});

/** Sizes of batches; where the file is cut, as a share of its last line. */
const histories = fc.record({
  batches: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
  cut: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  rest: fc.uint8Array({ maxLength: 24 }),
});

/** Starts a writer, kills it once it has said so many numbers, and resolves with the last one. */
function writeUntilKilled(folder: string, lines: number): Promise<number> {
  const writer = spawn(process.execPath, [fileURLToPath(new URL("./file-store-writer.kit.ts", import.meta.url)), folder]);
  let said = "";
  writer.stdout.on("data", (text: Buffer) => {
    said += String(text);
    if (said.split("\n").length > lines) writer.kill("SIGKILL");
  });
  return new Promise((resolve, reject) => {
    writer.once("error", reject);
    writer.once("close", () => resolve(Number(said.trim().split("\n").at(-1))));
  });
}

async function write(folder: string, batches: readonly number[]): Promise<{ facts: readonly Fact[]; sizes: readonly number[] }> {
  const store = await openFileStore(folder);
  const facts: Fact[] = [];
  const sizes = [(await readFile(join(folder, "log"))).length];
  for (const count of batches) {
    const batch = Array.from({ length: count }, (_, n) => started(facts.length + n + 1, `r${n}`));
    await store.append(batch);
    facts.push(...batch);
    sizes.push((await readFile(join(folder, "log"))).length);
  }
  store.close();
  return { facts, sizes };
}

describe("a log in a file", { timeout: long ? 300_000 : 20_000 }, () => {
  it("that was torn at any byte of its last line holds every batch before it whole, and goes on (L1, L11)", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ batches, cut, rest }) => {
        const folder = await fresh();
        const { facts, sizes } = await write(folder, batches);
        const [whole = 0, end = 0] = sizes.slice(-2);
        await truncate(join(folder, "log"), whole + Math.floor((end - whole) * cut));
        // What a disk leaves behind a torn line may be anything.
        await writeFile(join(folder, "log"), rest, { flag: "a" });
        const kept = facts.slice(0, facts.length - (batches.at(-1) ?? 0));
        const store = await openFileStore(folder);
        expect(await store.read(1)).toEqual(kept);
        await store.append([started(kept.length + 1, "next")]);
        store.close();
        const again = await openFileStore(folder);
        expect(await again.read(1)).toEqual([...kept, started(kept.length + 1, "next")]);
        again.close();
      }),
      { numRuns: long ? 2000 : 40 },
    );
  });

  it("that is damaged before its end is refused, and by name of the byte", async () => {
    const folder = await fresh();
    const { sizes } = await write(folder, [1, 1, 1]);
    const log = await readFile(join(folder, "log"));
    log[(sizes[1] ?? 0) + 30] = 0;
    await writeFile(join(folder, "log"), log);
    const refused = openFileStore(folder);
    await expect(refused).rejects.toThrow(StoreDamaged);
    await expect(refused).rejects.toThrow(`byte ${sizes[1]}`);
  });

  it("has one writer: a second is refused while the first lives, and welcome when it is dead", async () => {
    const folder = await fresh();
    const first = await openFileStore(folder);
    await expect(openFileStore(folder)).rejects.toThrow(StoreLocked);
    const second = await openFileStore(folder, { takeOver: true });
    second.close();
    const ended = execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }).trim();
    await (await openFileStore(folder)).close();
    await writeFile(join(folder, "lock"), ended);
    (await openFileStore(folder)).close();
    first.close();
  });

  it(
    "has every batch that was acknowledged when its process was killed at any moment, and no half of one (L1, L11)",
    { timeout: 120_000 },
    async () => {
      const folder = await fresh();
      for (let round = 0; round < (long ? 100 : 4); round += 1) {
        const acknowledged = await writeUntilKilled(folder, 5 + round * 7);
        const store = await openFileStore(folder);
        const seqs = (await store.read(1)).map(({ seq }) => seq);
        expect(seqs.at(-1)).toBeGreaterThanOrEqual(acknowledged);
        expect((seqs.at(-1) ?? 0) % 3).toBe(0);
        expect((await store.loadSnapshot())?.upTo ?? 0).toBeLessThanOrEqual(seqs.at(-1) ?? 0);
        store.close();
      }
    },
  );

  it("keeps its numbers when runs are dropped and the file is written anew", async () => {
    const folder = await fresh();
    const store = await openFileStore(folder);
    const runs = Array.from({ length: 70 }, (_, n) => `run-${n}`);
    let seq = 0;
    for (const run of runs) {
      await store.append([started(++seq, run), pruned(++seq, run)]);
      await store.dropRun(run);
    }
    const before = await store.read(1);
    store.close();
    const again = await openFileStore(folder);
    expect(await again.read(1)).toEqual(before);
    expect(before.map(({ type }) => type)).toEqual(runs.map(() => "run.pruned"));
    await again.append([started(++seq, "next")]);
    again.close();
  });

  it("survives a snapshot that cannot be read: it is a cache", async () => {
    const folder = await fresh();
    await write(folder, [2]);
    await writeFile(join(folder, "snapshot.json"), '{"upTo":');
    const store = await openFileStore(folder);
    expect(await store.loadSnapshot()).toBeUndefined();
    expect(await store.read(1)).toHaveLength(2);
    store.close();
  });
});
