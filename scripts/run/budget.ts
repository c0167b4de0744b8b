// `npm test` has fifteen minutes on two cores, from a fresh clone, with all labs and pages that the course will have. This table
// divides them. Its seconds are those of the reference machine (`pace.ts`); on another one a share is as many times longer as the
// fixed work takes longer there. A stage that is over its share is told of and fails nothing: the work is timed before and after a
// stage, and a machine that others use as well may have been slow just in between.
import { globSync } from "node:fs";
import { REFERENCE_MS } from "./pace.ts";
import { inProject } from "./project.ts";

/** What the course will have, for which the table must sum up, and the seconds that it may take then. */
export const WHOLE: Size = { labs: 30, pages: 60 };
export const BUDGET_SECONDS = 900;

export type Size = { readonly labs: number; readonly pages: number };

/** Seconds on the reference machine: always, and for each lab and each page. */
export type Part = { readonly name: string; readonly fixed: number; readonly lab?: number; readonly page?: number };

/** A lab's proof takes at most 6 s of processor time in Node and 10 s in the browser: 3 s and 5 s of two cores. */
export const stages: readonly Part[] = [
  { name: "install", fixed: 60 },
  { name: "static checks", fixed: 55, lab: 0.7, page: 0.2 },
  { name: "build", fixed: 20, lab: 0.5, page: 0.5 },
  { name: "site checks", fixed: 3, page: 0.05 },
  { name: "tests in Node", fixed: 120, lab: 3 },
  { name: "tests in the browser", fixed: 40 },
  { name: "journeys", fixed: 110, lab: 5, page: 1 },
  { name: "in Firefox and WebKit", fixed: 60 },
];

/** Issues still to come. One that lands moves its seconds to the stages where its tests run. */
export const reserves: readonly Part[] = [
  { name: "the zip to take away", fixed: 15 },
  { name: "Postgres as the engine's store", fixed: 20 },
  { name: "cards", fixed: 15 },
];

export const secondsOf = ({ fixed, lab = 0, page = 0 }: Part, { labs, pages }: Size): number => fixed + lab * labs + page * pages;

/** Seconds of the reference machine that all parts take together. */
export const sumOf = (parts: readonly Part[], size: Size): number => parts.reduce((sum, part) => sum + secondsOf(part, size), 0);

/** How many labs and pages there are now. */
export const sizeNow = (): Size => ({
  labs: globSync("sandbox/labs/[0-9]*-*/", { cwd: inProject() }).length,
  pages: globSync("src/content/docs/**/*.{md,mdx}", { cwd: inProject() }).length,
});

/** A stage's share on a machine whose fixed work takes `workMs`, in milliseconds; undefined where the table has no such stage. */
export function shareMs(stage: string, size: Size, workMs: number): number | undefined {
  const part = stages.find(({ name }) => name === stage);
  return part && (secondsOf(part, size) * 1000 * workMs) / REFERENCE_MS;
}
