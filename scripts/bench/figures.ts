// Figures beside their budgets: printed as a table, kept with commit and date in `bench/results/` where pages cite them.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { inProject } from "../run/project.ts";

/** One measured number. `atMost` or `atLeast` is its budget; without either it is told, not judged. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
};

export const holds = ({ value, atMost = Infinity, atLeast = -Infinity }: Figure): boolean => value <= atMost && value >= atLeast;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints the figures, keeps them when `LONG` or `--write` asks for it, and sets the exit code when a budget is broken.
 * `more`: what else a page needs of this run. */
export function report(name: string, figures: readonly Figure[], more: object = {}): void {
  console.log(`\n${name}`);
  for (const figure of figures) console.log(line(figure));
  if (process.env["LONG"] || process.argv.includes("--write")) keep(name, figures, more);
  if (!figures.every(holds)) process.exitCode = 1;
}

function line(figure: Figure): string {
  const { name, value, unit, atMost, atLeast } = figure;
  const budget = atMost !== undefined ? `at most ${atMost} ${unit}` : atLeast !== undefined ? `at least ${atLeast} ${unit}` : "";
  const verdict = budget === "" ? "    " : holds(figure) ? "ok  " : "FAIL";
  return `  ${verdict} ${name.padEnd(56)} ${`${round(value)} ${unit}`.padStart(12)}   ${budget}`;
}

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10);

function keep(name: string, figures: readonly Figure[], more: object): void {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: inProject(), encoding: "utf8" }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const kept = {
    name,
    commit,
    date: new Date().toISOString(),
    node: process.version,
    machine,
    figures: figures.map((figure) => ({ ...figure, value: round(figure.value), holds: holds(figure) })),
    ...more,
  };
  mkdirSync(inProject("bench/results"), { recursive: true });
  writeFileSync(inProject("bench/results", `${name}.json`), `${JSON.stringify(kept, undefined, 2)}\n`);
}
