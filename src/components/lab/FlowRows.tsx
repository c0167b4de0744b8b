// The bars of the flow view. Only those in sight are in the document, so that a thousand draw as fast as forty.
// One tab stop: up and down go from bar to bar, each says what it stands for; Enter reads its facts in the journal.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { FlowView } from "./model/flow-model.ts";
import type { FlowRow } from "./model/flow-rows.ts";
import { saysRow, share } from "./model/flow-words.ts";
import { rowHeight, rowsInSight } from "./model/flow-sight.ts";
import { SIGNS } from "./flow-signs.ts";
import type { Lit } from "./TimelineFigure.tsx";

export type RowProps = {
  readonly view: FlowView;
  /** Unique in the page: the drawing's pattern is named by it. */
  readonly id: string;
  readonly lit: Lit | undefined;
  readonly onLight: (lit: Lit | undefined) => void;
  /** The bar that the pointer or the keyboard is on. */
  readonly onSay: (key: string | undefined) => void;
  readonly onPick?: ((row: FlowRow) => void) | undefined;
  /** What came after this instant is dimmed. */
  readonly until: number | undefined;
};

export function FlowRows(props: RowProps): JSX.Element {
  const { view, id, until } = props;
  const { rows } = view;
  const box = useRef<HTMLDivElement>(null);
  const sight = useSignal({ top: 0, height: 340 });
  const stop = useSignal(0);
  const at = Math.min(stop.value, Math.max(0, rows.length - 1));
  const height = rowHeight(rows.length);
  useFollow(box, rows, height);
  const shown = rowsInSight(sight.value, height, rows.length, at);
  const move = (event: JSX.TargetedKeyboardEvent<HTMLDivElement>): void => {
    const row = rows[at];
    if (event.key === "Enter" && row !== undefined) return props.onPick?.(row);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    stop.value = Math.min(rows.length - 1, Math.max(0, at + step));
    const group = event.currentTarget;
    requestAnimationFrame(() => group.querySelector<SVGElement>(`[data-row="${stop.value}"]`)?.focus());
  };
  const measure = (): void => {
    if (box.current !== null) sight.value = { top: box.current.scrollTop, height: box.current.clientHeight };
  };
  return (
    <div class="lab-flow-rows" ref={box} tabIndex={0} role="group" aria-label="Bars, scrollable" onScroll={measure} onKeyDown={move}>
      <div class="lab-flow-line" style={{ height: `${rows.length * height}px` }}>
        <div class="lab-flow-names" aria-hidden="true">
          {shown
            .filter((index) => isNamed(index, height))
            .map((index) => (
              <span key={index} style={{ top: `${(index + 0.5) * height}px` }}>
                {rows[index]?.name}
              </span>
            ))}
        </div>
        <svg height={rows.length * height} role="group" aria-label={`${rows.length} bars; up and down go along them`}>
          <Hatch id={id} />
          {shown.map((index) => {
            const row = rows[index];
            return row === undefined ? null : (
              <Bar key={row.key} {...props} row={row} index={index} height={height} stop={stop} isStop={index === at} />
            );
          })}
          {until === undefined ? null : (
            <rect class="f-later" x={percent(share(view, until))} width={percent(1 - share(view, until))} height="100%" />
          )}
        </svg>
      </div>
    </div>
  );
}

/** Names stand where there is room for them. */
const isNamed = (index: number, height: number): boolean => index % Math.ceil(13 / height) === 0;

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

function Hatch({ id }: { readonly id: string }): JSX.Element {
  return (
    <defs>
      <pattern id={`flow-${id}`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.6" height="5" class="t-hatch" />
      </pattern>
    </defs>
  );
}

type BarProps = RowProps & {
  readonly row: FlowRow;
  readonly index: number;
  readonly height: number;
  readonly stop: { value: number };
  readonly isStop: boolean;
};

function Bar({ view, id, row, index, height, stop, isStop, lit, onLight, onSay, onPick }: BarProps): JSX.Element {
  const enter = (): void => {
    onSay(row.key);
    onLight(row.runId === undefined ? { seq: row.firstSeq } : { runId: row.runId });
  };
  const leave = (): void => {
    onSay(undefined);
    onLight(undefined);
  };
  const isLit = lit !== undefined && (lit.runId === undefined ? lit.seq === row.firstSeq : lit.runId === row.runId);
  const middle = (index + 0.5) * height;
  const thick = Math.max(3, height - 3);
  return (
    <g
      class="f-bar"
      role="img"
      aria-label={saysRow(row, view.to)}
      data-row={index}
      data-lit={isLit ? "" : undefined}
      tabIndex={isStop ? 0 : -1}
      onPointerEnter={enter}
      onPointerLeave={leave}
      onFocus={() => ((stop.value = index), enter())}
      onBlur={leave}
      onClick={() => onPick?.(row)}
    >
      <rect class="f-reach" width="100%" y={middle - height / 2} height={height} />
      {row.spans.map((span, nth) => {
        const left = share(view, span.from);
        // Who stands in line is a thin line; who runs, a bar.
        const high = span.status === "queued" ? Math.max(2, thick / 3) : thick;
        const place = { x: percent(left), width: percent(share(view, span.to ?? view.to) - left), y: middle - high / 2, height: high };
        const hatched = span.status === "sleeping" || span.status === "waiting" || span.status === "retrying";
        return <rect key={nth} {...place} class={`f-${span.status}`} fill={hatched ? `url(#flow-${id})` : undefined} />;
      })}
      {row.refusals.map(({ at }, nth) => (
        <Sign key={nth} x={share(view, at)} y={middle} sign="answer" />
      ))}
      <End view={view} row={row} y={middle} />
    </g>
  );
}

function Sign({ x, y, sign }: { readonly x: number; readonly y: number; readonly sign: keyof typeof SIGNS }): JSX.Element {
  return (
    <svg x={percent(x)} y={y} overflow="visible">
      <path d={SIGNS[sign]} class={`f-${sign}`} />
    </svg>
  );
}

function End({ view, row, y }: { readonly view: FlowView; readonly row: FlowRow; readonly y: number }): JSX.Element | null {
  if (row.end === undefined || row.end.status === "taken") return null;
  const x = share(view, row.end.at);
  if (row.end.status === "completed") return <circle cx={percent(x)} cy={y} r="2.6" class="f-completed" />;
  return <Sign x={x} y={y} sign={row.end.status === "failed" ? "failed" : "cancelled"} />;
}

/** Goes along with the first run that has not ended, until the reader scrolls. */
function useFollow(box: { readonly current: HTMLDivElement | null }, rows: readonly FlowRow[], height: number): void {
  const put = useRef(0);
  const front = rows.findIndex((row) => row.end === undefined);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || Math.abs(element.scrollTop - put.current) > 1) return;
    element.scrollTop = (front === -1 ? rows.length : front) * height - element.clientHeight / 3;
    put.current = element.scrollTop;
  }, [front, rows.length]);
}
