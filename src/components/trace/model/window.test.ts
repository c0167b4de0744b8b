import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrollTo, windowOf } from "./window.ts";

const sizes = fc.record({
  top: fc.integer({ min: 0, max: 500_000 }),
  height: fc.integer({ min: 100, max: 2000 }),
  row: fc.constantFrom(44, 74),
  count: fc.integer({ min: 0, max: 20_000 }),
});

describe("the window of a long list", () => {
  it("holds every row that is in sight and few others", () => {
    fc.assert(
      fc.property(sizes, ({ top, height, row, count }) => {
        const { rows } = windowOf({ top, height }, row, count, undefined);
        for (let index = Math.floor(top / row); index * row < top + height && index < count; index += 1) expect(rows).toContain(index);
        expect(rows.length).toBeLessThanOrEqual(Math.ceil(height / row) + 18);
        expect(rows.every((index) => index >= 0 && index < count)).toBe(true);
      }),
    );
  });

  it("keeps the row that has the focus, once, wherever the list is scrolled to", () => {
    fc.assert(
      fc.property(sizes, fc.nat(20_000), ({ top, height, row, count }, keep) => {
        const { rows } = windowOf({ top, height }, row, count, keep);
        expect(rows.filter((index) => index === keep).length).toBe(keep < count ? 1 : 0);
        expect(rows).toEqual([...rows].sort((a, b) => a - b));
      }),
    );
  });

  it("is scrolled no further than it takes to see a row", () => {
    const sight = { top: 440, height: 440 };
    expect(scrollTo(12, 44, sight)).toBe(440);
    expect(scrollTo(3, 44, sight)).toBe(132);
    expect(scrollTo(20, 44, sight)).toBe(484);
  });
});
