// Which rows of a long list stand in the document: those in sight, a few around them, and the one that has the focus. Pure.
export type Sight = { readonly top: number; readonly height: number };
export type Shown = { readonly from: number; readonly to: number; readonly rows: readonly number[] };

const AROUND = 8;

/** Indexes of the rows to draw, ascending; `from` to `to` (exclusive) are those in sight with some around them. */
export function windowOf(sight: Sight, row: number, count: number, keep: number | undefined): Shown {
  const from = Math.max(0, Math.min(count, Math.floor(sight.top / row) - AROUND));
  const to = Math.max(from, Math.min(count, Math.ceil((sight.top + sight.height) / row) + AROUND));
  const rows = Array.from({ length: to - from }, (_, index) => from + index);
  if (keep === undefined || keep < 0 || keep >= count || (keep >= from && keep < to)) return { from, to, rows };
  return { from, to, rows: keep < from ? [keep, ...rows] : [...rows, keep] };
}

/** Where the list must be scrolled to so that this row is in sight; the same place where it is already. */
export function scrollTo(index: number, row: number, sight: Sight): number {
  const top = index * row;
  if (top < sight.top) return top;
  return top + row > sight.top + sight.height ? top + row - sight.height : sight.top;
}
