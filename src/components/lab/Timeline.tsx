// The lab's timeline: the figure over the lab's facts, and the scrubber that looks back. Many runs are drawn on the lab's clock.
import type { JSX } from "preact";
import { factAt } from "../../../sandbox/log/read.ts";
import type { LabModel } from "./model/lab-model.ts";
import { FlowFigure } from "./parts.ts";
import { TimelineFigure } from "./TimelineFigure.tsx";
import "./Timeline.css";

type TimelineLab = Pick<LabModel, "facts" | "lab" | "lit" | "place" | "prediction" | "reading" | "scrub" | "views">;

export function Timeline({ lab }: { readonly lab: TimelineLab }): JSX.Element {
  const flow = lab.views.flow.value;
  if (flow !== undefined && flow.rows.length > 0) return <Flow lab={lab} />;
  const view = lab.views.timeline.value;
  return (
    <TimelineFigure
      view={view}
      id={lab.lab.id}
      lit={lab.lit.value}
      onLight={(lit) => (lab.lit.value = lit)}
      scrub={lab.scrub.value}
      empty={lab.prediction.stage.value === "open" ? "Say what you expect, then press Run." : "Press Run."}
      glossed={lab.facts.value.length === 0 || !lab.place.opened.value}
    >
      {view.marks.length > 1 && lab.place.opened.value ? <Scrub lab={lab} first={view.first} last={view.last} /> : null}
    </TimelineFigure>
  );
}

function Flow({ lab }: { readonly lab: TimelineLab }): JSX.Element | null {
  const view = lab.views.flow.value;
  if (view === undefined) return null;
  const last = lab.facts.value.at(-1)?.seq ?? 0;
  const scrub = lab.scrub.value;
  return (
    <FlowFigure
      view={view}
      id={lab.lab.id}
      lit={lab.lit.value}
      onLight={(lit) => (lab.lit.value = lit)}
      onPick={(row) => (lab.reading.value = row.firstSeq)}
      until={scrub === undefined ? undefined : factAt(lab.facts.value, scrub)?.t}
    >
      {lab.place.opened.value ? <Scrub lab={lab} first={view.rows[0]?.firstSeq ?? 0} last={last} /> : null}
    </FlowFigure>
  );
}

type ScrubProps = { readonly lab: TimelineLab; readonly first: number; readonly last: number };

function Scrub({ lab, first, last }: ScrubProps): JSX.Element {
  const value = lab.scrub.value ?? last;
  const set = (event: JSX.TargetedInputEvent<HTMLInputElement>): void => {
    const next = Number(event.currentTarget.value);
    lab.scrub.value = next >= last ? undefined : next;
  };
  return (
    <label class="lab-scrub">
      <span>Look back</span>
      <input type="range" min={first} max={last} value={value} onInput={set} aria-valuetext={`up to fact ${value} of ${last}`} />
    </label>
  );
}
