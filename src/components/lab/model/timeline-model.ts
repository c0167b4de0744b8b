// From facts to the drawing: the axis is the log, not the clock. One column per fact, equal in width; durations are printed.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { laidOut } from "./timeline-layout.ts";
import { drawFact } from "./timeline-draw.ts";
import { createPen, type Pen } from "./timeline-pen.ts";
import type { RailName, TimelineView } from "./timeline-marks.ts";
import { runsIn, sceneOf } from "./runs.ts";

/** Draws the newest run, and every run that was unfinished while it lived. */
export function timelineOf(facts: readonly Fact[], rails: readonly RailName[]): TimelineView {
  const scene = sceneOf(facts, runsIn(facts));
  const pen = createPen(rails, scene.runs);
  let hostUp = false;
  for (const fact of facts) {
    if (fact.seq < scene.from) {
      if (fact.type === "host.started") hostUp = true;
      if (fact.type === "host.killed") hostUp = false;
      if (fact.type === "step.completed") pen.number(fact.runId, fact.stepId);
      continue;
    }
    if (hostUp) pen.hostUp();
    hostUp = false;
    drawFact(pen, fact);
  }
  return laidOut(finished(pen), rails);
}

/** Stretches that are still open reach to the end of the drawing. */
function finished(pen: Pen): Pen {
  pen.flush();
  pen.finish();
  return pen;
}
