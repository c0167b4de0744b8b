import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CodeKind, darkPalette, lightPalette } from "./code-themes.ts";

const src = join(import.meta.dirname, "..");
const linesOf = (text: string): number => text.trimEnd().split("\n").length;

describe("styles", () => {
  const read = (file: string): string => readFileSync(join(src, file), "utf8");
  const sheets = globSync("**/*.css", { cwd: src });
  const components = globSync("**/*.{tsx,astro,html}", { cwd: src }).map(read).join("\n");
  const given = components.match(/\bclass=(?:"[^"]*"|\{`[^`]*`\}|\{[^{}]*\})/g)?.join("\n") ?? "";

  it("stand beside what they style, 250 lines at most each", () => {
    expect(sheets).toContain("components/lab/Lab.css");
    expect(sheets.filter((sheet) => linesOf(read(sheet)) > 250)).toEqual([]);
  });

  it("are loaded by a component, another sheet or the site", () => {
    const loaded = [components, ...sheets.map(read), readFileSync(join(src, "../astro.config.mjs"), "utf8")].join("\n");
    expect(sheets.filter((sheet) => !loaded.includes(`/${basename(sheet)}"`))).toEqual([]);
  });

  it("of labs and of the trace name no class that no component has", () => {
    const own = sheets.filter((sheet) => /components\/(lab|trace)\/|panel\.css|trace\.css/.test(sheet));
    const classes = new Set(
      own.flatMap((sheet) => [...selectorsOf(read(sheet)).matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = ""]) => name)),
    );
    expect(classes.size).toBeGreaterThan(100);
    expect([...classes].filter((name) => !isIn(given, name))).toEqual([]);
    expect(isIn(given, "lab-of-old")).toBe(false);
  });
});

function selectorsOf(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\/|@import[^;]*;|:[^:{};]*;/g, "");
}

/** As a word, or made of a beginning and a value: `t-call-${state}`. */
function isIn(code: string, name: string): boolean {
  const beginnings = [...name.matchAll(/-/g)].map(({ index }) => `${name.slice(0, index + 1)}\${`);
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(code) || beginnings.some((each) => code.includes(each));
}

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
