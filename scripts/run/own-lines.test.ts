import { describe, expect, it } from "vitest";
import { functionLines } from "./own-lines.ts";

const lines = (text: string): (string | number)[][] => functionLines("a.ts", text).map((one) => [one.name, one.lines]);

describe("a function's lines", () => {
  it("are those between its first and its last, both counted", () => {
    expect(lines("function one() {\n  a();\n  b();\n}\n")).toEqual([["one", 4]]);
  });

  it("leave out blank lines and comments", () => {
    expect(lines("function one() {\n\n  // why\n  /** what */\n  a();\n}\n")).toEqual([["one", 3]]);
  });

  it("leave out the bodies of functions inside it, which are counted by their own names", () => {
    const text = "const make = () => {\n  const inner = () => {\n    a();\n    b();\n  };\n  return inner;\n};\n";
    expect(lines(text)).toEqual([
      ["make", 4],
      ["inner", 4],
    ]);
  });
});
