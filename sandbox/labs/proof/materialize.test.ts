import { describe, expect, it } from "vitest";
import { apart, complaintOf, undeclared } from "./materialize.ts";

const line = (file: string, at: number): string =>
  `sandbox/labs/variants/06-step-run/keyFromClock/${file}(${at},7): error TS2345: Argument of type 'number'.`;

describe("a compiler's message about a variant", () => {
  it("is read with its lab, variant, file and line", () => {
    expect(complaintOf(line("answer-email.ts", 26))).toEqual({
      slug: "06-step-run",
      variant: "keyFromClock",
      file: "answer-email.ts",
      line: 26,
      text: "TS2345: Argument of type 'number'.",
    });
    expect(complaintOf("Found 1 error.")).toBeUndefined();
  });

  it("is told at the edit that made the line, or at the file where no edit did", async () => {
    expect(undeclared(line("answer-email.ts", 26))).toEqual([
      `step-run/lab.ts: variant keyFromClock, swap "chat.post(draft),": answer-email.ts:26: TS2345: Argument of type 'number'.`,
    ]);
    expect(undeclared(line("answer-email.ts", 1))).toEqual([
      "06-step-run, variant keyFromClock: answer-email.ts:1: TS2345: Argument of type 'number'.",
    ]);
    expect(undeclared("")).toEqual([]);
  });

  it("is owed where a variant declares it, and wrong where it declares another", () => {
    const said = complaintOf(line("answer-email.ts", 26));
    if (said === undefined) throw new Error("The line is a message.");
    expect(apart([said], "TS2345")).toEqual({ other: [], missing: undefined });
    expect(apart([said], "TS2322")).toEqual({ other: [said], missing: "TS2322" });
    expect(apart([], "TS2345")).toEqual({ other: [], missing: "TS2345" });
    expect(apart([], undefined)).toEqual({ other: [], missing: undefined });
  });
});
