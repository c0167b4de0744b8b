import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CodeKind, darkPalette, lightPalette } from "./code-themes.ts";

const src = join(import.meta.dirname, "..");
const linesOf = (text: string): number => text.trimEnd().split("\n").length;

describe("styles", () => {
  const sheets = globSync("**/*.css", { cwd: src });

  it("stand beside what they style, 250 lines at most each", () => {
    expect(sheets.length).toBeGreaterThan(30);
    expect(sheets.filter((sheet) => linesOf(readFileSync(join(src, sheet), "utf8")) > 250)).toEqual([]);
  });

  it("are loaded by the component of their name, or named by others", () => {
    const code = globSync("**/*.{tsx,astro,css,html}", { cwd: src }).map((file) => readFileSync(join(src, file), "utf8"));
    const config = readFileSync(join(src, "../astro.config.mjs"), "utf8");
    const named = (sheet: string): boolean => [...code, config].some((text) => text.includes(`/${sheet.split("/").at(-1)}"`));
    expect(sheets.filter((sheet) => !named(sheet))).toEqual([]);
  });
});

describe("code in labs", () => {
  const tokens = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
  const light = declarations(tokens, /:root \{[^}]*\}|:root,\n:root\[data-theme="light"\] \{[^}]*\}/g);
  const dark = { ...light, ...declarations(tokens, /:root\[data-theme="dark"\] \{[^}]*\}/g) };

  it.each([
    ["light", light, lightPalette],
    ["dark", dark, darkPalette],
  ] as const)("has the colors of the pages' blocks in %s", (_theme, of, palette) => {
    const own: Readonly<Record<CodeKind, string>> = {
      plain: resolved(of, "--ink"),
      comment: resolved(of, "--code-comment"),
      keyword: resolved(of, "--code-keyword"),
      function: resolved(of, "--code-function"),
      string: resolved(of, "--code-string"),
      constant: resolved(of, "--code-constant"),
    };
    expect(own).toEqual(palette);
  });
});

/** Custom properties of the rules that the pattern finds. */
function declarations(css: string, rules: RegExp): Readonly<Record<string, string>> {
  const found = [...css.matchAll(rules)].flatMap(([rule]) => [...rule.matchAll(/(--[\w-]+): ([^;]+);/g)]);
  return Object.fromEntries(found.map(([, name, value]) => [name, value]));
}

function resolved(of: Readonly<Record<string, string>>, name: string): string {
  const value = of[name] ?? "";
  const [, other] = /^var\((--[\w-]+)\)$/.exec(value) ?? [];
  return other === undefined ? value : resolved(of, other);
}
