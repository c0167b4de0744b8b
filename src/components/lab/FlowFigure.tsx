// Many runs at one glance, on the lab's clock: counts, how many run and stand in line at every moment, who was refused, and a thin
// bar for each run. The journal and the Runs tab tell the same in words.
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { FlowRows, type RowProps } from "./FlowRows.tsx";
import { STATUSES } from "./model/crowd.ts";
import type { FlowView, Load } from "./model/flow-model.ts";
import { saysFlow, saysRow, share, ticks } from "./model/flow-words.ts";
import { length } from "./model/format.ts";
import { SIGNS } from "./flow-signs.ts";
import "./FlowFigure.css";

type Props = Omit<RowProps, "onSay"> & { readonly children?: ComponentChildren };

export function FlowFigure({ view, children, ...rows }: Props): JSX.Element {
  const said = useSignal<string | undefined>(undefined);
  const told = view.rows.find((row) => row.key === said.value);
  return (
    <figure class="lab-timeline lab-flow" data-part="timeline" aria-label="Timeline">
      <Counts view={view} />
      <div class="lab-flow-body" role="group" aria-label={saysFlow(view)}>
        <Strip name="running" peak={view.peak.running} view={view} of={(load) => load.running} />
        <Strip name="queued" peak={view.peak.queued} view={view} of={(load) => load.queued} />
        {view.refused.length === 0 ? null : <Refused view={view} />}
        <FlowRows view={view} {...rows} onSay={(key) => (said.value = key)} />
        <Axis view={view} />
      </div>
      <p class="lab-flow-said">{told === undefined ? saysLimits(view) : saysRow(told, view.to)}</p>
      {children}
    </figure>
  );
}

const saysLimits = ({ limits }: FlowView): string => (limits.length === 0 ? "No limit has made anybody wait." : limits.join(" · "));

/** What each look means, with how many there are of it now. */
function Counts({ view }: { readonly view: FlowView }): JSX.Element {
  const { counts, refused, refusals } = view;
  return (
    <ul class="lab-flow-counts">
      {STATUSES.filter((status) => (counts.get(status) ?? 0) > 0).map((status) => (
        <li key={status}>
          <Swatch status={status} /> <b>{counts.get(status)}</b> {status}
        </li>
      ))}
      {refused.length === 0 ? null : (
        <li>
          <Swatch status="refused" /> <b>{refused.length}</b> refused
        </li>
      )}
      {[...refusals].map(([status, many]) => (
        <li key={status}>
          <Swatch status="answer" /> <b>{many}</b> answered {status}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ status }: { readonly status: string }): JSX.Element {
  return (
    <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true">
      {status === "completed" ? (
        <circle cx="9" cy="5" r="3" class="f-completed" />
      ) : status === "failed" || status === "refused" || status === "cancelled" || status === "answer" ? (
        <path d={SIGNS[status]} transform="translate(9 5)" class={`f-${status}`} />
      ) : (
        <rect x="1" y="1.5" width="16" height="7" rx="1" class={`f-${status}`} />
      )}
    </svg>
  );
}

type StripProps = {
  readonly name: "running" | "queued";
  readonly peak: number;
  readonly view: FlowView;
  readonly of: (load: Load) => number;
};

/** How many there were at every moment, as an area with steps. */
function Strip({ name, peak, view, of }: StripProps): JSX.Element | null {
  if (peak === 0) return null;
  return (
    <div class="lab-flow-line" aria-hidden="true">
      <span>
        {name} <b>{peak}</b>
      </span>
      <svg class="lab-flow-strip" viewBox="0 0 1000 100" preserveAspectRatio="none">
        <path d={area(view, of, peak)} class={`f-area f-area-${name}`} />
      </svg>
    </div>
  );
}

function area(view: FlowView, of: (load: Load) => number, peak: number): string {
  const steps = view.load.map((load) => `H${(share(view, load.at) * 1000).toFixed(1)}V${(100 - (of(load) / peak) * 100).toFixed(1)}`);
  return `M0 100${steps.join("")}H1000V100Z`;
}

/** Events that started no run, where they came; those of the same moment are one sign with their number. */
function Refused({ view }: { readonly view: FlowView }): JSX.Element {
  const groups = new Map<number, number>();
  for (const { at } of view.refused) {
    const place = Math.round(share(view, at) * 100);
    groups.set(place, (groups.get(place) ?? 0) + 1);
  }
  return (
    <div class="lab-flow-line" aria-hidden="true">
      <span>
        refused <b>{view.refused.length}</b>
      </span>
      <svg class="lab-flow-signs" height="16">
        {[...groups].map(([place, many]) => (
          <svg key={place} x={`${place}%`} y="8" overflow="visible">
            <path d={SIGNS.refused} class="f-refused" />
            {many === 1 ? null : (
              <text x="7" y="4" class="t-sub">
                {many}
              </text>
            )}
          </svg>
        ))}
      </svg>
    </div>
  );
}

function Axis({ view }: { readonly view: FlowView }): JSX.Element {
  const span = view.to - view.from;
  return (
    <div class="lab-flow-line lab-flow-axis" aria-hidden="true">
      <span>clock</span>
      <div>
        {ticks(span).map((at) => (
          <span key={at} style={{ left: `${span === 0 ? 0 : (at / span) * 100}%` }}>
            {at === 0 ? "0" : length(at)}
          </span>
        ))}
      </div>
    </div>
  );
}
