import { describe, expect, it } from "vitest";
import { railsOf, staves } from "./nerve.ts";
import type { Mark } from "./nerve.ts";

const step = (name: string): Mark => ({ is: "step", name });

describe("staves", () => {
  it("set marks one after the other without overlap", () => {
    const [only] = staves([step("one"), step("two"), step("three")], 900);
    const starts = only?.placed.map(({ x }) => x) ?? [];
    const ends = only?.placed.map(({ x, width }) => x + width) ?? [];
    expect(starts.slice(1).every((x, index) => x > (ends[index] ?? 0))).toBe(true);
  });

  it("go on in a new line before a mark would pass the limit", () => {
    const lines = staves([step("load-customer"), step("load-thread"), step("run-agent")], 200);
    expect(lines.map(({ placed }) => placed.length)).toEqual([1, 1, 1]);
  });

  it("show a host that dies as a gap until the next host", () => {
    const [only] = staves([step("a"), { is: "crash", label: "killed" }, { is: "pause", label: "backoff" }, { is: "host" }, step("a")], 900);
    const bars = only?.alive ?? [];
    expect([bars.length, (bars[1]?.[0] ?? 0) - (bars[0]?.[1] ?? 0) > 70]).toEqual([2, true]);
  });

  it("carry a dead host over into the next line", () => {
    const lines = staves([step("a"), { is: "crash", label: "killed" }, { is: "pause", label: "a very long while" }, step("b")], 200);
    expect(lines.map(({ alive }) => alive.length)).toEqual([1, 0, 0]);
  });
});

describe("rails", () => {
  it("are drawn only where a mark needs them", () => {
    expect(railsOf([step("a")])).toEqual(["run"]);
  });

  it("keep one order whatever the marks", () => {
    const marks: Mark[] = [
      { is: "crash", label: "" },
      { is: "step", name: "a", effect: "mail" },
      { is: "entry", n: 1 },
    ];
    expect(railsOf(marks)).toEqual(["handler", "run", "world", "host"]);
  });
});
