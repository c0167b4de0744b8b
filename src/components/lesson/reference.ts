// Tables of the reference pages, from files of the project. Pure; a page and its plain text show the same rows.
import { parse } from "yaml";

/** One row of the protocol's reference, with the tests that prove it or the reason why none does. */
export type CoverageRow = { readonly section: string; readonly says: string; readonly proof: readonly string[]; readonly why: string };

type Covered = { readonly id: string; readonly says: string; readonly proof?: readonly string[]; readonly why?: string };

/** `text` is that of `sandbox/conformance/coverage.yaml`. */
export const coverage = (text: string): readonly CoverageRow[] =>
  (parse(text) as readonly Covered[]).map(({ id, says, proof = [], why = "" }) => ({ section: id.split("-")[0] ?? "", says, proof, why }));

export function coverageSummary(rows: readonly CoverageRow[]): string {
  const proven = rows.filter(({ proof }) => proof.length > 0).length;
  return `All ${rows.length} rows: ${proven} with their tests, ${rows.length - proven} with the reason why there is none`;
}

type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly holds: boolean;
};

/** What a script wrote into `bench/results`. */
export type Result = {
  readonly name: string;
  readonly commit: string;
  readonly date: string;
  readonly machine: string;
  readonly figures: readonly Figure[];
};

export const FIGURE_HEADS = ["what", "measured", "to hold"] as const;

export const figureRow = ({ name, value, unit, atMost, atLeast, holds }: Figure): readonly [string, string, string] => {
  const budget = atMost !== undefined ? `at most ${atMost} ${unit}` : atLeast !== undefined ? `at least ${atLeast} ${unit}` : "";
  return [name, `${value} ${unit}`, `${budget}${holds ? "" : " (missed)"}`];
};

export const figuresCaption = ({ name, date, commit, machine }: Result): string =>
  `${name}: measured on ${date.slice(0, 10)} at commit \`${commit}\` (${machine})`;

export const NO_FIGURES =
  "The full measurements have not been run for this build. `npm run test:long` runs them, and the next build shows them here.";

const PACKAGES: Readonly<Record<string, string>> = {
  inngest: "the SDK that every lab imports",
  "@electric-sql/pglite": "PostgreSQL in the page",
  "@marcbachmann/cel-js": "expressions of waits",
  sucrase: "compiles edits",
  "monaco-editor": "the editor, loaded when it is opened",
  preact: "draws the labs",
  astro: "builds the pages",
  "@astrojs/starlight": "their frame",
};

/** The libraries that readers meet, with the versions that are locked: name, version, what for. */
export const builtWith = (dependencies: Readonly<Record<string, string>>): readonly (readonly [string, string, string])[] =>
  Object.entries(dependencies).flatMap(([name, version]) => (name in PACKAGES ? [[name, version, PACKAGES[name] ?? ""] as const] : []));
