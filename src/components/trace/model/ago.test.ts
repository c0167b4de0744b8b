import { describe, expect, it } from "vitest";
import { ago, clock, fieldOf, inFull, instantOfField } from "./ago.ts";

const NOW = new Date(2026, 10, 21, 12, 0, 0).getTime();

describe("an instant", () => {
  it("is said as people say it", () => {
    const said = [0, 12_000, 200_000, 7_300_000, 3 * 86_400_000].map((ms) => ago(NOW - ms, NOW));
    expect(said).toEqual(["just now", "12 s ago", "3 min ago", "2 h ago", "3 d ago"]);
    expect(ago(NOW + 300_000, NOW)).toBe("in 5 min");
  });

  it("is told by the reader's own clock, with the day when it is another one", () => {
    expect(clock(NOW - 3_600_000, NOW)).toBe("11:00:00");
    expect(clock(NOW - 86_400_000, NOW)).toBe("2026-11-20 12:00:00");
    expect(inFull(NOW)).toMatch(/^2026-11-21 12:00:00\.000 UTC/);
  });

  it("comes back from a date field to the minute", () => {
    expect(instantOfField(fieldOf(NOW))).toBe(NOW);
    expect(instantOfField("")).toBeUndefined();
    expect(fieldOf(undefined)).toBe("");
  });
});
