// The figure language, one shape per mark. Each is told apart without color: fill, outline, dashes, hatching, zigzag, form.
import type { ComponentChildren, JSX } from "preact";
import { reachOf } from "./model/timeline-labels.ts";
import type { Mark } from "./model/timeline-marks.ts";
import "./TimelineMark.css";

type Props = {
  readonly mark: Mark;
  readonly id: string;
  readonly height: number;
  readonly lit: boolean;
  readonly later: boolean;
  readonly stop: boolean;
  readonly onLight: (on: boolean) => void;
  readonly onFocusMark: () => void;
  readonly onPick: () => void;
};

export function MarkShape({ mark, id, height, lit, later, stop, onLight, onFocusMark, onPick }: Props): JSX.Element {
  return (
    <g
      class="t-mark"
      data-mark={mark.type}
      data-lit={lit ? "" : undefined}
      data-later={later ? "" : undefined}
      role="img"
      aria-label={mark.says}
      tabIndex={stop ? 0 : -1}
      onPointerEnter={() => onLight(true)}
      onPointerLeave={() => onLight(false)}
      onFocus={() => (onFocusMark(), onLight(true))}
      onBlur={() => onLight(false)}
      onClick={onPick}
    >
      <rect {...reachOf(mark)} class="t-reach" />
      {shape(mark, id, height)}
    </g>
  );
}

function shape(mark: Mark, id: string, height: number): ComponentChildren {
  const { x, y } = mark;
  switch (mark.type) {
    case "start":
      return <circle cx={x} cy={y} r="3.5" class="t-start" />;
    case "arrival":
      return <Arrival mark={mark} />;
    case "entry":
      return <Entry mark={mark} />;
    case "call":
      return <CallMark mark={mark} />;
    case "segment":
      return <Segment mark={mark} />;
    case "ghost":
      return <Ghost mark={mark} />;
    case "hatch":
      return <Hatch mark={mark} id={id} />;
    case "hold":
      return <Hold mark={mark} />;
    case "effect":
      return <Effect mark={mark} />;
    case "cost":
      return (
        <>
          <circle cx={x} cy={y} r="4.5" class="t-cost" />
          <text x={x + 9} y={y + 4} class="t-sub">
            {mark.label}
          </text>
        </>
      );
    case "refusal":
      return (
        <>
          <path d={`M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`} class="t-cut" />
          <text x={x + 11} y={y + 4} class="t-sub t-say-host">
            {mark.label}
          </text>
        </>
      );
    case "cut":
      return <Cut mark={mark} />;
    case "decision":
      return <Decision mark={mark} height={height} />;
    case "end":
      return <End x={x} y={y} state={mark.state} />;
  }
}

type Of<T extends Mark["type"]> = { readonly mark: Extract<Mark, { type: T }> };

function Hold({ mark: { x, y } }: Of<"hold">): JSX.Element {
  return (
    <>
      <circle cx={x} cy={y} r="9" class="t-hold" />
      <path d={`M${x - 2.5} ${y - 4}v8M${x + 2.5} ${y - 4}v8`} class="t-holdbars" />
    </>
  );
}

function Decision({ mark: { x, y, label }, height }: Of<"decision"> & { readonly height: number }): JSX.Element {
  return (
    <>
      <path d={`M${x} ${height * 0.25}V${y - 12}`} class="t-decided" />
      <text x={x - 4} y={y + 4} class="t-sub t-say-person">
        {label}
      </text>
    </>
  );
}

/** An arrow that comes in: filled where it was taken, hollow where it has started nothing, dashed while it waits, struck out where
 * it was refused. */
function Arrival({ mark: { x, y, label, state } }: Of<"arrival">): JSX.Element {
  return (
    <>
      <path d={`M${x - 6} ${y - 6}l10 6l-10 6z`} class={`t-arrival t-arrival-${state}`} />
      {state === "refused" ? <path d={`M${x - 8} ${y - 7}l14 14`} class="t-cut" /> : null}
      <text x={x + 9} y={y + 4} class={state === "lost" || state === "refused" ? "t-sub t-say-host" : "t-sub"}>
        {label}
      </text>
    </>
  );
}

