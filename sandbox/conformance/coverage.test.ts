// The coverage table is true: every section of the reference has a row, every row its proof or a reason, every proof its test.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

type Row = { readonly id: string; readonly says: string; readonly proof?: readonly string[]; readonly why?: string };

const root = join(import.meta.dirname, "../..");
const rows = parse(readFileSync(join(import.meta.dirname, "coverage.yaml"), "utf8")) as readonly Row[];
const sources = globSync("sandbox/**/*.{test,suite}.ts", { cwd: root })
  .filter((file) => !file.endsWith("coverage.test.ts"))
  .map((file) => readFileSync(join(root, file), "utf8"));

/** How many sections each chapter of the reference has. */
const CHAPTERS = { 1: 7, 2: 9, 3: 6, 4: 7, 5: 14, 6: 7 };
const sections = Object.entries(CHAPTERS).flatMap(([chapter, count]) => Array.from({ length: count }, (_, n) => `${chapter}.${n + 1}`));

/** Whether a test has this title: the whole of a literal, in double quotes or in backticks. */
const isTitle = (title: string): boolean =>
  sources.some((text) => text.includes(`${JSON.stringify(title)},`) || text.includes(`\`${title.replaceAll("`", "\\`")}\`,`));

describe("the coverage table", () => {
  it("has a row for every section of chapters 1 to 6, in their order, and no id twice", () => {
    const found = [...new Set(rows.map(({ id }) => id.split("-")[0]))];
    expect(found).toEqual(sections);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it("gives every row a proof, or says why there is none", () => {
    expect(rows.filter(({ proof = [], why = "" }) => proof.length === 0 && why === "")).toEqual([]);
  });

  it("names tests that exist, by their titles", () => {
    const missing = rows.flatMap(({ id, proof = [] }) => proof.filter((title) => !isTitle(title)).map((title) => `${id}: ${title}`));
    expect(missing).toEqual([]);
  });
});
