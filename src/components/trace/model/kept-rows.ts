// Which rows of a long list stand in the document: those in sight with some around them, and the one that has the focus. Pure.
import { defaultRangeExtractor, type Range } from "@tanstack/virtual-core";

/** How many rows stand ready on either side of those in sight. */
export const AROUND = 8;

/** Indexes of the rows to draw, ascending. `kept` is drawn wherever it is, so that the focus does not fall out of the document. */
export function rowsToDraw(range: Range, kept: number): number[] {
  const rows = defaultRangeExtractor(range);
  if (kept < 0 || kept >= range.count || rows.includes(kept)) return rows;
  return kept < range.startIndex ? [kept, ...rows] : [...rows, kept];
}