function Entry({ mark: { x, y, label } }: Of<"entry">): JSX.Element {
  return (
    <>
      <path d={`M${x - 5} ${y - 10}h10l-5 8z`} class="t-entry" />
      <text x={x + 9} y={y - 1} class="t-label">
        {label}
      </text>
      <path d={`M${x} ${y}v14`} class="t-drop" />
    </>
  );
}

function CallMark({ mark: { x, y, width, label, state } }: Of<"call">): JSX.Element {
  return (
    <>
      <path d={`M${x} ${y + 7}h${Math.max(1, width)}`} class={`t-call t-call-${state}`} />
      {state === "failed" ? <path d={`M${x + width - 4} ${y + 3}l8 8M${x + width + 4} ${y + 3}l-8 8`} class="t-cut" /> : null}
      <path d={`M${x - 5} ${y - 10}h10l-5 8z`} class="t-entry" />
      <text x={x + 9} y={y - 1} class="t-label">
        {label}
      </text>
    </>
  );
}

function Ghost({ mark: { x, y, width, label } }: Of<"ghost">): JSX.Element {
  return (
    <>
      <rect x={x} y={y - 11} width={width} height="22" rx="11" class="t-ghost" />
      <text x={x + width / 2} y={y + 4} text-anchor="middle" class="t-sub">
        {label}
      </text>
    </>
  );
}

function Hatch({ mark: { x, y, width, label }, id }: Of<"hatch"> & { readonly id: string }): JSX.Element {
  return (
    <>
      <rect x={x} y={y - 5} width={Math.max(8, width)} height="10" rx="5" class="t-under" />
      <rect x={x} y={y - 5} width={Math.max(8, width)} height="10" rx="5" fill={`url(#hatch-${id})`} />
      <text x={x} y={y + 21} class="t-sub">
        {label}
      </text>
    </>
  );
}

function Cut({ mark: { x, y, kind, label } }: Of<"cut">): JSX.Element {
  return (
    <>
      <path d={kind === "host" || kind === "engine" ? zigzag(x, y - 16) : `M${x} 8V${y - 14}`} class={`t-cut t-cut-${kind}`} />
      <text x={Math.max(4, x - 4)} y={y + 4} class={`t-sub t-say-${kind}`}>
        {label}
      </text>
    </>
  );
}

function Segment({ mark }: { readonly mark: Extract<Mark, { type: "segment" }> }): JSX.Element {
  const { x, y, width, state, label, reason } = mark;
  return (
    <>
      <rect x={x} y={y - 11} width={width} height="22" rx="11" class={`t-step t-${state}`} />
      <text x={x + width / 2} y={y + 4} text-anchor="middle" class={`t-name t-name-${state}`}>
        {label}
      </text>
      {reason === "" ? null : (
        <text x={x + width / 2} y={y + 24} text-anchor="middle" class="t-sub t-say-host">
          {reason}
        </text>
      )}
    </>
  );
}

function Effect({ mark }: { readonly mark: Extract<Mark, { type: "effect" }> }): JSX.Element {
  const { x, y, suppressed, doubled, label } = mark;
  return (
    <>
      {doubled ? <circle cx={x} cy={y} r="11" class="t-ring" /> : null}
      <path d={`M${x} ${y - 7}l7 7l-7 7l-7 -7z`} class={suppressed ? "t-effect t-suppressed" : "t-effect"} />
      <text x={x + 13} y={y + 4} class="t-sub">
        {label}
      </text>
    </>
  );
}

function End({
  x,
  y,
  state,
}: {
  readonly x: number;
  readonly y: number;
  readonly state: "completed" | "failed" | "cancelled";
}): JSX.Element {
  // The line was cut off, and nobody says that it failed.
  if (state === "cancelled") return <path d={`M${x} ${y - 9}v18`} class="t-cancelled" />;
  if (state === "failed") return <path d={`M${x - 6} ${y - 6}l12 12M${x + 6} ${y - 6}l-12 12`} class="t-cut" />;
  return (
    <>
      <circle cx={x} cy={y} r="8" class="t-done" />
      <path d={`M${x - 3.5} ${y + 0.5}l2.5 2.5l4.5 -5.5`} class="t-tick" />
    </>
  );
}

function zigzag(x: number, to: number): string {
  const steps = Math.floor((to - 8) / 20);
  return `M${x} 8${"l5 10l-5 10".repeat(Math.max(1, steps))}`;
}
