// A long table, a page at a time: a plain table for every reader, and a small document.
import type { Signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { count as counted } from "./model/format.ts";
import { earlier, later, pageOf } from "./model/page-of-rows.ts";

type Props<Row> = {
  readonly rows: readonly Row[];
  /** What one row is: "fact", "row". */
  readonly one: string;
  /** Up to which row the page goes; `undefined` follows the newest. */
  readonly last: Signal<number | undefined>;
  /** Draws the rows of the page. */
  readonly children: (rows: readonly Row[]) => ComponentChildren;
};

export function PagedRows<Row>({ rows, one, last, children }: Props<Row>): JSX.Element {
  const page = pageOf(rows.length, last.value);
  const after = rows.length - page.to;
  return (
    <>
      {page.from === 0 ? null : (
        <p class="lab-earlier">
          {counted(page.from, `earlier ${one}`)}{" "}
          <button type="button" data-quiet="" onClick={() => (last.value = earlier(page))}>
            Show earlier
          </button>
        </p>
      )}
      {children(page.from === 0 && after === 0 ? rows : rows.slice(page.from, page.to))}
      {after === 0 ? null : (
        <p class="lab-earlier">
          {counted(after, `later ${one}`)}{" "}
          <button type="button" data-quiet="" onClick={() => (last.value = later(page, rows.length))}>
            Show later
          </button>{" "}
          <button type="button" data-quiet="" onClick={() => (last.value = undefined)}>
            Newest
          </button>
        </p>
      )}
    </>
  );
}
