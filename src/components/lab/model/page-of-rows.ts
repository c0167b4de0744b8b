// Which rows of a long table stand in the document: a page of them, the newest until the reader asks for earlier ones.

/** More rows than this are never in the document at once. */
export const PAGE = 150;
/** How far one press turns: what was in sight stays in sight. */
const TURN = 100;

export type PageOfRows = { readonly from: number; readonly to: number };

/** `last`: how many rows there are up to the end of the page; `undefined` follows the newest. */
export function pageOf(count: number, last: number | undefined): PageOfRows {
  const to = last === undefined ? count : Math.min(count, Math.max(last, Math.min(PAGE, count)));
  return { from: Math.max(0, to - PAGE), to };
}

export const earlier = ({ to }: PageOfRows): number => Math.max(PAGE, to - TURN);

export const later = ({ to }: PageOfRows, count: number): number | undefined => (to + TURN >= count ? undefined : to + TURN);

/** A page with this row in its upper part, unless it is in sight already. */
export function turnedTo(index: number, page: PageOfRows, count: number): number | undefined {
  if (index >= page.from && index < page.to) return page.to === count ? undefined : page.to;
  return index + TURN >= count ? undefined : index + TURN;
}
