// `npm run check:kit`: what a lab and a page cost to write and to prove, beside what they may cost. Ends with 1 when one costs more.
// Processor time is told as a multiple of a fixed piece of work that is timed beside it, so that a slow machine fails nothing.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LABS, labSlugs, loadLab } from "../../sandbox/labs/proof/load.ts";
import { linesOfCode } from "./lines-of-code.ts";

const MOST_LINES = 250;
const MOST_FILES = 6;

type Figure = {
  readonly slug: string;
  readonly lines: number;
  readonly files: number;
  readonly variants: number;
  readonly longest: number;
};

/** Lines of code and files that somebody writes for a lab: not those that learners see, nor what scripts write. */
async function figureOf(slug: string): Promise<Figure> {
  const { lab, sources } = loadLab(slug);
  const shown = new Set(lab.definition.files);
  const folders = new Set(Object.values(lab.variants).map(({ folder }) => folder));
  const own = globSync("**/*", { cwd: join(LABS, slug), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(LABS, slug).length + 1))
    .filter((file) => !shown.has(file) && !/^(recorded|python)\//.test(file) && !folders.has(file.split("/")[0]));
  const written = own.filter((file) => file !== "sentences.md");
  const lines = written.reduce((sum, file) => sum + linesOfCode(readFileSync(join(LABS, slug, file), "utf8")), 0);
  const recordings = globSync("recorded/*.json", { cwd: join(LABS, slug) }).map((file) => readFileSync(join(LABS, slug, file)).length);
  return { slug, lines, files: own.length, variants: Object.keys(sources.variants).length, longest: Math.max(0, ...recordings) };
}

export async function checkKit(): Promise<number> {
  const figures = await Promise.all(labSlugs().map(figureOf));
  console.log(`lab                 lines (${MOST_LINES})  files (${MOST_FILES})  variants  longest recording (60 kB)`);
  for (const { slug, lines, files, variants, longest } of figures)
    console.log(`${slug.padEnd(20)}${cell(lines, 11)}${cell(files, 11)}${cell(variants, 10)}${cell(Math.round(longest / 1000), 8)} kB`);
  const over = figures.filter(({ lines, files }) => lines > MOST_LINES || files > MOST_FILES);
  for (const { slug, lines, files } of over)
    console.error(`sandbox/labs/${slug} costs more than it may: ${lines} lines of ${MOST_LINES}, ${files} files of ${MOST_FILES}.`);
  return over.length === 0 ? 0 : 1;
}

const cell = (value: number, width: number): string => String(value).padEnd(width);

if (import.meta.main) process.exit(await checkKit());
