// A stretch in which a run stands still: it sleeps, waits, or its next attempt is due later.
import type { FactOf } from "../../../../sandbox/log/facts.ts";
import { takeArrival } from "./timeline-arrivals.ts";
import { COLUMN, type Hatch } from "./timeline-marks.ts";
import { textWidth, type Pen } from "./timeline-pen.ts";
import { says } from "./wording.ts";

type Standstill = FactOf<
  "sleep.started" | "wait.registered" | "invoke.started" | "signal.registered" | "gateway.started" | "step.retry.scheduled" | "run.queued"
>;

/** `of`: whose standstill it is, as `says` begins; `key`: by which it is closed. */
export function openHatch(
  pen: Pen,
  fact: Standstill,
  { of, ...how }: Pick<Hatch, "key" | "kind" | "label"> & { readonly of: string },
): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const mark: Hatch = {
    ...how,
    type: "hatch",
    at: fact.seq,
    seqs: [fact.seq],
    says: `${of}: ${says(fact)}`,
    x: pen.take() + 2,
    y: 0,
    lane,
    row: pen.row(lane),
    width: COLUMN,
    open: true,
    ...("stepId" in fact && fact.stepId !== undefined ? { stepId: fact.stepId } : {}),
  };
  pen.open(mark);
  pen.marks.push(mark);
}

type EndOfHatch = FactOf<
  "sleep.ended" | "wait.matched" | "wait.timedout" | "invoke.ended" | "signal.matched" | "signal.timedout" | "gateway.ended"
>;

export function closeHatch(pen: Pen, fact: EndOfHatch): void {
  if (fact.type === "wait.matched") takeArrival(pen, fact.eventId, fact.seq);
  if (pen.lane(fact.runId) === undefined) return;
  pen.number(fact.runId, fact.stepId);
  pen.take();
  const key = `${fact.runId} ${fact.hashedId}`;
  const hatch = pen.opened(key);
  if (hatch?.type !== "hatch") return;
  hatch.open = false;
  hatch.says = `${hatch.says}; then ${says(fact)}`;
  if (fact.type === "wait.timedout" || fact.type === "signal.timedout") hatch.label = `${hatch.label}: nobody answered`;
  pen.atLeast(hatch.x, textWidth(hatch.label) + 8);
  pen.close(key, fact.seq);
}
