// Draws a timeline's view, in a lab and in the trace alike. One tab stop: arrow keys go from mark to mark, each says what it stands for.
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { LEFT, type Mark, type Rail, type TimelineView } from "./model/timeline-marks.ts";
import { MarkShape } from "./TimelineMark.tsx";
import "./TimelineFigure.css";

/** What the pointer or the keyboard is on: one fact, all of a step, or all of a run. */
export type Lit = { readonly seq?: number; readonly stepId?: string; readonly runId?: string };

type Props = {
  readonly view: TimelineView;
  /** Unique in the page: the drawing's patterns are named by it. */
  readonly id: string;
  readonly lit: Lit | undefined;
  readonly onLight: (lit: Lit | undefined) => void;
  /** Facts after this one are dimmed. */
  readonly scrub?: number | undefined;
  readonly onPick?: (mark: Mark) => void;
  /** Stands in the run's rail while there is no mark. */
  readonly empty: string;
  /** Each rail with what it means, under the drawing. */
  readonly glossed: boolean;
  readonly children?: ComponentChildren;
};

export function TimelineFigure({ view, id, lit, onLight, scrub, onPick, empty, glossed, children }: Props): JSX.Element {
  const { width, height, rails, marks } = view;
  const box = useRef<HTMLDivElement>(null);
  // Until somebody moves it the stop is the newest mark: the one in sight where the drawing scrolls.
  const moved = useSignal(Infinity);
  /** The mark that was pointed at, focused or tapped last, by its first fact. */
  const told = useSignal<number | undefined>(undefined);
  const saying = marks.find((mark) => mark.at === told.value);
  const at = Math.min(moved.value, marks.length - 1);
  useLayoutEffect(() => {
    if (scrub === undefined && box.current !== null) box.current.scrollLeft = width;
  }, [width]);
  const move = (event: JSX.TargetedKeyboardEvent<SVGSVGElement>): void => {
    const mark = marks[at];
    if (event.key === "Enter" && mark !== undefined && onPick !== undefined) return onPick(mark);
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -marks.length, End: marks.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moved.value = Math.min(marks.length - 1, Math.max(0, at + step));
    const shape = event.currentTarget.querySelectorAll<SVGElement>("[data-mark]")[moved.value];
    shape?.focus();
    shape?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  return (
    <figure class="lab-timeline" data-part="timeline" aria-label="Timeline">
      <div class="lab-rails" aria-hidden="true" style={{ height: `${height}px` }}>
        {rails.map((rail) => (
          <span key={`${rail.name}${rail.y}`} style={{ top: `${rail.y}px` }}>
            {rail.label}
          </span>
        ))}
      </div>
      <div class="lab-drawing" ref={box} tabIndex={0}>
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={`${marks.length} marks; arrow keys move along them. The journal tells the same in words.`}
          onKeyDown={move}
        >
          <Ground view={view} id={id} />
          {marks.map((mark, index) => (
            <MarkShape
              key={`${mark.type}${mark.at}`}
              mark={mark}
              id={id}
              height={height}
              lit={isLit(lit, mark)}
              later={scrub !== undefined && mark.at > scrub}
              stop={index === at}
              onLight={(on) => {
                if (on) told.value = mark.at;
                onLight(on ? litBy(mark) : undefined);
              }}
              onFocusMark={() => (moved.value = index)}
              onPick={() => {
                told.value = mark.at;
                onPick?.(mark);
              }}
            />
          ))}
          {marks.length === 0 ? (
            <text class="t-empty" x={LEFT} y={(rails.find((rail) => rail.name === "run")?.y ?? height / 2) + 4}>
              {empty}
            </text>
          ) : null}
        </svg>
      </div>
      {marks.length === 0 ? null : (
        <p class="lab-told" aria-hidden="true">
          {saying?.says ?? "Point at a mark, or tap it: it says what it stands for."}
        </p>
      )}
      {glossed ? <Glosses rails={rails} /> : null}
      {children}
    </figure>
  );
}

function Glosses({ rails }: { readonly rails: readonly Rail[] }): JSX.Element {
  return (
    <figcaption>
      {rails
        .filter((rail, index) => rails.findIndex((each) => each.name === rail.name) === index)
        .map((rail) => (
          <span key={rail.name}>
            <b>{rail.name}</b> {rail.gloss}
          </span>
        ))}
    </figcaption>
  );
}

/** Rails, fibres, and the host's life: what the marks stand on. */
function Ground({ view, id }: { readonly view: TimelineView; readonly id: string }): JSX.Element {
  const worldY = view.rails.find((rail) => rail.name === "world")?.y;
  return (
    <g aria-hidden="true">
      <defs>
        <pattern id={`hatch-${id}`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2.4" height="7" class="t-hatch" />
        </pattern>
      </defs>
      {worldY === undefined ? null : <path d={`M${LEFT - 8} ${worldY}H${view.width - 10}`} class="t-rail" />}
      {view.fibres.map((fibre, index) => (
        <path key={index} d={`M${fibre.x} ${fibre.y}h${Math.max(0, fibre.width)}`} class="t-fibre" />
      ))}
      {view.hosts.map((host, index) => (
        <path key={index} d={`M${host.x} ${host.y}h${Math.max(1, host.width)}`} class="t-host" />
      ))}
    </g>
  );
}

function isLit(lit: Lit | undefined, mark: Mark): boolean {
  if (lit === undefined) return false;
  if (lit.seq !== undefined) return mark.seqs.includes(lit.seq);
  return lit.stepId !== undefined && mark.stepId === lit.stepId;
}

function litBy(mark: Mark): Lit {
  return { seq: mark.seqs.at(-1) ?? mark.at, ...(mark.stepId === undefined ? {} : { stepId: mark.stepId }) };
}
