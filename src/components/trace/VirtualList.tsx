// A list of links that may be very long: only what is in sight stands in the document. One tab stop; arrow keys or j and k move, Enter opens.
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Virtualizer } from "@tanstack/virtual-core";
import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { follows } from "./Link.tsx";
import { AROUND, rowsToDraw } from "./model/kept-rows.ts";
import { addressOf, type Route } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { useVirtualizer } from "./use-virtualizer.ts";

type Props<Row> = {
  readonly trace: TraceModel;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly rowHeight: ReadonlySignal<number>;
  readonly keyOf: (row: Row) => string;
  readonly routeOf: (row: Row) => Route;
  readonly draw: (row: Row) => ComponentChildren;
  readonly active: Signal<string | undefined>;
  readonly scroll: Signal<number>;
  readonly onSight: (from: number, to: number) => void;
  readonly more: () => Promise<void>;
  readonly hasMore: boolean;
};

export function VirtualList<Row>(props: Props<Row>): JSX.Element {
  const { trace, rows, keyOf, active } = props;
  const row = props.rowHeight.value;
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | undefined>(undefined);
  const count = props.hasMore ? Math.max(props.total, rows.length) : rows.length;
  const at = Math.max(
    0,
    rows.findIndex((each) => keyOf(each) === active.value),
  );
  const list = useRows(box, props, count, at);
  const items = list.getVirtualItems();
  const from = Math.max(0, (list.range?.startIndex ?? 0) - AROUND);
  const to = Math.min(count, (list.range?.endIndex ?? -1) + 1 + AROUND);
  useEffect(() => {
    props.onSight(from, to);
    if (to > rows.length && props.hasMore) void props.more();
  }, [from, to, rows, props.hasMore]);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    box.current?.querySelector<HTMLElement>(`[data-key="${wanted.current}"]`)?.focus({ preventScroll: true });
    wanted.current = undefined;
  });
  const move = (event: JSX.TargetedKeyboardEvent<HTMLElement>): void => {
    const page = Math.max(1, Math.floor((list.scrollRect?.height ?? 0) / row) - 1);
    const to = stepFor(event, at, page, rows.length);
    const target = to === undefined ? undefined : rows[to];
    if (to === undefined || target === undefined) return;
    event.preventDefault();
    active.value = keyOf(target);
    wanted.current = keyOf(target);
    list.scrollToIndex(to);
  };
  return (
    <div class="tr-scroll" ref={box}>
      <ul class="tr-rows" role="list" aria-label={props.label} style={{ height: `${list.getTotalSize()}px` }} onKeyDown={move}>
        {items.map(({ index, key, start, size }) => {
          const each = rows[index];
          return (
            <li key={key} style={{ top: `${start}px`, height: `${size}px` }} aria-setsize={count} aria-posinset={index + 1}>
              {each === undefined ? (
                <span class="tr-row tr-not-yet">loading…</span>
              ) : (
                <a
                  class="tr-row"
                  href={addressOf(props.routeOf(each))}
                  data-key={keyOf(each)}
                  tabIndex={index === at ? 0 : -1}
                  onFocus={() => (active.value = keyOf(each))}
                  onClick={follows(trace, props.routeOf(each))}
                >
                  {props.draw(each)}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Where a key leads; nothing for other keys. */
function stepFor(event: JSX.TargetedKeyboardEvent<HTMLElement>, at: number, page: number, count: number): number | undefined {
  if (event.metaKey || event.ctrlKey || event.altKey) return undefined;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    j: 1,
    ArrowUp: -1,
    k: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = steps[event.key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, at + step));
}

/** The list's rows on the screen. It keeps its place across visits, and new rows above push away nothing that the reader looks at. */
function useRows<Row>(
  box: { readonly current: HTMLDivElement | null },
  { rows, keyOf, rowHeight, scroll }: Props<Row>,
  count: number,
  active: number,
): Virtualizer<HTMLElement, HTMLElement> {
  const row = rowHeight.value;
  const getItemKey = useCallback(
    (index: number) => {
      const each = rows[index];
      return each === undefined ? `empty-${index}` : keyOf(each);
    },
    [rows],
  );
  const list = useVirtualizer({
    count,
    getItemKey,
    getScrollElement: () => box.current,
    estimateSize: () => row,
    initialOffset: () => scroll.peek(),
    initialRect: { width: 0, height: 900 },
    overscan: AROUND,
    rangeExtractor: (range) => rowsToDraw(range, active),
    // Whoever stands at the top sees what is new.
    anchorTo: (box.current?.scrollTop ?? scroll.peek()) < row ? "start" : "end",
  });
  useLayoutEffect(() => () => void (scroll.value = list.scrollOffset ?? 0), []);
  useLayoutEffect(() => list.measure(), [row]);
  return list;
}
