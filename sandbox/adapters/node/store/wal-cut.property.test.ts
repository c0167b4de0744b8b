// L11 to the byte: the write-ahead log as a lost machine may leave it, cut or torn anywhere, under a store that acknowledged commits.
import * as fc from "fast-check";
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import { openSqliteStore } from "./store.ts";
import { created, createLog, freshFile, received, sent, type FactBody } from "./store.kit.ts";

const LONG = process.env["LONG"] === "1";
const TIMEOUT = LONG ? 1_200_000 : 60_000;

/** What happened to each run, a batch for each: it begins, is called, ends, is pruned. */
const lives = fc.array(fc.record({ run: fc.nat(5), size: fc.nat(6000) }), { minLength: 1, maxLength: 40 });

function logOf(steps: readonly { readonly run: number; readonly size: number }[]): readonly (readonly Fact[])[] {
  const log = createLog();
  const stage = new Map<number, number>();
  return steps.map(({ run, size }) => {
    const at = stage.get(run) ?? 0;
    stage.set(run, at + 1);
    return log.add(...bodies(run, at, "x".repeat(size)));
  });
}

function bodies(run: number, at: number, text: string): readonly FactBody[] {
  const [runId, eventId] = [`run ${run} ${Math.floor(at / 4)}`, `event ${run} ${Math.floor(at / 4)}`];
  const life: readonly (readonly FactBody[])[] = [
    [received(eventId, "a", { text }), created(runId, eventId)],
    [sent(runId, `call ${runId}`)],
    [{ type: "run.completed", runId, fn: "app-answer", output: text }],
    [{ type: "run.pruned", runId, facts: 3 }],
  ];
  return life[at % 4] ?? [];
}

/** What a log reads as after a whole part of it was stored. */
function kept(batches: readonly (readonly Fact[])[]): readonly Fact[] {
  const facts = batches.flat();
  const pruned = new Set(facts.flatMap((fact) => (fact.type === "run.pruned" ? [fact.runId] : [])));
  return facts.filter((fact) => fact.type === "run.pruned" || !("runId" in fact) || fact.runId === undefined || !pruned.has(fact.runId));
}

type Stored = { readonly file: string; readonly sizes: readonly number[] };

/** The batches, the first ones in the database and the others in its write-ahead log; `sizes`: of that log once each was acknowledged. */
async function store(batches: readonly (readonly Fact[])[], settled: number): Promise<Stored> {
  const [live, file] = [freshFile(), freshFile()];
  const before = await openSqliteStore(live);
  for (const batch of batches.slice(0, settled)) await before.append(batch);
  before.close();
  const open = await openSqliteStore(live);
  const sizes: number[] = [];
  for (const batch of batches.slice(settled)) {
    await open.append(batch);
    sizes.push(statSync(`${live}-wal`).size);
  }
  copyFileSync(live, file);
  if (existsSync(`${live}-wal`)) copyFileSync(`${live}-wal`, `${file}-wal`);
  open.close();
  return { file, sizes };
}

describe("a write-ahead log that was cut", () => {
  it(
    "at any byte, torn or not, leaves every acknowledged commit before the cut and nothing of one after it (L1, L11)",
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(
        lives,
        fc.nat(),
        fc.nat(),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 9000 })),
        async (steps, first, at, torn) => {
          const batches = logOf(steps);
          const settled = first % batches.length;
          const { file, sizes } = await store(batches, settled);
          const whole = readFileSync(`${file}-wal`);
          const cut = at % (whole.length + 1);
          const tail = whole.subarray(cut).map((byte, i) => (torn === null ? byte : byte ^ (torn[i % torn.length] ?? 0)));
          writeFileSync(`${file}-wal`, torn === null ? whole.subarray(0, cut) : Buffer.concat([whole.subarray(0, cut), tail]));
          const certain = settled + sizes.filter((size) => size <= cut).length;

          const again = await openSqliteStore(file);
          const facts = await again.read(1);
          const found = batches.findIndex((_, i) => JSON.stringify(kept(batches.slice(0, i))) === JSON.stringify(facts));
          const size = found < 0 && JSON.stringify(kept(batches)) === JSON.stringify(facts) ? batches.length : found;
          expect(size).toBeGreaterThanOrEqual(certain);

          const fresh = await openSqliteStore(freshFile());
          for (const batch of batches.slice(0, size)) await fresh.append(batch);
          expect(await again.reads.runs({ limit: 400 })).toEqual(await fresh.reads.runs({ limit: 400 }));
          expect(await again.reads.events({ limit: 400 })).toEqual(await fresh.reads.events({ limit: 400 }));
          for (const batch of batches.slice(size)) await again.append(batch);
          expect(await again.read(1)).toEqual(kept(batches));
          for (const each of [again, fresh]) each.close();
          for (const end of ["", "-wal"]) rmSync(file + end, { force: true });
        },
      );
      await fc.assert(property, { numRuns: LONG ? 2000 : 30 });
    },
  );
});
