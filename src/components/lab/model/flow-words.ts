// The flow view in words, and its axis: what a bar is called, and where the ticks stand.
import type { Instant } from "../../../../sandbox/log/facts.ts";
import type { FlowRow, FlowSpan } from "./flow-rows.ts";
import type { FlowView } from "./flow-model.ts";
import { count, length } from "./format.ts";

/** "run 12: queued 4 s, at most 5 steps at once; running 2 s; refused with 429; completed" */
export function saysRow({ name, spans, refusals, end }: FlowRow, now: Instant): string {
  const told = spans.map((span) => saysSpan(span, now));
  const refused = refusals.length === 0 ? [] : [`refused with ${[...new Set(refusals.map(({ status }) => status))].join(", ")}`];
  return `${name}: ${[...told, ...refused, ...(end === undefined ? [] : [ENDS[end.status]])].join("; ")}`;
}

const ENDS = {
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
  taken: "went into a run",
  replaced: "a newer event stands for it",
};

function saysSpan({ status, from, to, why }: FlowSpan, now: Instant): string {
  return `${status} ${to === undefined ? "for " : ""}${length((to ?? now) - from)}${why === "" ? "" : `, ${why}`}`;
}

/** What the figure is called: everything that it shows at one glance. */
export function saysFlow({ rows, peak, refused, refusals }: FlowView): string {
  const turned = [...refusals].map(([status, many]) => `${count(many, "request")} refused with ${status}`);
  const events = refused.length === 0 ? [] : [`${count(refused.length, "event")} refused`];
  return [
    `${count(rows.length, "bar")} on the lab's clock`,
    `at most ${peak.running} running`,
    `at most ${peak.queued} queued`,
    ...events,
    ...turned,
  ].join(", ");
}

const SECOND = 1000;
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400].map(
  (s) => s * SECOND,
);
const DAY = 86_400 * SECOND;

/** Milliseconds from the axis's begin at which a tick stands, at most seven of them, none at the very end, where it has no room. */
export function ticks(span: number): readonly number[] {
  const step = STEPS.find((each) => span / each <= 6) ?? Math.ceil(span / 6 / DAY) * DAY;
  return Array.from({ length: Math.floor((span * 0.95) / step) + 1 }, (_, index) => index * step);
}

/** A share of the axis as an SVG length. */
export function share(view: Pick<FlowView, "from" | "to">, at: Instant): number {
  const span = view.to - view.from;
  return span === 0 ? 0 : Math.min(1, Math.max(0, (at - view.from) / span));
}
