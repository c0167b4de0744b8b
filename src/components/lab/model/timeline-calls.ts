// The engine's calls, for places where nobody sees the app from inside: when a call went out, what it carried, how it ended.
// A call enters the function from its first line; the results it carries are what the function will get from the log.
import type { FactOf } from "../../../../sandbox/log/facts.ts";
import { count, length } from "./format.ts";
import { openHatch } from "./timeline-hatch.ts";
import { COLUMN, type Call } from "./timeline-marks.ts";
import { textWidth, type Pen } from "./timeline-pen.ts";
import { says } from "./wording.ts";

export function drawCall(pen: Pen, fact: FactOf<"call.sent">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  // A run that stood in line before its first call had no target yet.
  for (const key of [queuedKey(fact.runId, ""), queuedKey(fact.runId, fact.target)]) endStandstill(pen, key, fact.seq);
  if (!pen.shows("call")) return;
  endStandstill(pen, `retry ${fact.runId}`, fact.seq);
  const label = `call ${pen.nextCall()}`;
  const mark: Call = {
    type: "call",
    at: fact.seq,
    seqs: [fact.seq],
    says: `${label}: ${says(fact)}`,
    x: pen.takeClear("handler", label) + COLUMN / 2,
    y: 0,
    lane,
    width: 0,
    label,
    state: "open",
  };
  pen.calls.set(fact.callId, mark);
  pen.marks.push(mark);
  if (fact.memoCount > 0) drawMemos(pen, fact, lane);
}

const queuedKey = (runId: string, target: string): string => `queued ${runId} ${target}`;

function endStandstill(pen: Pen, key: string, seq: number): void {
  const stretch = pen.opened(key);
  if (stretch === undefined) return;
  pen.atLeast(stretch.x, textWidth(stretch.label) + 8);
  pen.close(key, seq);
}

/** Why a call that is due does not go out: its turn, its time. The call ends it. */
export function drawQueued(pen: Pen, fact: FactOf<"run.queued">): void {
  if (pen.lane(fact.runId) === undefined) return;
  const key = queuedKey(fact.runId, "target" in fact ? fact.target : "");
  pen.close(key, fact.seq);
  const until = "until" in fact ? `, ${length(fact.until - fact.t)}` : "";
  openHatch(pen, fact, { of: "queued", key, kind: "wait", label: `queued: ${fact.reason.replace("-", " ")}${until}` });
}

function drawMemos(pen: Pen, fact: FactOf<"call.sent">, lane: number): void {
  const several = fact.memoCount > 1;
  pen.marks.push({
    type: "ghost",
    at: fact.seq + 0.5,
    seqs: [fact.seq],
    says: `${count(fact.memoCount, "result")} from the log went with the call`,
    x: pen.take(several ? 2 : 1) + 4,
    y: 0,
    lane,
    width: several ? 52 : 22,
    label: several ? `1–${fact.memoCount}` : "1",
  });
}

export function closeCall(pen: Pen, fact: FactOf<"call.answered" | "call.failed">): void {
  const call = pen.calls.get(fact.callId);
  if (call === undefined) return;
  pen.calls.delete(fact.callId);
  const failed = fact.type === "call.failed";
  if (failed) pen.take();
  call.width = Math.max(10, pen.x - call.x - 6);
  call.state = failed ? "failed" : "answered";
  call.seqs.push(fact.seq);
  call.says = `${call.says}; then ${says(fact)}`;
}
