// One fact after another onto the pen. What has no mark of its own takes no column.
import type { Fact, FactOf } from "../../../../sandbox/log/facts.ts";
import { firstLine, length, roughly } from "./format.ts";
import { drawArrival, noteArrival, takeArrival } from "./timeline-arrivals.ts";
import { closeCall, drawCall, drawQueued } from "./timeline-calls.ts";
import { closeHatch, openHatch } from "./timeline-hatch.ts";
import { COLUMN, type Segment } from "./timeline-marks.ts";
import { brief, segmentWidth, textWidth, type Pen } from "./timeline-pen.ts";
import { drawCut, drawDecision, drawHold, drawHostUp, drawKill, drawWorld } from "./timeline-place.ts";
import { says } from "./wording.ts";

export function drawFact(pen: Pen, fact: Fact): void {
  if (fact.type === "step.memo") return void (pen.shows("run") && pen.lane(fact.runId) !== undefined && pen.remember(fact));
  pen.flush();
  switch (fact.type) {
    case "run.created":
      return drawStart(pen, fact);
    case "handler.entered":
      return drawEntry(pen, fact);
    case "run.queued":
      return drawQueued(pen, fact);
    case "call.sent":
      return drawCall(pen, fact);
    case "call.answered":
    case "call.failed":
      return closeCall(pen, fact);
    case "step.started":
      return openSegment(pen, fact);
    case "step.completed":
    case "step.failed":
      return closeSegment(pen, fact);
    case "sleep.started":
    case "wait.registered":
    case "invoke.started":
    case "signal.registered":
    case "gateway.started":
      return openPause(pen, fact);
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
    case "signal.matched":
    case "signal.timedout":
    case "gateway.ended":
      return closeHatch(pen, fact);
    case "step.retry.scheduled":
      return openRetry(pen, fact);
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      return drawEnd(pen, fact);
    default:
      return drawArrivalFact(pen, fact);
  }
}

/** What comes in from outside, and what becomes of it. */
function drawArrivalFact(pen: Pen, fact: Fact): void {
  switch (fact.type) {
    case "event.received":
    case "webhook.rejected":
      return drawArrival(pen, fact);
    case "event.unmatched":
    case "event.deduped":
    case "event.skipped":
    case "event.batched":
    case "event.debounced":
    case "run.skipped":
      return noteArrival(pen, fact);
    default:
      return drawPlaceFact(pen, fact);
  }
}

/** A run stops at a step until time passes or something comes. */
function openPause(
  pen: Pen,
  fact: FactOf<"sleep.started" | "wait.registered" | "invoke.started" | "signal.registered" | "gateway.started">,
): void {
  switch (fact.type) {
    case "sleep.started":
      return openStepHatch(pen, fact, "sleep", length(fact.until - fact.t));
    case "wait.registered":
      return openStepHatch(pen, fact, "wait", `${brief(fact.event)}, at most ${length(fact.until - fact.t)}`);
    case "invoke.started":
      return openStepHatch(pen, fact, "wait", brief(fact.target));
    case "signal.registered":
      return openStepHatch(pen, fact, "wait", `${brief(fact.signal)}, at most ${length(fact.until - fact.t)}`);
    case "gateway.started":
      return openStepHatch(pen, fact, "wait", brief(fact.url.replace(/^https?:\/\/|\?.*$/g, "")));
  }
}

/** What a place observes, and what happens to all runs at once. */
function drawPlaceFact(pen: Pen, fact: Fact): void {
  switch (fact.type) {
    case "effect":
    case "cost":
    case "service.refused":
      return drawWorld(pen, fact);
    case "host.started":
      return drawHostUp(pen, fact);
    case "host.killed":
      return drawKill(pen, fact);
    case "engine.restarted":
      return drawCut(pen, fact.seq, "engine", "engine restarted", says(fact));
    case "code.deployed":
      return fact.version > 1 && pen.hasDrawn() ? drawCut(pen, fact.seq, "code", `code ${fact.version}`, says(fact)) : undefined;
    case "time.away":
      return drawCut(pen, fact.seq, "away", `away ${length(fact.ms)}`, says(fact));
    case "run.held":
      return drawHold(pen, fact);
    case "request.decided":
      return drawDecision(pen, fact);
  }
}

