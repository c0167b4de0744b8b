// The lab's timeline: the figure over the lab's facts, and the scrubber that looks back. Many runs are drawn on the lab's clock.
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import { Flow } from "./parts.ts";
import { Scrub } from "./Scrub.tsx";
import { TimelineFigure } from "./TimelineFigure.tsx";

type TimelineLab = Pick<LabModel, "facts" | "lab" | "lit" | "place" | "prediction" | "reading" | "scrub" | "views">;

export function Timeline({ lab }: { readonly lab: TimelineLab }): JSX.Element {
  const lanes = <Lanes lab={lab} />;
  const since = lab.views.flowSince.value;
  if (since === undefined) return lanes;
  return (
    <Flow lab={lab} since={since}>
      {lanes}
    </Flow>
  );
}

function Lanes({ lab }: { readonly lab: TimelineLab }): JSX.Element {
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
