import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joined, packed, plainLines, type Token, unpacked } from "./code-tokens.ts";

const kinds: readonly Token["kind"][] = ["plain", "comment", "keyword", "function", "string", "constant"];
const token = fc.record({ text: fc.stringMatching(/^[^\n]{1,9}$/), kind: fc.constantFrom(...kinds) });
const lines = fc.array(fc.array(token).map(joined), { minLength: 1 });

const textOf = (of: readonly (readonly Token[])[]): string => of.map((line) => line.map(({ text }) => text).join("")).join("\n");
/** The kind of every character; line breaks have none. */
const painted = (of: readonly (readonly Token[])[]) => of.map((line) => line.flatMap(({ text, kind }) => Array(text.length).fill(kind)));

describe("colors in their short form", () => {
  it("come out as they went in", () => {
    fc.assert(
      fc.property(lines, (each) => {
        const text = textOf(each);
        fc.pre(!text.endsWith("\n"));
        const back = unpacked(text, packed(each));
        expect(back && textOf(back)).toBe(text);
        expect(back && painted(back)).toEqual(painted(each));
      }),
    );
  });

  it("repeat no text", () => {
    expect(
      packed([
        [
          { kind: "keyword", text: "const" },
          { kind: "plain", text: " secret" },
        ],
        [],
      ]),
    ).toBe("5c8a");
  });

  it("are refused for another text", () => {
    const colors = packed([[{ kind: "keyword", text: "const" }]]);
    expect(unpacked("const", colors)).toEqual([[{ kind: "keyword", text: "const" }]]);
    expect(unpacked("const a", colors)).toBeUndefined();
    expect(unpacked("cons", colors)).toBeUndefined();
    expect(unpacked("const", "5z")).toBeUndefined();
  });
});

it("code without colors keeps its lines and loses its last break", () => {
  expect(plainLines("a\n\nb\n")).toEqual([[{ kind: "plain", text: "a" }], [], [{ kind: "plain", text: "b" }]]);
});

it("space joins what stands before it", () => {
  expect(
    joined([
      { kind: "keyword", text: "export" },
      { kind: "plain", text: " " },
      { kind: "keyword", text: "async" },
    ]),
  ).toEqual([{ kind: "keyword", text: "export async" }]);
});