function drawStart(pen: Pen, fact: FactOf<"run.created">): void {
  for (const eventId of fact.eventIds) takeArrival(pen, eventId, fact.seq);
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const x = pen.take() + COLUMN / 2;
  pen.startFibre(lane, x);
  pen.marks.push({
    type: "start",
    at: fact.seq,
    seqs: [fact.seq],
    says: `run ${pen.ordinal(fact.runId)} of ${fact.fn} created`,
    x,
    y: 0,
    lane,
  });
}

function drawEntry(pen: Pen, fact: FactOf<"handler.entered">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const retry = pen.opened(`retry ${fact.runId}`);
  if (retry !== undefined) pen.atLeast(retry.x, textWidth(retry.label) + 8);
  pen.close(`retry ${fact.runId}`, fact.seq);
  if (!pen.shows("handler")) return;
  const severalLabel = `run ${pen.ordinal(fact.runId)}: ${fact.entry}`;
  pen.marks.push({
    type: "entry",
    at: fact.seq,
    seqs: [fact.seq],
    says: `handler entered: ${says(fact)}`,
    // Room for the longer label: whether it is needed shows only when another run begins.
    x: pen.takeClear("handler", severalLabel) + COLUMN / 2,
    y: 0,
    lane,
    label: `entry ${fact.entry}`,
    severalLabel,
  });
}

function openSegment(pen: Pen, fact: FactOf<"step.started">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const key = `${fact.runId} ${fact.hashedId}`;
  const row = pen.row(lane);
  const mark: Segment = {
    type: "segment",
    at: fact.seq,
    seqs: [fact.seq],
    says: `${fact.stepId}: running, attempt ${fact.attempt + 1}`,
    x: pen.take() + 2,
    y: 0,
    lane,
    row,
    key,
    width: COLUMN,
    label: brief(fact.stepId, 36),
    state: "running",
    reason: "",
    stepId: fact.stepId,
  };
  pen.open(mark);
  pen.marks.push(mark);
}

function closeSegment(pen: Pen, fact: FactOf<"step.completed" | "step.failed">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  pen.number(fact.runId, fact.stepId);
  const key = `${fact.runId} ${fact.hashedId}`;
  if (pen.opened(key) === undefined) openSegment(pen, { ...fact, type: "step.started" });
  else pen.take();
  const segment = pen.opened(key);
  if (segment?.type !== "segment") return;
  segment.state = fact.type === "step.completed" ? "recorded" : "failed";
  segment.reason = fact.type === "step.failed" ? firstLine(fact.error.message, 28) : "";
  pen.atLeast(segment.x, segmentWidth(segment));
  pen.close(key, fact.seq);
  segment.says = `${fact.stepId}: ${says(fact)}`;
}

function openStepHatch(
  pen: Pen,
  fact: FactOf<"sleep.started" | "wait.registered" | "invoke.started" | "signal.registered" | "gateway.started">,
  kind: "sleep" | "wait",
  label: string,
): void {
  openHatch(pen, fact, { of: fact.stepId, key: `${fact.runId} ${fact.hashedId}`, kind, label });
}

function openRetry(pen: Pen, fact: FactOf<"step.retry.scheduled">): void {
  if (pen.lane(fact.runId) === undefined) return;
  const key = `retry ${fact.runId}`;
  pen.close(key, fact.seq);
  openHatch(pen, fact, { of: fact.stepId ?? "the function", key, kind: "retry", label: `retry in ${roughly(fact.delayMs)}` });
}

const ENDS = { "run.completed": "completed", "run.failed": "failed", "run.cancelled": "cancelled" } as const;

function drawEnd(pen: Pen, fact: FactOf<"run.completed" | "run.failed" | "run.cancelled">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  for (const stretch of pen.openIn(lane)) pen.close(stretch.key, fact.seq);
  const x = pen.take() + COLUMN / 2;
  pen.endFibre(lane, x);
  const state = ENDS[fact.type];
  pen.marks.push({
    type: "end",
    at: fact.seq,
    seqs: [fact.seq],
    says: `run ${pen.ordinal(fact.runId)} ${state}: ${says(fact)}`,
    x,
    y: 0,
    lane,
    state,
    label: state,
  });
}
