// One fact after another onto the pen. What has no mark of its own takes no column.
import type { Fact, FactOf } from "../../../../sandbox/log/facts.ts";
import { dollars, firstLine, length } from "./format.ts";
import { COLUMN, type Mark } from "./timeline-marks.ts";
import { textWidth, type Pen } from "./timeline-pen.ts";
import { boundaryOf, says } from "./wording.ts";

export function drawFact(pen: Pen, fact: Fact): void {
  if (fact.type === "step.memo") return void (pen.shows("run") && pen.lane(fact.runId) !== undefined && pen.remember(fact));
  pen.flush();
  switch (fact.type) {
    case "run.created": return drawStart(pen, fact);
    case "handler.entered": return drawEntry(pen, fact);
    case "step.started": return openSegment(pen, fact);
    case "step.completed": case "step.failed": return closeSegment(pen, fact);
    case "sleep.started": return openHatch(pen, fact, "sleep", length(fact.until - fact.t));
    case "wait.registered": return openHatch(pen, fact, "wait", `${fact.event}, at most ${length(fact.until - fact.t)}`);
    case "invoke.started": return openHatch(pen, fact, "wait", fact.target);
    case "sleep.ended": case "wait.matched": case "wait.timedout": case "invoke.ended": return closeHatch(pen, fact);
    case "step.retry.scheduled": return openRetry(pen, fact);
    case "effect": case "cost": return drawWorld(pen, fact);
    case "host.started": return drawHostUp(pen);
    case "host.killed": return drawKill(pen, fact);
    case "engine.restarted": return drawCut(pen, fact.seq, "engine", "engine restarted", says(fact));
    case "code.deployed": return fact.version > 1 && pen.fibres.length > 0 ? drawCut(pen, fact.seq, "code", `code ${fact.version}`, says(fact)) : undefined;
    case "time.away": return drawCut(pen, fact.seq, "away", `away ${length(fact.ms)}`, says(fact));
    case "run.held": return drawHold(pen, fact);
    case "request.decided": return drawDecision(pen, fact);
    case "run.completed": case "run.failed": case "run.cancelled": return drawEnd(pen, fact);
    default: return;
  }
}

function drawStart(pen: Pen, fact: FactOf<"run.created">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const x = pen.take() + COLUMN / 2;
  pen.startFibre(lane, x);
  pen.marks.push({ type: "start", at: fact.seq, seqs: [fact.seq], says: `run ${pen.ordinal(fact.runId)} of ${fact.fn} created`, x, y: 0, lane });
}

function drawEntry(pen: Pen, fact: FactOf<"handler.entered">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const retry = pen.open.get(`retry ${fact.runId}`);
  if (retry !== undefined) pen.atLeast(retry.x, textWidth(retry.label) + 8);
  pen.close(`retry ${fact.runId}`, fact.seq);
  if (!pen.shows("handler")) return;
  const label = pen.several ? `run ${pen.ordinal(fact.runId)}: ${fact.entry}` : `entry ${fact.entry}`;
  const x = pen.takeClear("handler", label) + COLUMN / 2;
  pen.marks.push({ type: "entry", at: fact.seq, seqs: [fact.seq], says: `handler entered: ${says(fact)}`, x, y: 0, lane, label });
}

function openSegment(pen: Pen, fact: FactOf<"step.started">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const key = `${fact.runId} ${fact.hashedId}`;
  const row = pen.row(lane);
  const mark: Mark = {
    type: "segment", at: fact.seq, seqs: [fact.seq], says: `${fact.stepId}: running, attempt ${fact.attempt + 1}`, x: pen.take() + 2, y: 0, lane, row, key,
    width: COLUMN, label: fact.stepId, state: "running", reason: "", stepId: fact.stepId,
  };
  pen.open.set(key, mark);
  pen.marks.push(mark);
}

function closeSegment(pen: Pen, fact: FactOf<"step.completed" | "step.failed">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  pen.number(fact.runId, fact.stepId);
  const key = `${fact.runId} ${fact.hashedId}`;
  if (!pen.open.has(key)) openSegment(pen, { ...fact, type: "step.started" });
  else pen.take();
  const segment = pen.open.get(key);
  if (segment?.type !== "segment") return;
  pen.atLeast(segment.x, textWidth(fact.stepId) + 26);
  pen.close(key, fact.seq);
  segment.state = fact.type === "step.completed" ? "recorded" : "failed";
  segment.reason = fact.type === "step.failed" ? firstLine(fact.error.message, 32) : "";
  segment.says = `${fact.stepId}: ${says(fact)}`;
}

function openHatch(pen: Pen, fact: FactOf<"sleep.started" | "wait.registered" | "invoke.started">, kind: "sleep" | "wait", label: string): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const key = `${fact.runId} ${fact.hashedId}`;
  const mark: Mark = {
    type: "hatch", at: fact.seq, seqs: [fact.seq], says: `${fact.stepId}: ${says(fact)}`, x: pen.take() + 2, y: 0, lane, row: pen.row(lane), key,
    width: COLUMN, label, kind, open: true, stepId: fact.stepId,
  };
  pen.open.set(key, mark);
  pen.marks.push(mark);
}

