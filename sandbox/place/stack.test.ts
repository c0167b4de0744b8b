import { describe, expect, it } from "vitest";
import { createSourceMap } from "./stack.ts";

const map = createSourceMap(new Map([["blob:null/17-a", "db.ts"]]));

describe("a stack", () => {
  it("keeps the learner's frames only, in V8's form", () => {
    const stack =
      "Error: x\n    at work (lab:///work.ts?set=3:6:11)\n    at async run (https://site/assets/host.js:1:999)\n    at lab:///lib/db.ts:2:3";
    expect(map.places(stack)).toEqual([
      { file: "work.ts", line: 6, column: 11 },
      { file: "lib/db.ts", line: 2, column: 3 },
    ]);
  });

  it("is read in the form of Firefox and WebKit, where the URL is the module's", () => {
    expect(map.places("work@blob:null/17-a:6:11\nrun@https://site/host.js:1:2")).toEqual([{ file: "db.ts", line: 6, column: 11 }]);
  });

  it("without a column still gives the line", () => {
    expect(map.places("lab:///work.ts:3\nconst x;")).toEqual([{ file: "work.ts", line: 3 }]);
  });

  it("is tidied to the message and the learner's frames", () => {
    const error = new TypeError("no");
    error.stack = "TypeError: no\n    at work (lab:///work.ts?set=3:6:11)\n    at host.js:1:999";
    expect(map.tidy(error).stack).toBe("TypeError: no\n    at work.ts:6:11");
  });

  it("of something that is no error, or is frozen, stays", () => {
    expect(map.tidy("text")).toBe("text");
    const frozen = Object.freeze(new Error("x"));
    expect(map.tidy(frozen)).toBe(frozen);
  });
});
