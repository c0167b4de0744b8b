// Which bars of the flow view stand in the document. All have one height, so it is a division.

/** Forty bars fit one screen; from there on the figure scrolls. */
export function rowHeight(rows: number): number {
  if (rows <= 24) return 13;
  return rows <= 48 ? 7 : 6;
}

const AROUND = 12;

/** Indexes, ascending: those in sight with some around them, and the one that has the focus. */
export function rowsInSight(
  { top, height }: { readonly top: number; readonly height: number },
  row: number,
  count: number,
  keep: number,
): readonly number[] {
  const from = Math.max(0, Math.min(count, Math.floor(top / row) - AROUND));
  const to = Math.min(count, Math.ceil((top + height) / row) + AROUND);
  const shown = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (keep >= count || (keep >= from && keep < to)) return shown;
  return keep < from ? [keep, ...shown] : [...shown, keep];
}
