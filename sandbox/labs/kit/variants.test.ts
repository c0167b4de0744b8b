import { describe, expect, it } from "vitest";
import { after, before, edit, edits, files, from, inStep, lines, linedVariants, textOf } from "./variants.ts";
import type { Texts, Variants } from "./variants.ts";

const start = ["const f = async () => {", "  const a = await one();", "  const b = await two(a);", "  return [a, b];", "};", ""].join("\n");
const texts: Texts = { own: { "f.ts": start, "g.ts": "const g = 1;\n" }, folders: { whole: { "g.ts": "const g = 2;\n" } } };

const made = (variants: Variants, name = "v", of = texts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(linedVariants("lab", variants, of)[name] ?? {}).map(([file, all]) => [file, textOf(all)]));

describe("a variant", () => {
  it("changes a part of one line and keeps the rest", () => {
    expect(made({ v: edits(edit("two(a)", "three(a)")) })["f.ts"]).toBe(start.replace("two(a)", "three(a)"));
  });

  it("puts several lines at the indent of the line they stand at", () => {
    expect(made({ v: edits(after("await one()", "if (!a) {\n  return [];\n}")) })["f.ts"]).toContain(
      "await one();\n  if (!a) {\n    return [];\n  }\n  const b",
    );
    expect(made({ v: edits(edit("two(a);", "three(\n  a,\n);")) })["f.ts"]).toContain("await three(\n    a,\n  );\n");
  });

  it("puts lines before one, takes one away, and replaces a stretch", () => {
    expect(made({ v: edits(before("return", "done();")) })["f.ts"]).toContain("  done();\n  return");
    expect(made({ v: edits(edit("const b = await two(a);", "")) })["f.ts"]).not.toContain("const b");
    expect(made({ v: edits(lines("const a", "const b", "const [a, b] = await both();")) })["f.ts"]).toContain(
      "{\n  const [a, b] = await both();\n  return",
    );
  });

  it("puts the awaited call of a line into a step", () => {
    expect(made({ v: edits(inStep("const b", "two")) })["f.ts"]).toContain('const b = await step.run("two", () =>\n    two(a),\n  );');
  });

  it("is made from another, and may bring whole files of a folder", () => {
    expect(made({ u: edits(edit("one()", "uno()")), v: from("u", edit("two(a)", "due(a)")) })["f.ts"]).toMatch(/uno\(\)[\s\S]*due\(a\)/);
    expect(made({ v: files("whole") })).toEqual({ "f.ts": start, "g.ts": "const g = 2;\n" });
  });

  it("fails loudly when its place is not found once", () => {
    expect(() => made({ v: edits(edit("three()", "")) })).toThrow('lab/lab.ts: variant v, swap "three()": the text stands on 0 lines');
    expect(() => made({ v: edits(edit("const", "let")) })).toThrow("stands on 4 lines, not one");
    expect(made({ v: edits(edit("const", "let", "g.ts")) })["g.ts"]).toBe("let g = 1;\n");
    expect(() => made({ v: edits(lines("return", "const a", "")) })).toThrow('no line after it holds "const a"');
    expect(() => made({ v: edits(inStep("return", "x")) })).toThrow("awaits nothing");
  });

  it("is refused when it is made from itself, from nothing, or brings a file that is the same", () => {
    expect(() => made({ v: from("w"), w: from("v") })).toThrow("is made from itself");
    expect(() => made({ v: from("w") })).toThrow("there is no variant w");
    expect(() => made({ v: files("none") })).toThrow("there is no folder none");
    const same = { ...texts, folders: { whole: { "g.ts": "const g = 1;\n" } } };
    expect(() => made({ v: files("whole") }, "v", same)).toThrow("is the same as at the start");
  });

  it("knows which edit made a line", () => {
    const [first, second] = linedVariants("lab", { v: edits(edit("one()", "uno()")) }, texts)["v"]?.["f.ts"] ?? [];
    expect([first?.edit, second?.edit]).toEqual([undefined, 'lab/lab.ts: variant v, swap "one()"']);
  });
});
