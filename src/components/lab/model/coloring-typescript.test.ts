import { describe, expect, it } from "vitest";
import { coloredTypeScript } from "./coloring-typescript.ts";

/** The colored tokens of one line of code, in words: `keyword const`. */
const told = (code: string): readonly string[] =>
  coloredTypeScript(code)
    .flat()
    .filter(({ kind }) => kind !== "plain")
    .map(({ kind, text }) => `${kind} ${text.trim()}`);

describe("TypeScript is colored by its grammar", () => {
  it("types are plain, and their words are no calls", () => {
    expect(told("type Open<T extends string> = { readonly [key in T]?: of };")).toEqual([
      "keyword type",
      "keyword extends",
      "keyword readonly",
      "keyword in",
    ]);
    expect(told("let type: Map<string, Set<number>>;")).toEqual(["keyword let"]);
  });

  it("a call is a call through any generics", () => {
    expect(told("make<Record<string, () => Promise<number[]>>>(1);")).toEqual(["function make", "constant 1"]);
  });

  it("a comparison is no generic call", () => {
    expect(told("if (a < b && c > (d)) e;")).toEqual(["keyword if"]);
  });

  it("code within a template is code, at any depth", () => {
    expect(told("`a ${f(`b ${c + 1} d`)} e`")).toEqual(["string `a", "function f", "string `b", "constant 1", "string d`", "string e`"]);
  });

  it("a template goes on over lines", () => {
    const [first, second] = coloredTypeScript("query(`select *\n  from const where 1`)");
    expect(first?.at(-1)).toEqual({ kind: "string", text: "`select *" });
    expect(second).toEqual([
      { kind: "string", text: "  from const where 1`" },
      { kind: "plain", text: ")" },
    ]);
  });

  it("quotes and slashes within a regular expression begin nothing", () => {
    expect(told('/["`]+\\/const/g.test(text);')).toEqual(['string /["`]', "constant \\/", "string const/", "keyword g", "function test"]);
  });

  it("a division is no regular expression", () => {
    expect(told('a / b / "c"')).toEqual(['string "c"']);
  });

  it("a quote in a comment opens no string, and a comment mark in a string no comment", () => {
    expect(told(`"http://a"; // don't`)).toEqual(['string "http://a"', "comment // don't"]);
  });
});

describe("whatever the code", () => {
  it.each(["", "\n", "\n\n", "const a = `x ${1}`; // why\n\n  await b();\n", "`never closed\n/* nor this", "const emoji = '👍';"])(
    "%j keeps every character and line",
    (code) => {
      const lines = coloredTypeScript(code).map((line) => line.map(({ text }) => text).join(""));
      expect(lines.join("\n")).toBe(code.replace(/\n$/, ""));
    },
  );

  it("a line too long to be read stays plain, and the next one is colored", () => {
    const [long, next] = coloredTypeScript(`const a = "${"x".repeat(6000)}";\nconst b = 1;`);
    expect(long?.map(({ kind }) => kind)).toEqual(["plain"]);
    expect(next?.[0]).toEqual({ kind: "keyword", text: "const" });
  });
});
