// ARCHITECTURE.md names for each law of the engine the tests that prove it.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../run/project.ts";
import { lawsProved } from "./laws.ts";

const rows = [...readFileSync(inProject("ARCHITECTURE.md"), "utf8").matchAll(/^\| (L\d+) \| .+? \| (.+?) \|$/gm)].map(
  ([, law = "", proof = ""]) => ({ law, files: [...proof.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? "") }),
);

describe("the table of laws", () => {
  it("states the twelve laws in order, each with the files that prove it", () => {
    expect(rows.map(({ law }) => law)).toEqual(Array.from({ length: 12 }, (_, at) => `L${at + 1}`));
    expect(rows.filter(({ files }) => files.length === 0)).toEqual([]);
  });

  it("names files in which a test that runs cites the law", () => {
    const named = rows.flatMap(({ law, files }) => files.map((file) => ({ law, file })));
    const proved = new Map([...new Set(named.map(({ file }) => file))].map((file) => [file, proofsIn(file)]));
    expect(named.filter(({ law, file }) => !proved.get(file)?.has(law)).map(({ law, file }) => `${law}: ${file}`)).toEqual([]);
  });
});

const proofsIn = (file: string): ReadonlySet<string> =>
  existsSync(inProject(file)) ? lawsProved(file, readFileSync(inProject(file), "utf8")) : new Set();

describe("a law", () => {
  const proved = (...lines: string[]): string[] => [...lawsProved("x.test.ts", lines.join("\n"))];

  it.each([
    ["in the title of a test", ['it("keeps it (L3)", () => {});'], ["L3"]],
    ["in a title that is computed", ["it.each(rows)(`keeps ${1} (L3, L5)`, () => {});"], ["L3", "L5"]],
    ["in a comment right above", ["// L3. Why this is so,", "// in two lines.", 'test("keeps it", () => {});'], ["L3"]],
    ["in a comment at the end of its line", ['it("keeps it", () => { // L11', "});"], ["L11"]],
    ["on a group with a test", ["// L4", 'describe("it", () => {', '  it("is kept", () => {});', "});"], ["L4"]],
    ["on a test that some machines skip", ['it.skipIf(isRoot)("keeps it (L1)", () => {});'], ["L1"]],
  ])("that is cited %s is proved", (_, lines, laws) => expect(proved(...lines)).toEqual(laws));

  it.each([
    ["in prose alone", ["// This file is about L3.", 'import "x";', 'it("keeps it", () => {});']],
    ["in a comment inside a test", ['it("keeps it", () => {', "  // L3", "});"]],
    ["in a comment that a blank line parts from its test", ["// L3", "", 'it("keeps it", () => {});']],
    ["on a test that is skipped", ['it.skip("keeps it (L3)", () => {});']],
    ["on a test to be written", ['it.todo("keeps it (L3)");']],
    ["in a group that is skipped", ['describe.skip("it", () => {', '  it("keeps it (L3)", () => {});', "});"]],
    ["on a group without a test that runs", ['describe("it (L3)", () => {', '  it.skip("is kept", () => {});', "});"]],
    ["in the text of another call", ['expect("L3").toBe(it);']],
  ])("that stands %s is not proved", (_, lines) => expect(proved(...lines)).toEqual([]));
});
