// The lab's timeline: the figure over the lab's facts, and the scrubber that looks back.
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import type { LabModel } from "./model/lab-model.ts";
import type { TimelineView } from "./model/timeline-marks.ts";
import { timelineOf } from "./model/timeline-model.ts";
import { TimelineFigure } from "./TimelineFigure.tsx";
import "./Timeline.css";

type TimelineLab = Pick<LabModel, "act" | "facts" | "lab" | "lit" | "place" | "prediction" | "scrub">;

export function Timeline({ lab }: { readonly lab: TimelineLab }): JSX.Element {
  const view = useComputed(() => timelineOf(lab.facts.value, lab.act.value?.rails ?? ["run", "host"]));
  const { marks } = view.value;
  return (
    <TimelineFigure
      view={view.value}
      id={lab.lab.id}
      lit={lab.lit.value}
      onLight={(lit) => (lab.lit.value = lit)}
      scrub={lab.scrub.value}
      empty={lab.prediction.stage.value === "open" ? "Say what you expect, then press Run." : "Press Run."}
      glossed={lab.facts.value.length === 0 || !lab.place.opened.value}
    >
      {marks.length > 1 && lab.place.opened.value ? <Scrub scrub={lab.scrub} view={view.value} /> : null}
    </TimelineFigure>
  );
}

function Scrub({ scrub, view }: { readonly scrub: LabModel["scrub"]; readonly view: TimelineView }): JSX.Element {
  const value = scrub.value ?? view.last;
  const set = (event: JSX.TargetedInputEvent<HTMLInputElement>): void => {
    const next = Number(event.currentTarget.value);
    scrub.value = next >= view.last ? undefined : next;
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
