// `npm run check:kit`: what a lab and a page cost to write and to prove, beside what they may cost. Ends with 1 when one costs more.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LABS, labSlugs, loadLab } from "../../sandbox/labs/proof/load.ts";
import { linesOfCode } from "./lines-of-code.ts";
import { readCourse, ownFiles } from "../../src/content/read.ts";
import { exists, root, run } from "./project.ts";
import { costOf, MOST_SECONDS } from "./proof-cost.ts";
import type { Where } from "./proof-cost.ts";

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
function figureOf(slug: string): Figure {
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

/** Proves all labs, so that their cost is of today; the browser's part needs a built site. */
async function prove(): Promise<void> {
  const options = { quiet: true, env: { MEASURE_COST: "1" } };
  await run("vitest", ["run", "--project", "node", "sandbox/labs/proof/labs-"], options);
  if (exists("dist/index.html")) await run("vitest", ["run", "--project", "e2e", "e2e/labs.e2e.test.ts"], options);
}

function costs({ slug }: Figure): readonly (readonly [Where, number | undefined])[] {
  return (["node", "browser"] as const).map((where) => [where, costOf(where, slug)] as const);
}

const isOver = (figure: Figure): boolean =>
  figure.lines > MOST_LINES || figure.files > MOST_FILES || costs(figure).some(([where, seconds]) => (seconds ?? 0) > MOST_SECONDS[where]);

export async function checkKit(): Promise<number> {
  await prove();
  const figures = labSlugs().map(figureOf);
  console.log(
    `lab                 lines (${MOST_LINES})  files (${MOST_FILES})  variants  recording (60 kB)  Node (${MOST_SECONDS.node} s)  browser (${MOST_SECONDS.browser} s)`,
  );
  for (const figure of figures) {
    const { slug, lines, files, variants, longest } = figure;
    const seconds = costs(figure).map(([, cost]) => (cost === undefined ? "not run" : `${cost.toFixed(1)} s`));
    const cells = [String(lines), String(files), String(variants), `${Math.round(longest / 1000)} kB`, ...seconds];
    console.log(slug.padEnd(20) + cells.map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0)).join(""));
  }
  console.log("\npage                files of its own");
  for (const { id } of readCourse(root).pages.filter((page) => page.concept !== undefined || page.labs.length > 0))
    console.log(`${id.padEnd(20)}${ownFiles(root, id.split("/").at(-1) ?? id).join(", ")}`);
  const over = figures.filter(isOver);
  for (const { slug } of over) console.error(`${slug} costs more than it may.`);
  return over.length === 0 ? 0 : 1;
}

const WIDTHS = [13, 11, 10, 19, 12, 14];

if (import.meta.main) process.exit(await checkKit());
