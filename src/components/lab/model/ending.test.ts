import { describe, expect, it } from "vitest";
import type { Act } from "../../../../sandbox/labs/kit/definition.ts";
import { endingOf } from "./ending.ts";
import { anAct } from "./testing/an-act.ts";

const act = (id: string, shown?: string): Act => anAct({ id, title: id, task: "", ...(shown !== undefined && { shown }) });
const acts = [act("one", "One holds."), act("two"), act("three", "Three holds.")];
const met = (number: number) => ({ act: number, state: "met" as const });
const open = (number: number) => ({ act: number, state: "open" as const });

describe("the end of a lab", () => {
  it("comes once every goal of the last act is met, and only there", () => {
    expect(endingOf(acts, [met(1), met(2), open(3)], 2)).toBeUndefined();
    expect(endingOf(acts, [met(1), met(2), met(3), open(3)], 2)).toBeUndefined();
    expect(endingOf(acts, [met(1), met(2), met(3)], 1)).toBeUndefined();
    expect(endingOf(acts, [met(1), met(2), met(3)], 2)?.map(({ shown }) => shown)).toEqual(["One holds.", "Three holds."]);
  });
  it("claims nothing of an act that was passed over", () => {
    expect(endingOf(acts, [open(1), open(2), met(3)], 2)).toEqual([
      { act: 1, title: "one", shown: undefined },
      { act: 3, title: "three", shown: "Three holds." },
    ]);
  });
});
