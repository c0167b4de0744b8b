import { describe, expect, it } from "vitest";
import { region } from "./region.ts";

const text = ["export const f = () => {", "  const a = 1;", "  if (a) {", "    go(a);", "  }", "};", ""].join("\n");

describe("a region of a lab's file", () => {
  it("is the lines between its two landmarks, without their shared indent", () => {
    expect(region(text, "if (a)", "  }")).toBe("if (a) {\n  go(a);\n}");
  });

  it("is the whole file without landmarks", () => {
    expect(region(text, undefined, undefined)).toBe(text.trimEnd());
  });

  it("is one line with a start alone", () => {
    expect(region(text, "const a", undefined)).toBe("const a = 1;");
  });

  it("fails by name when a landmark is gone", () => {
    expect(() => region(text, "const b", undefined)).toThrow('No line holds "const b"');
  });

  it("fails when the end stands only before the start", () => {
    expect(() => region(text, "go(a)", "const a")).toThrow("No line from 4 on");
  });
});
