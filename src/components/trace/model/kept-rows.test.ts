import { Virtualizer } from "@tanstack/virtual-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AROUND, rowsToDraw } from "./kept-rows.ts";

const sizes = fc.record({
  top: fc.integer({ min: 0, max: 500_000 }),
  height: fc.integer({ min: 100, max: 2000 }),
  row: fc.constantFrom(44, 74),
  count: fc.integer({ min: 0, max: 20_000 }),
});

type Size = { readonly top: number; readonly height: number; readonly row: number; readonly count: number };

/** The rows that the list draws, as it does before it stands in a document. */
function drawn({ top, height, row, count }: Size, kept: number): number[] {
  const list = new Virtualizer<Element, Element>({
    count,
    getScrollElement: () => null,
    estimateSize: () => row,
    observeElementRect: () => undefined,
    observeElementOffset: () => undefined,
    scrollToFn: () => undefined,
    initialOffset: top,
    initialRect: { width: 0, height },
    overscan: AROUND,
    rangeExtractor: (range) => rowsToDraw(range, kept),
  });
  return list.getVirtualItems().map(({ index }) => index);
}

describe("the rows of a long list", () => {
  it("are those in sight and few others", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const rows = drawn(size, -1);
        // A list that became shorter is in sight from its end.
        const top = Math.min(size.top, Math.max(0, size.count * size.row - size.height));
        for (let index = Math.floor(top / size.row); index * size.row < top + size.height && index < size.count; index += 1)
          expect(rows).toContain(index);
        expect(rows.length).toBeLessThanOrEqual(Math.ceil(size.height / size.row) + 2 * AROUND + 2);
        expect(rows.every((index) => index >= 0 && index < size.count)).toBe(true);
      }),
    );
  });

  it("hold the one that has the focus, once, wherever the list is scrolled to", () => {
    fc.assert(
      fc.property(sizes, fc.nat(20_000), (size, kept) => {
        const rows = drawn(size, kept);
        expect(rows.filter((index) => index === kept).length).toBe(kept < size.count ? 1 : 0);
        expect(rows).toEqual([...rows].sort((a, b) => a - b));
      }),
    );
  });
});
