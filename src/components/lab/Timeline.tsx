// Draws the timeline's view. One tab stop: arrow keys go from mark to mark, each says what it stands for.
import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LabModel } from "./model/lab-model.ts";
import { LEFT, type Mark, type TimelineView } from "./model/timeline-marks.ts";
import { timelineOf } from "./model/timeline-model.ts";
import { MarkShape } from "./TimelineMark.tsx";

export function Timeline({ lab }: { readonly lab: LabModel }): JSX.Element {
  const view = useComputed(() => timelineOf(lab.facts.value, lab.act.value?.rails ?? ["run", "host"]));
  const box = useRef<HTMLDivElement>(null);
  // Until somebody moves it the stop is the newest mark: the one in sight where the drawing scrolls.
  const moved = useSignal(Infinity);
  const { width, height, rails, marks } = view.value;
  const at = Math.min(moved.value, marks.length - 1);
  useLayoutEffect(() => {
    if (lab.scrub.peek() === undefined && box.current !== null) box.current.scrollLeft = width;
  }, [width]);
  const glossed = lab.facts.value.length === 0 || !lab.place.opened.value;
  const move = (event: JSX.TargetedKeyboardEvent<SVGSVGElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -marks.length, End: marks.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moved.value = Math.min(marks.length - 1, Math.max(0, at + step));
    const mark = event.currentTarget.querySelectorAll<SVGElement>("[data-mark]")[moved.value];
    mark?.focus();
    mark?.scrollIntoView({ block: "nearest", inline: "nearest" });
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
          <Ground view={view.value} id={lab.lab.id} />
          {marks.map((mark, index) => (
            <MarkShape
              key={`${mark.type}${mark.at}`}
              mark={mark}
              id={lab.lab.id}
              height={height}
              lit={isLit(lab, mark)}
              later={lab.scrub.value !== undefined && mark.at > lab.scrub.value}
              stop={index === at}
              onLight={(on) => light(lab, mark, on)}
              onFocusMark={() => (moved.value = index)}
            />
          ))}
          {marks.length === 0 ? (
            <text class="t-empty" x={LEFT} y={(rails.find((rail) => rail.name === "run")?.y ?? height / 2) + 4}>
              {lab.prediction.stage.value === "open" ? "Say what you expect, then press Run." : "Press Run."}
            </text>
          ) : null}
        </svg>
      </div>
      {glossed ? (
        <figcaption>
          {rails
            .filter((rail, index) => rails.findIndex((each) => each.name === rail.name) === index)
            .map((rail) => (
              <span key={rail.name}>
                <b>{rail.name}</b> {rail.gloss}
              </span>
            ))}
        </figcaption>
      ) : null}
      {marks.length > 1 && lab.place.opened.value ? <Scrub lab={lab} view={view.value} /> : null}
    </figure>
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

function Scrub({ lab, view }: { readonly lab: LabModel; readonly view: TimelineView }): JSX.Element {
  const value = lab.scrub.value ?? view.last;
  const set = (event: JSX.TargetedInputEvent<HTMLInputElement>): void => {
    const next = Number(event.currentTarget.value);
    lab.scrub.value = next >= view.last ? undefined : next;
  };
  return (
    <label class="lab-scrub">
      <span>Look back</span>
      <input
        type="range"
        min={view.first}
        max={view.last}
        value={value}
        onInput={set}
        aria-valuetext={`up to fact ${value} of ${view.last}`}
      />
    </label>
  );
}

function isLit(lab: LabModel, mark: Mark): boolean {
  const lit = lab.lit.value;
  if (lit === undefined) return false;
  if (lit.seq !== undefined) return mark.seqs.includes(lit.seq);
  return lit.stepId !== undefined && mark.stepId === lit.stepId;
}

function light(lab: LabModel, mark: Mark, on: boolean): void {
  lab.lit.value = on ? { seq: mark.seqs.at(-1) ?? mark.at, ...(mark.stepId === undefined ? {} : { stepId: mark.stepId }) } : undefined;
}
