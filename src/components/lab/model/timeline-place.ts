// Marks that come from the place: the world's effects, the host's life and death, holds, decisions.
import type { FactOf } from "../../../../sandbox/log/facts.ts";
import { dollars } from "../../../../sandbox/log/read.ts";
import { COLUMN } from "./timeline-marks.ts";
import { brief, type Pen, segmentWidth, textWidth } from "./timeline-pen.ts";
import { boundaryOf, says } from "./wording.ts";

export function drawWorld(pen: Pen, fact: FactOf<"effect" | "cost" | "service.refused">): void {
  if (!pen.shows("world")) return;
  const key = fact.type === "effect" ? `${fact.runId ?? ""} ${fact.kind} ${fact.stepId ?? ""} ${fact.label}` : "";
  const twin = fact.type !== "effect" || fact.suppressed ? undefined : pen.twin(key);
  const label = worldLabel(fact, twin !== undefined);
  const common = {
    at: fact.seq,
    seqs: [fact.seq],
    says: says(fact),
    x: pen.takeClear("world", label) + COLUMN / 2,
    y: 0,
    lane: pen.lane(fact.runId) ?? 0,
    label,
  };
  const step = fact.stepId === undefined ? {} : { stepId: fact.stepId };
  if (fact.type === "cost") return void pen.marks.push({ type: "cost", ...common, ...step });
  if (fact.type === "service.refused") return void pen.marks.push({ type: "refusal", ...common, ...step });
  if (twin !== undefined) twin.doubled = true;
  pen.addEffect({
    type: "effect",
    ...common,
    ...step,
    suppressed: fact.suppressed,
    doubled: twin !== undefined,
    key,
  });
}

function worldLabel(fact: FactOf<"effect" | "cost" | "service.refused">, again: boolean): string {
  if (fact.type === "cost") return dollars(fact.cents);
  if (fact.type === "service.refused") return String(fact.status);
  return `${brief(fact.label)}${fact.suppressed ? ": known key" : again ? ", again" : ""}`;
}

export function drawHostUp(pen: Pen, { host }: FactOf<"host.started">): void {
  if (!pen.shows("host")) return;
  pen.hostUp(host);
  if (pen.hosts.length > 1) pen.take();
}

/** The host's death: the steps it was executing are lost, and the line of every living run is cut. */
export function drawKill(pen: Pen, fact: FactOf<"host.killed">): void {
  for (const stretch of pen.openStretches()) {
    if (stretch.type !== "segment") continue;
    stretch.state = "lost";
    stretch.reason = "no record";
    pen.atLeast(stretch.x, segmentWidth(stretch));
    pen.close(stretch.key, fact.seq);
    stretch.says = `${stretch.label}: started, and lost with the host before it was recorded`;
  }
  if (fact.by === "deploy") return pen.hostDown(pen.x);
  drawCut(
    pen,
    fact.seq,
    "host",
    `host killed${fact.at === "at once" ? "" : ` ${boundaryOf(fact.at, fact.stepId)}`}`,
    fact.at === "at once" ? `host ${says(fact)}` : `host killed ${says(fact)}`,
  );
}

export function drawCut(pen: Pen, seq: number, kind: "host" | "engine" | "code" | "away", label: string, says: string): void {
  pen.clearAll();
  const x = pen.takeClear("caption", label) + COLUMN / 2;
  if (kind === "host") pen.hostDown(x - 6);
  if (kind === "engine") pen.engineEnded(x - 6);
  if (kind === "host") {
    for (const lane of pen.living()) {
      pen.endFibre(lane, x - 5);
      pen.startFibre(lane, x + 12);
    }
  }
  pen.marks.push({ type: "cut", at: seq, seqs: [seq], says, x, y: 0, lane: 0, label, kind });
}

export function drawHold(pen: Pen, fact: FactOf<"run.held">): void {
  const lane = pen.lane(fact.runId);
  if (lane === undefined) return;
  const step = fact.stepId === undefined ? {} : { stepId: fact.stepId };
  // Beside the name of a step that is under way, never on it.
  for (const stretch of pen.openIn(lane)) pen.atLeast(stretch.x, textWidth(stretch.label) + 26);
  pen.marks.push({
    type: "hold",
    at: fact.seq,
    seqs: [fact.seq],
    says: says(fact),
    x: pen.take() + COLUMN / 2,
    y: 0,
    lane,
    boundary: fact.boundary,
    ...step,
  });
}

export function drawDecision(pen: Pen, fact: FactOf<"request.decided">): void {
  const label = fact.answer === "approve" ? `approved ${fact.request}` : `rejected ${fact.request}`;
  const x = pen.takeClear("caption", label) + COLUMN / 2;
  pen.marks.push({
    type: "decision",
    at: fact.seq,
    seqs: [fact.seq],
    says: `you ${says(fact)}`,
    x,
    y: 0,
    lane: 0,
    label,
    answer: fact.answer,
  });
}
