// The import rules of ARCHITECTURE.md hold only while the linter sees them. Each file under `expected-violations/`
// breaks one rule, named in its `expect:` comment; those under `clean/` break none.
import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import config from "../oxlint.config.ts";
import { layerOf } from "./layers/layer.ts";
import { LAYERS } from "./layers/layers.ts";

type Found = { readonly file: string; readonly rule: string };

const root = join(import.meta.dirname, "..");
const planted = globSync("**/*.{ts,tsx,astro}", { cwd: join(root, "expected-violations"), exclude: ["clean/**"] }).sort();
const clean = globSync("**/*.{ts,tsx,astro}", { cwd: join(root, "expected-violations/clean") }).sort();
const trees: string[] = [];

afterAll(() => trees.forEach((tree) => rmSync(tree, { recursive: true, force: true })));

/** Lints a folder as if it were the project. */
function lint(folder: string): Found[] {
  const tree = mkdtempSync(join(tmpdir(), "planted-"));
  trees.push(tree);
  cpSync(join(root, "expected-violations", folder), tree, { recursive: true });
  // As JSON, because the config imports the list of layers and the planted tree has none.
  writeFileSync(join(tree, ".oxlintrc.json"), JSON.stringify(config));
  const out = run(join(root, "node_modules/.bin/oxlint"), tree);
  const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; filename: string }[] };
  return diagnostics.map(({ code, filename }) => ({ file: filename, rule: code.replace(/^.*\((.*)\)$/, "$1") }));
}

function run(oxlint: string, cwd: string): string {
  try {
    return execFileSync(oxlint, ["-f", "json", "."], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const expected = (file: string): string => /expect: (\S+)/.exec(readFileSync(join(root, "expected-violations", file), "utf8"))?.[1] ?? "";

describe("the linter", () => {
  it("finds every planted violation by the rule it breaks", () => {
    const found = lint(".").map((one) => `${one.file}: ${one.rule}`);
    expect(planted.length).toBeGreaterThan(35);
    expect(planted.map((file) => `${file}: ${expected(file)}`).filter((one) => !found.includes(one))).toEqual([]);
  });

  it("is shown an import that it must find for every layer", () => {
    const tried = planted.filter((file) => expected(file) === "no-restricted-imports").map((file) => layerOf(LAYERS, file));
    expect(LAYERS.filter((layer) => !tried.includes(layer)).map(({ at }) => at)).toEqual([]);
  });

  it("finds nothing in the files that keep the rules", () => {
    expect(clean.length).toBeGreaterThan(5);
    expect(lint("clean").map((one) => `${one.file}: ${one.rule}`)).toEqual([]);
  });
});
