// Labels of the drawing, over every log that the engine has recorded and over all that each log was on its way.
import { describe, expect, it } from "vitest";
import { recordedLogs } from "../../../../sandbox/labs/proof/recorded-logs.kit.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { type LabelBox, labelsOf } from "./timeline-labels.ts";
import type { RailName } from "./timeline-marks.ts";
import { timelineOf } from "./timeline-model.ts";
import { entered, opened, run1, step } from "./testing/story.ts";

const RAILS: readonly RailName[] = ["event", "handler", "run", "world", "host"];
const LINE = 11;

/** Pairs of labels of which one stands on the other, and labels that the drawing cuts. */
function crossed(facts: readonly Fact[]): readonly string[] {
  const { marks, width } = timelineOf(facts, RAILS);
  const boxes = marks.flatMap(labelsOf).sort((a, b) => a.left - b.left);
  const cut = boxes.filter(({ right }) => right > width).map(({ text }) => `cut: ${text}`);
  return [
    ...cut,
    ...boxes.flatMap((box, index) =>
      boxes
        .slice(index + 1)
        .filter((next) => on(box, next))
        .map((next) => `${box.text} | ${next.text}`),
    ),
  ];
}

const on = (a: LabelBox, b: LabelBox): boolean => a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < LINE;

describe("labels of the timeline", () => {
  it("never stand on each other, nor beyond the drawing, at no moment of any recorded log", async () => {
    const found = new Set<string>();
    for (const { facts } of await recordedLogs())
      for (let end = 1; end <= facts.length; end += 1) for (const pair of crossed(facts.slice(0, end))) found.add(pair);
    expect([...found]).toEqual([]);
  });

  it("give way where they are long: names of steps, errors, events and effects", () => {
    const long = "a-name-that-goes-on-and-on-until-nobody-reads-it-any-more";
    const log = entered(opened(), 1)
      .add("step.started", { ...step(long), attempt: 0, callId: "c1" })
      .add("step.failed", {
        ...step(long),
        attempt: 0,
        error: { name: "Error", message: `${long} ${long}` },
        retriable: true,
        callId: "c1",
      })
      .add("effect", { kind: "mail.sent", label: `${long} ${long}`, suppressed: false, detail: {}, ...run1, stepId: long })
      .add("effect", { kind: "mail.sent", label: `${long} ${long}`, suppressed: true, detail: {}, ...run1, stepId: long });
    const boxes = timelineOf(log.facts, RAILS).marks.flatMap(labelsOf);
    expect(crossed(log.facts)).toEqual([]);
    expect(boxes.filter(({ text }) => text.length > 48).map(({ text }) => text)).toEqual([]);
  });
});
