import { describe, expect, it } from "vitest";
import { fence, folded, table, withoutFolded } from "./words.ts";

describe("Markdown of plain-text forms", () => {
  it("leaves out what a page folds away, each for itself", () => {
    const text = ["one", folded("What happened", "| a |"), "two", folded("More", "b"), "three"].join("\n\n");
    expect(withoutFolded(text)).toBe("one\n\ntwo\n\nthree");
  });

  it("fences code that holds a fence with a longer one", () => {
    expect(fence("```ts\na\n```", "md")).toBe("````md\n```ts\na\n```\n````");
  });

  it("keeps a cell one cell, whatever stands in it", () => {
    expect(table(["a"], [["x | y\nz"]])).toBe("| a |\n| --- |\n| x \\| y z |");
  });
});
