// What a lab's proof costs, in seconds of the reference machine: processor time, over how much slower this machine is just now.
// The proofs write it as they run; `npm run check:kit` prints it beside what it may be.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { inProject } from "./project.ts";
import { slowness } from "./pace.ts";

export type Where = "node" | "browser";

/** Most seconds of processor time for one lab, at small size. */
export const MOST_SECONDS: { readonly [where in Where]: number } = { node: 6, browser: 10 };

const fileOf = (where: Where, slug: string): string => inProject(".cache/proof", `${slug}.${where}.json`);

/** Whether the proofs run one after the other, so that what each costs can be told apart. */
export const measuresCost = (): boolean => process.env["MEASURE_COST"] === "1";

/** Processor time as the system counts it, of every process that the proof kept busy; nothing is told where the system does not count. */
export function tellCost(where: Where, slug: string, after: number | undefined, before: number | undefined = 0): void {
  if (after === undefined) return;
  const seconds = (after - before) / 1000 / slowness();
  mkdirSync(inProject(".cache/proof"), { recursive: true });
  writeFileSync(fileOf(where, slug), JSON.stringify({ seconds }));
}

export function costOf(where: Where, slug: string): number | undefined {
  const file = fileOf(where, slug);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { readonly seconds: number }).seconds : undefined;
}