function closeHatch(pen: Pen, fact: FactOf<"sleep.ended" | "wait.matched" | "wait.timedout" | "invoke.ended">): void {
  if (pen.lane(fact.runId) === undefined) return;
  pen.number(fact.runId, fact.stepId);
  pen.take();
  const key = `${fact.runId} ${fact.hashedId}`;
  const hatch = pen.open.get(key);
  if (hatch?.type !== "hatch") return;
  pen.atLeast(hatch.x, textWidth(hatch.label) + 8);
  pen.close(key, fact.seq);
  hatch.open = false;
  hatch.says = `${hatch.says}; then ${says(fact)}`;
  if (fact.type === "wait.timedout") hatch.label = `${hatch.label}: nobody answered`;
}

function openRetry(pen: Pen, fact: FactOf<"step.retry.scheduled">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const key = `retry ${fact.runId}`;
  pen.close(key, fact.seq);
  const mark: Mark = {
    type: "hatch", at: fact.seq, seqs: [fact.seq], says: `${fact.stepId ?? "the function"}: ${says(fact)}`, x: pen.take() + 2, y: 0, lane, row: pen.row(lane), key,
    width: COLUMN, label: `retry in ${length(fact.delayMs)}`, kind: "retry", open: true, ...(fact.stepId === undefined ? {} : { stepId: fact.stepId }),
  };
  pen.open.set(key, mark);
  pen.marks.push(mark);
}

function drawWorld(pen: Pen, fact: FactOf<"effect" | "cost">): void {
  if (!pen.shows("world")) return;
  const label = fact.type === "cost" ? dollars(fact.cents) : fact.label;
  const common = { at: fact.seq, seqs: [fact.seq], says: says(fact), x: pen.takeClear("world", label) + COLUMN / 2, y: 0, lane: pen.lane(fact.runId) ?? 0, label };
  const step = fact.stepId === undefined ? {} : { stepId: fact.stepId };
  if (fact.type === "cost") return void pen.marks.push({ type: "cost", ...common, ...step });
  const key = `${fact.runId ?? ""} ${fact.kind} ${fact.stepId ?? ""} ${fact.label}`;
  const twin = fact.suppressed ? undefined : pen.marks.find((mark) => mark.type === "effect" && !mark.suppressed && mark.key === key);
  if (twin?.type === "effect") twin.doubled = true;
  pen.marks.push({ type: "effect", ...common, ...step, suppressed: fact.suppressed, doubled: twin !== undefined, key, label: twin === undefined ? label : `${label}, again` });
}

function drawHostUp(pen: Pen): void {
  if (!pen.shows("host")) return;
  pen.hostUp();
  if (pen.hosts.length > 1) pen.take();
}

/** The host's death: the steps it was executing are lost, and the line of every living run is cut. */
function drawKill(pen: Pen, fact: FactOf<"host.killed">): void {
  for (const stretch of [...pen.open.values()]) {
    if (stretch.type !== "segment") continue;
    pen.atLeast(stretch.x, textWidth(stretch.label) + 26);
    pen.close(stretch.key, fact.seq);
    stretch.state = "lost";
    stretch.reason = "no record";
    stretch.says = `${stretch.label}: started, and lost with the host before it was recorded`;
  }
  if (fact.by === "deploy") return pen.hostDown(pen.x);
  drawCut(pen, fact.seq, "host", `host killed${fact.at === "at once" ? "" : ` ${boundaryOf(fact.at, fact.stepId)}`}`, `host killed ${says(fact)}`);
}

function drawCut(pen: Pen, seq: number, kind: "host" | "engine" | "code" | "away", label: string, says: string): void {
  pen.clearAll();
  const x = pen.takeClear("caption", label) + COLUMN / 2;
  if (kind === "host") pen.hostDown(x - 6);
  if (kind === "host") {
    for (const lane of pen.living()) {
      pen.endFibre(lane, x - 5);
      pen.startFibre(lane, x + 12);
    }
  }
  pen.marks.push({ type: "cut", at: seq, seqs: [seq], says, x, y: 0, lane: 0, label, kind });
}

function drawHold(pen: Pen, fact: FactOf<"run.held">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const step = fact.stepId === undefined ? {} : { stepId: fact.stepId };
  pen.marks.push({ type: "hold", at: fact.seq, seqs: [fact.seq], says: says(fact), x: pen.take() + COLUMN / 2, y: 0, lane, boundary: fact.boundary, ...step });
}

function drawDecision(pen: Pen, fact: FactOf<"request.decided">): void {
  const label = fact.answer === "approve" ? `approved ${fact.request}` : `rejected ${fact.request}`;
  const x = pen.takeClear("caption", label) + COLUMN / 2;
  pen.marks.push({ type: "decision", at: fact.seq, seqs: [fact.seq], says: `you ${says(fact)}`, x, y: 0, lane: 0, label, answer: fact.answer });
}

function drawEnd(pen: Pen, fact: FactOf<"run.completed" | "run.failed" | "run.cancelled">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  for (const stretch of [...pen.open.values()]) if (stretch.lane === lane) pen.close(stretch.key, fact.seq);
  const x = pen.take() + COLUMN / 2;
  pen.endFibre(lane, x);
  const state = fact.type === "run.completed" ? "completed" : "failed";
  pen.marks.push({ type: "end", at: fact.seq, seqs: [fact.seq], says: `run ${pen.ordinal(fact.runId)} ${state}: ${says(fact)}`, x, y: 0, lane, state, label: state });
}
