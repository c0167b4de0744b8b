// What comes in from outside, on the rail of events: where from, and what has become of it.
import type { EventSource, FactOf } from "../../../../sandbox/log/facts.ts";
import { COLUMN, type Arrival } from "./timeline-marks.ts";
import { brief, type Pen } from "./timeline-pen.ts";
import { says } from "./wording.ts";

const FROM: Readonly<Record<EventSource, string>> = {
  learner: "sent by you",
  function: "sent by a function",
  engine: "the engine's own",
  cron: "from its cron",
  webhook: "from a webhook, by its transform",
};

export function drawArrival(pen: Pen, fact: FactOf<"event.received" | "webhook.rejected">): void {
  if (!pen.shows("event")) return;
  if (fact.type === "webhook.rejected") {
    const label = `webhook ${fact.webhook}`;
    return void pen.marks.push({ ...base(pen, fact.seq, label), state: "refused", says: `${label} rejected, no event: ${says(fact)}` });
  }
  if (fact.source === "engine") return;
  const mark: Arrival = { ...base(pen, fact.seq, fact.name), state: "lost", says: `${says(fact)}, ${FROM[fact.source]}` };
  pen.arrivals.set(fact.eventId, mark);
  pen.marks.push(mark);
}

function base(pen: Pen, seq: number, name: string) {
  const label = brief(name);
  return { type: "arrival" as const, at: seq, seqs: [seq], label, x: pen.takeClear("event", `${label}  `) + COLUMN / 2, y: 0, lane: 0 };
}

/** A run begins or goes on because of this event. */
export function takeArrival(pen: Pen, eventId: string, seq: number): void {
  const mark = pen.arrivals.get(eventId);
  if (mark === undefined) return;
  mark.state = "taken";
  mark.seqs.push(seq);
}

type Note = FactOf<"event.unmatched" | "event.deduped" | "event.skipped" | "event.batched" | "event.debounced" | "run.skipped">;

/** Why an event starts no run, or not yet. */
export function noteArrival(pen: Pen, fact: Note): void {
  const mark = pen.arrivals.get(fact.eventId);
  if (mark === undefined) return;
  mark.says = `${mark.says}; then ${says(fact)}`;
  mark.seqs.push(fact.seq);
  if (mark.state === "taken" || fact.type === "event.unmatched") return;
  mark.state = fact.type === "event.batched" || fact.type === "event.debounced" ? "waiting" : "refused";
}
