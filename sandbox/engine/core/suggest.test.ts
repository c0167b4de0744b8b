import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "./suggest.ts";

describe("the number of edits", () => {
  it("counts letters added, dropped, replaced, and swapped with their neighbor", () => {
    expect([editDistance("go", "gone"), editDistance("gone", "go"), editDistance("cat", "cut"), editDistance("form", "from")]).toEqual([
      2, 2, 1, 1,
    ]);
  });

  it("stops at the limit", () => {
    expect(editDistance("abcdefgh", "12345678", 3)).toBe(3);
  });
});

describe("the name that was meant", () => {
  it("is the nearest, whatever the case", () => {
    expect(nearest("Refund/Requested", ["refund/requested", "refund/decided"])).toBe("refund/requested");
    expect(nearest("refund.decided", ["refund/requested", "refund/decided"])).toBe("refund/decided");
  });

  it("is nobody's when nothing is near, and never the name itself", () => {
    expect(nearest("user/signup", ["invoice/paid"])).toBeUndefined();
    expect(nearest("a/b", ["a/b"])).toBeUndefined();
  });
});
