// The comparison as a table in the terminal: each contender's numbers, and how many times the place's they are.
import type { Row } from "./compare.ts";
import type { Floor } from "./floor.ts";

const OURS = "this engine, SQLite";

const short = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "–" : Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(1);

export function printRows(rows: readonly Row[], { roundTripMs, commitMs, bothMs }: Floor): void {
  console.log(
    `\nfloor: one round trip ${roundTripMs.toFixed(2)} ms, one durable commit ${commitMs.toFixed(2)} ms, one after the other ${bothMs.toFixed(2)} ms`,
  );
  for (const mode of ["checkpointing", "per step"] as const) {
    const measured = rows.filter((row) => row.mode === mode);
    const ours = measured.find((row) => row.name === OURS);
    if (measured.length === 0) continue;
    console.log(`\n${mode === "checkpointing" ? "as each comes (the SDK checkpoints)" : "one call for each step (checkpointing off)"}`);
    console.log(line(["", "10 steps, ms", "100", "1000", "500×5, steps/s", "CPU µs/step", "late p50, ms", "p99", "MiB"]));
    for (const row of measured) console.log(line(cells(row, ours)));
  }
  for (const { name, missing } of rows) if (missing !== undefined) console.log(`  ${name}: ${missing}`);
  console.log("  In brackets: this engine's time, or its throughput, as a multiple; above 1 the other one is quicker.");
}

function cells({ name, runs, naps, loadedMib }: Row, ours: Row | undefined): readonly string[] {
  const mine = ours?.runs;
  const time = (steps: number): string => {
    const [theirs, own] = [runs?.one[steps], mine?.one[steps]];
    return `${short(theirs)}${ratio(own, theirs)}`;
  };
  const many = `${short(runs?.manyStepsPerSecond)}${ratio(runs?.manyStepsPerSecond, mine?.manyStepsPerSecond)}`;
  return [
    name,
    time(10),
    time(100),
    time(1000),
    many,
    short(runs?.processorUs),
    short(naps?.body.p50),
    short(naps?.body.p99),
    short(loadedMib),
  ];
}

const ratio = (one: number | undefined, other: number | undefined): string =>
  one === undefined || other === undefined || other === 0 ? "" : ` (${(one / other).toFixed(2)})`;

const line = ([name = "", ...rest]: readonly string[]): string => `  ${name.padEnd(26)}${rest.map((cell) => cell.padStart(16)).join("")}`;
