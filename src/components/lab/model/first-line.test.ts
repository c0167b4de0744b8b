import { describe, expect, it } from "vitest";
import { firstLine } from "./first-line.ts";

const given = "one\ntwo\nthree";

describe("the line at which an editor opens", () => {
  it("is the wrong one, where the last edit was refused", () => {
    expect(firstLine({ text: "one\n2\nthree", given, error: { file: "a.ts", line: 3 }, focus: [1, 2] })).toBe(3);
  });
  it("is the first changed one in a file that was edited before", () => {
    expect(firstLine({ text: "one\n2\nthree", given, focus: [1, 2] })).toBe(2);
    expect(firstLine({ text: `${given}\nfour`, given })).toBe(4);
  });
  it("is where the act's lines begin in a file as the lab gives it, else the top", () => {
    expect(firstLine({ text: given, given, focus: [2, 3] })).toBe(2);
    expect(firstLine({ text: given, given })).toBe(1);
  });
});
