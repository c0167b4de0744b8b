// `npm run bench:node`: the Node place against the floor, the ceiling that the SDK itself sets, and its peers, in one run on one machine.
// Read the ratios: the milliseconds are this machine's. `LONG=1` measures at full size; `--write` keeps the result for the page.
// `--only=runs,naps,flood,full,peers` measures a part; `--quick` takes one small round, to see that everything runs.
import { buildEngine } from "../../run/build-engine.ts";
import { availableParallelism, loadavg } from "node:os";
import { exists } from "../../run/project.ts";
import { report } from "../figures.ts";
import type { Contender, SdkContender } from "./contender.ts";
import { startInngest, startNullEngine, startPlace } from "./engines.ts";
import { figuresOf, type Row } from "./compare.ts";
import { measureFloor } from "./floor.ts";
import { measureFlood, measureFull } from "./load.ts";
import { installPeers } from "./peers/load.ts";
import { startDbos, startOpenworkflow, startRestate } from "./peers/start.ts";
import { printRows } from "./print.ts";
import { measureNaps, measureRuns, type Sizes } from "./runs.ts";

const LONG = Boolean(process.env["LONG"]);
const only = process.argv
  .find((arg) => arg.startsWith("--only="))
  ?.slice("--only=".length)
  .split(",");
const wants = (part: string): boolean => only === undefined || only.includes(part);

const QUICK = process.argv.includes("--quick");
const sizes = { rounds: QUICK ? 1 : LONG ? 5 : 3, naps: QUICK ? 1 : LONG ? 10 : 5, lengths: QUICK ? [10, 100] : [10, 100, 1000] };
/** Without checkpointing every call carries all steps before it, so that a run of 1000 costs the SDK alone many seconds. */
const perStepSizes = { rounds: QUICK ? 1 : LONG ? 3 : 2, lengths: [10, 100], once: LONG ? [1000] : [] };
const SPREAD_MS = 2000;

// What was started ends with the bench, when that is broken off too.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const rows: Row[] = [];
const problem = (error: unknown): string => (error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));

/** Starts what can be started; what cannot stands in the table with the reason. */
async function startAll(starts: readonly (readonly [name: string, start: () => Promise<Contender | undefined>])[]): Promise<Contender[]> {
  const started: Contender[] = [];
  for (const [name, start] of starts) {
    try {
      const contender = await start();
      if (contender === undefined) rows.push({ name, about: "", missing: "not run here: INNGEST_DEV_SERVER names no binary" });
      else started.push(contender);
    } catch (error) {
      rows.push({ name, about: "", missing: `not run here: ${problem(error)}` });
    }
  }
  return started;
}

async function measure(contenders: readonly Contender[], how: Sizes, mode: "checkpointing" | "per step"): Promise<void> {
  const idle = new Map(contenders.map((one) => [one, one.memory()?.now]));
  const runs = await measureRuns(contenders, how, (what) => console.error(`  … ${mode}: ${what}`));
  const sleeping = mode === "checkpointing" && wants("naps") ? contenders : [];
  const napsOf = await measureNaps(sleeping, SPREAD_MS, sizes.naps);
  const burstOf = await measureNaps(sleeping, 0, 1);
  for (const contender of contenders) {
    const [naps, burst] = [napsOf.get(contender), burstOf.get(contender)];
    const [idleMib, loadedMib] = [idle.get(contender), contender.memory()?.now];
    rows.push({
      name: contender.name,
      about: contender.about,
      mode,
      runs: runs.get(contender),
      ...(naps === undefined ? {} : { naps }),
      ...(burst === undefined ? {} : { burst }),
      ...(contender.readyMs === undefined ? {} : { readyMs: contender.readyMs }),
      ...(idleMib === undefined ? {} : { idleMib }),
      ...(loadedMib === undefined ? {} : { loadedMib }),
    });
  }
}

async function stopAll(contenders: readonly (Contender | SdkContender)[]): Promise<void> {
  for (const contender of contenders) await contender.stop();
}

async function checkpointing(): Promise<void> {
  const missing = wants("peers") ? await installPeers() : "not asked for";
  const peers = [
    ["openworkflow, SQLite", startOpenworkflow],
    ["DBOS, PostgreSQL", startDbos],
    ["Restate", startRestate],
  ] as const;
  const ours = [
    ["null engine", () => startNullEngine()],
    ["this engine, SQLite", () => startPlace({ storage: "sqlite" })],
    ["this engine, in memory", () => startPlace({ storage: "memory" })],
    ["Inngest dev server", () => startInngest()],
  ] as const;
  const refused = (name: string) => [name, () => Promise.reject(new Error(missing))] as const;
  const contenders = await startAll([
    ...ours,
    ...peers.map(([name, start]) => (missing === undefined ? ([name, start] as const) : refused(name))),
  ]);
  await measure(contenders, sizes, "checkpointing");
  await stopAll(contenders);
}

async function perStep(): Promise<void> {
  const mode = { checkpointing: false };
  const contenders = await startAll([
    ["null engine", () => startNullEngine(mode)],
    ["this engine, SQLite", () => startPlace({ storage: "sqlite", ...mode })],
    ...(process.env["INNGEST_DEV_SERVER"] ? [["Inngest dev server", () => startInngest(mode)] as const] : []),
  ]);
  await measure(contenders, perStepSizes, "per step");
  await stopAll(contenders);
}

if (!exists("dist-engine/engine.mjs")) await buildEngine();
/** Programs that wanted a processor in the last minute, for each there is: a machine that does other things says so in the result. */
const crowd = (loadavg()[0] ?? 0) / availableParallelism();
if (crowd > 1)
  console.warn(`This machine is busy: ${crowd.toFixed(1)} programs for each processor. Ratios will be rough, and times too long.`);
const floor = await measureFloor();
if (wants("runs")) await checkpointing();
if (wants("runs")) await perStep();
const flood = wants("flood") ? await measureFlood(LONG ? 10_000 : QUICK ? 200 : 2000) : undefined;
const full = wants("full") ? await measureFull(LONG ? 100_000 : QUICK ? 1000 : 5000, LONG ? 41 : QUICK ? 3 : 11) : undefined;

printRows(rows, floor);
report("node", figuresOf(rows, floor, flood, full), {
  crowd: Math.round(crowd * 10) / 10,
  floor,
  rows,
  ...(flood === undefined ? {} : { flood }),
  ...(full === undefined ? {} : { full }),
});
