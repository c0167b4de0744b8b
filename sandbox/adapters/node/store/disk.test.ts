import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import { createSeededEntropy } from "../../memory/entropy.ts";
import { openSqliteStore } from "./store.ts";
import { freshFile } from "./store.kit.ts";

const PAGE = 4096;
const [BATCHES, IN_A_BATCH] = [120, 60];
const text = "x".repeat(3500);

const batch = (n: number): readonly Fact[] =>
  Array.from({ length: IN_A_BATCH }, (_, i) => ({
    seq: n * IN_A_BATCH + i + 1,
    t: n,
    type: "console",
    level: "log",
    text: `${n} ${i} ${text}`,
  }));

describe("the write-ahead log", () => {
  it("is carried over now and then, so that it stays short, and all that was acknowledged is there (L1)", async () => {
    const [file, copy] = [freshFile(), freshFile()];
    const store = await openSqliteStore(file);
    for (let n = 0; n < BATCHES; n += 1) await store.append(batch(n));
    expect(statSync(file).size).toBeGreaterThan(1000 * PAGE);
    expect(statSync(`${file}-wal`).size).toBeLessThan(9000 * PAGE);
    for (const end of ["", "-wal"]) copyFileSync(file + end, copy + end);
    store.close();
    const again = await openSqliteStore(copy);
    expect((await again.read(1)).map((fact) => fact.seq)).toEqual(Array.from({ length: BATCHES * IN_A_BATCH }, (_, i) => i + 1));
    again.close();
  });

  it("makes up for any page of the database that was lost while it was carried over (L11)", async () => {
    const [file, copy] = [freshFile(), freshFile()];
    const first = await openSqliteStore(file);
    await first.append(batch(0));
    first.close();
    const before = readFileSync(file);
    const store = await openSqliteStore(file);
    for (let n = 1; n < 5; n += 1) await store.append(batch(n));
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    store.close();
    const after = readFileSync(file);
    const draw = createSeededEntropy("torn").at(0);
    for (let round = 0; round < 5; round += 1) {
      const torn = Buffer.from(after);
      for (let at = 0; at < torn.length; at += PAGE)
        if (draw() < 0.5) torn.set(at < before.length ? before.subarray(at, at + PAGE) : Buffer.alloc(PAGE), at);
      writeFileSync(copy, torn);
      const wal = readFileSync(`${copy}-wal`);
      const again = await openSqliteStore(copy);
      expect(await again.read(1)).toHaveLength(5 * IN_A_BATCH);
      again.close();
      writeFileSync(`${copy}-wal`, wal);
    }
  });
});
