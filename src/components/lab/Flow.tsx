// The log of many runs as one figure; what stands in its place as long as there is none is `children`.
import { useComputed } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { factAt } from "../../../sandbox/log/read.ts";
import { FlowFigure } from "./FlowFigure.tsx";
import { flowFold } from "./model/flow-model.ts";
import type { LabModel } from "./model/lab-model.ts";
import { Scrub } from "./Scrub.tsx";

type FlowLab = Pick<LabModel, "facts" | "lab" | "lit" | "place" | "reading" | "scrub">;
type Props = {
  readonly lab: FlowLab;
  /** From where in the log runs are drawn. */
  readonly since: Parameters<typeof flowFold>[0];
  readonly children: ComponentChildren;
};

export function Flow({ lab, since, children }: Props): JSX.Element {
  const fold = useMemo(() => flowFold(since), [since]);
  const view = useComputed(() => fold(lab.facts.value)).value;
  const last = lab.facts.value.at(-1)?.seq ?? 0;
  const scrub = lab.scrub.value;
  if (view.rows.length === 0) return <>{children}</>;
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
