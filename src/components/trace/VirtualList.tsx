// A list of links that may be very long: only what is in sight stands in the document. One tab stop; arrow keys or j and k move, Enter opens.
import type { ReadonlySignal, Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { follows } from "./Link.tsx";
import { addressOf, type Route } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { scrollTo, windowOf } from "./model/window.ts";

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
  const height = useSignal(900);
  const wanted = useRef<string | undefined>(undefined);
  const count = props.hasMore ? Math.max(props.total, rows.length) : rows.length;
  const sight = { top: props.scroll.value, height: height.value };
  const at = Math.max(
    0,
    rows.findIndex((each) => keyOf(each) === active.value),
  );
  const shown = windowOf(sight, row, count, at);
  useBox(box, props.scroll, height);
  useAnchor(box, props, row);
  useEffect(() => {
    props.onSight(shown.from, shown.to);
    if (shown.to > rows.length && props.hasMore) void props.more();
  }, [shown.from, shown.to, rows, props.hasMore]);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    box.current?.querySelector<HTMLElement>(`[data-key="${wanted.current}"]`)?.focus({ preventScroll: true });
    wanted.current = undefined;
  });
  const move = (event: JSX.TargetedKeyboardEvent<HTMLElement>): void => {
    const to = stepFor(event, at, Math.max(1, Math.floor(height.value / row) - 1), rows.length);
    const target = to === undefined ? undefined : rows[to];
    if (to === undefined || target === undefined) return;
    event.preventDefault();
    active.value = keyOf(target);
    wanted.current = keyOf(target);
    if (box.current !== null) box.current.scrollTop = scrollTo(to, row, { top: box.current.scrollTop, height: height.value });
  };
  return (
    <div class="tr-scroll" ref={box}>
      <ul class="tr-rows" role="list" aria-label={props.label} style={{ height: `${count * row}px` }} onKeyDown={move}>
        {shown.rows.map((index) => {
          const each = rows[index];
          return (
            <li
              key={each === undefined ? `empty-${index}` : keyOf(each)}
              style={{ top: `${index * row}px`, height: `${row}px` }}
              aria-setsize={count}
              aria-posinset={index + 1}
            >
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

/** Keeps the place across visits, and knows how much is in sight. */
function useBox(box: { readonly current: HTMLDivElement | null }, scroll: Signal<number>, height: Signal<number>): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    element.scrollTop = scroll.peek();
    const follow = (): void => void (scroll.value = element.scrollTop);
    const sizes = new ResizeObserver(() => (height.value = element.clientHeight));
    element.addEventListener("scroll", follow, { passive: true });
    sizes.observe(element);
    return () => {
      element.removeEventListener("scroll", follow);
      sizes.disconnect();
    };
  }, []);
}

/** New rows above push nothing away: what the reader looks at stays where it is. */
function useAnchor<Row>(box: { readonly current: HTMLDivElement | null }, { rows, keyOf, scroll }: Props<Row>, row: number): void {
  const anchor = useRef<{ readonly key: string; readonly index: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const element = box.current;
    const had = anchor.current;
    if (element === null || had === undefined || scroll.peek() < row) return;
    const index = rows.findIndex((each) => keyOf(each) === had.key);
    if (index > 0 && index !== had.index) element.scrollTop += (index - had.index) * row;
  }, [rows]);
  useLayoutEffect(() => {
    const index = Math.floor(scroll.value / row);
    const first = rows[index];
    anchor.current = first === undefined ? undefined : { key: keyOf(first), index };
  });
}
