import { structuredPatch } from "diff";
import { expect, it } from "vitest";
import { coloredTypeScript } from "./coloring-typescript.ts";
import { coloredDiff } from "./diff-colors.ts";

const file = (text: string) => ({ text, lines: coloredTypeScript(text) });
const diffOf = (before: string, after: string): string =>
  structuredPatch("", "", before, after, "", "", { context: 1 })
    .hunks.flatMap((hunk) => [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...hunk.lines])
    .join("\n");
const kindsOf = (diff: string, files: readonly string[]) =>
  coloredDiff(diff, files.map(file), coloredTypeScript).map((line) => line.map(({ kind, text }) => `${kind} ${text}`));

const before = "await query(`\n  select name\n  from const\n  where id = 1`);\nconst a = 1;\n";
const after = "await query(`\n  select name\n  from const\n  where id = 2`);\nconst a = 2;\n";

it("keeps every line with its mark", () => {
  const diff = diffOf(before, after);
  const lines = coloredDiff(diff, [file(before), file(after)], coloredTypeScript);
  expect(lines.map((line) => line.map(({ text }) => text).join("")).join("\n")).toBe(diff);
  expect(lines.every((line) => line[0]?.text.startsWith("@@") || /^[-+ ]$/.test(line[0]?.text ?? ""))).toBe(true);
});

it("a hunk that begins within a template has the colors of the whole file", () => {
  expect(kindsOf(diffOf(before, after), [before, after]).slice(1, 4)).toEqual([
    ["plain  ", "string   from const"],
    ["plain -", "string   where id = 1`", "plain );"],
    ["plain -", "keyword const", "plain  a = ", "constant 1", "plain ;"],
  ]);
});

it("lines that stand in no file are colored by themselves", () => {
  expect(kindsOf("@@ -1,1 +1,1 @@\n-const a = 1;\n+let a;", [])).toEqual([
    ["plain @@ -1,1 +1,1 @@"],
    ["plain -", "keyword const", "plain  a = ", "constant 1", "plain ;"],
    ["plain +", "keyword let", "plain  a;"],
  ]);
});

it("a remark about the file's end is no line of code", () => {
  expect(kindsOf("@@ -1,1 +1,1 @@\n-const a\n\\ No newline at end of file\n+let a", []).slice(2, 3)).toEqual([
    ["plain \\ No newline at end of file"],
  ]);
});
