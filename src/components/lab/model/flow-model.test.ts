// Many runs on the lab's clock.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { sleepersOf } from "./asleep.ts";
import { saysCrowd, saysQueuedRun } from "./crowd.ts";
import { flowOf, type FlowView } from "./flow-model.ts";
import { rowHeight, rowsInSight } from "./flow-sight.ts";
import { saysFlow, saysRow, ticks } from "./flow-words.ts";
import { earlier, later, PAGE, pageOf, turnedTo } from "./page-of-rows.ts";
import { MANY, runsIn } from "./runs.ts";
import { manyRuns } from "./testing/many-runs.ts";
import { entered, opened, run1, START, step, type Story } from "./testing/story.ts";
import { timelineOf } from "./timeline-model.ts";

const RAILS = ["handler", "run", "world", "host"] as const;
const FIVE = { type: "concurrency", unit: "step", scope: "fn", limit: 5 } as const;
const PACE = { type: "throttle", limit: 30, periodMs: 60_000, burst: 0 } as const;
const queuedFor = { ...run1, bucket: "b", target: "step" } as const;
const created = (runId: string) =>
  ({ runId, fn: "greet", cause: "event", eventIds: [`e-${runId}`], startAt: START, maxAttempts: 4 }) as const;

/** A run that stands in line from its creation on. */
const queued = (): Story =>
  opened()
    .add("run.created", created("run-1"))
    .add("run.started", run1)
    .add("run.queued", { ...queuedFor, reason: "concurrency", rule: FIVE }, 1000);

describe("a run that stands in line", () => {
  const runOf = (facts: readonly Fact[]) => runsIn(facts).at(-1);

  it("is queued, with the rule and since when, until its call goes out", () => {
    expect(runOf(queued().facts)).toMatchObject({ status: "queued", queued: { reason: "concurrency", rule: FIVE, since: START + 1000 } });
    expect(runOf(entered(queued(), 2).facts)).toMatchObject({ status: "running", queued: undefined });
  });

  it("keeps its place in time when another rule holds it back, and names that one", () => {
    const paced = queued().add("run.queued", { ...queuedFor, reason: "throttle", rule: PACE, until: START + 9000 }, 2000);
    // Neither the lab nor the sidebar calls it asleep.
    expect(sleepersOf(runsIn(paced.facts))).toBe(0);
    expect(runOf(paced.facts)?.queued).toEqual({ reason: "throttle", rule: PACE, since: START + 1000, until: START + 9000 });
  });

  it("is told with the rule, when it may go on, and how long it has waited", () => {
    const run = runOf(queued().add("run.queued", { ...queuedFor, reason: "throttle", rule: PACE, until: START + 9000 }, 2000).facts);
    expect(run && saysQueuedRun(run, START + 3000)).toBe(
      "Run 1 is queued: at most 30 starts per 1 min, evenly spaced, and goes on in 6 s at the earliest. It has waited 2 s.",
    );
  });

  it("is queued for a host while none takes calls", () => {
    const held = opened()
      .add("run.created", created("run-1"))
      .add("call.held", { ...run1, target: "step", reason: "host down" });
    expect(runOf(held.facts)).toMatchObject({ status: "queued", queued: { reason: "host" } });
  });

  it("is drawn as a hatched stretch that its call ends", () => {
    const hatchOf = (facts: readonly Fact[]) => timelineOf(facts, RAILS).marks.find((mark) => mark.type === "hatch");
    expect(hatchOf(queued().facts)).toMatchObject({
      label: "queued: concurrency",
      says: expect.stringContaining("at most 5 steps at once"),
    });
    const started = entered(queued(), 2).add("step.started", { ...step("greeting"), attempt: 0, callId: "c2" });
    const [hatch, segment] = timelineOf(started.facts, RAILS).marks.filter((mark) => mark.type === "hatch" || mark.type === "segment");
    expect((hatch?.x ?? 0) + (hatch?.type === "hatch" ? hatch.width : 0)).toBeLessThan(segment?.x ?? 0);
  });
});

describe("a cancelled run", () => {
  it("is cancelled and not failed, with the reason", () => {
    const cancelled = queued().add("run.cancelled", { ...run1, because: "by hand" });
    expect(runsIn(cancelled.facts)).toMatchObject([{ status: "cancelled", because: "by hand", error: undefined }]);
    expect(timelineOf(cancelled.facts, RAILS).marks.at(-1)).toMatchObject({ type: "end", state: "cancelled" });
  });
});

describe("the flow view", () => {
  const view = flowOf(manyRuns(40));
  const ofStatus = (status: string) => runsIn(manyRuns(40)).filter((run) => run.status === status).length;

  it("counts every run once, in the state that it is in", () => {
    expect(view.rows).toHaveLength(40);
    expect(Object.fromEntries(view.counts)).toMatchObject({
      completed: ofStatus("completed"),
      failed: 3,
      cancelled: 3,
      running: 0,
      queued: 0,
    });
  });

  it("shows how many ran and stood in line at once, as the rules allowed", () => {
    expect(view.peak).toEqual({ running: 5, queued: 35 });
    expect(view.load.every((load, index) => index === 0 || load.at > (view.load[index - 1]?.at ?? Infinity))).toBe(true);
    expect(view.limits).toContain("at most 5 steps at once");
  });

  it("has in every bar stretches that follow one another from its beginning to its end", () => {
    for (const { spans, end, from } of view.rows) {
      expect(spans.map((span) => span.from)).toEqual([from, ...spans.slice(0, -1).map((span) => span.to)].slice(0, spans.length));
      expect(spans.at(-1)?.to).toBe(end?.at);
    }
  });

  it("tells who was refused: events that started nothing, and runs that a service turned down", () => {
    expect(view.refused).toHaveLength(4);
    expect(view.refusals).toEqual(new Map([[429, 5]]));
    expect(view.rows.filter((row) => row.refusals.length > 0).map((row) => row.name)).toEqual([
      "run 7",
      "run 14",
      "run 21",
      "run 28",
      "run 35",
    ]);
    expect(saysFlow(view)).toBe(
      "40 bars on the lab's clock, at most 5 running, at most 35 queued, 4 events refused, 5 requests refused with 429",
    );
  });

  it("says of a bar what became of the run", () => {
    expect(saysRow(view.rows[6] as FlowView["rows"][number], view.to)).toMatch(
      /^run 7: queued .*, at most 5 steps at once; running .*; refused with 429; completed$/,
    );
  });

  it("shows events that wait for a run, until they go into one or another stands for them", () => {
    const rule = { type: "debounce", periodMs: 5000 } as const;
    const waits = { fn: "greet", name: "demo/greet", bucket: "b", rule, until: START + 5000 } as const;
    const told = opened()
      .add("event.debounced", { ...waits, eventId: "e1" })
      .add("event.debounced", { ...waits, eventId: "e2" }, 1000);
    expect(flowOf(told.facts)).toMatchObject({ rows: [{ what: "event" }, { what: "event" }], peak: { queued: 2 } });
    told.add("event.skipped", { fn: "greet", name: "demo/greet", eventId: "e1", rule, newer: "e2" });
    told.add("debounce.closed", { fn: "greet", name: "demo/greet", eventId: "e2", rule, bucket: "b" }, 5000);
    expect(flowOf(told.facts).rows.map((row) => row.end?.status)).toEqual(["replaced", "taken"]);
    expect(flowOf(told.facts).refused).toEqual([]);
  });

  it("stands still once all has ended, however much time goes by", () => {
    const story = opened()
      .add("run.created", created("run-1"))
      .add("run.completed", { ...run1, output: 1 }, 2000);
    const to = flowOf(story.facts).to;
    expect(flowOf(story.add("clock.moved", { from: START, to: START, by: "advance" }, 86_400_000).facts).to).toBe(to);
  });

  it("begins anew when nothing was unfinished, or with each deployment where an act asks for that", () => {
    const later = opened().add("run.created", created("a")).add("run.completed", { runId: "a", fn: "greet", output: 1 });
    later.add("run.created", created("b"));
    expect(flowOf(later.facts, "scene").rows).toHaveLength(1);
    expect(flowOf(later.facts, "deploy").rows).toHaveLength(2);
    later.add("code.deployed", { version: 2, files: {}, by: "change" });
    expect(flowOf(later.facts, "deploy").rows).toEqual([]);
  });
});

describe("many runs", () => {
  it("leave the lanes to the flow view, and are told by their number", () => {
    expect(timelineOf(manyRuns(MANY), RAILS)).toMatchObject({ crowded: false });
    expect(timelineOf(manyRuns(MANY + 1), RAILS)).toMatchObject({ crowded: true, marks: [] });
    expect(saysCrowd(runsIn(manyRuns(40)))).toBe("40 runs: 34 completed, 3 failed, 3 cancelled.");
  });
});

describe("what stands in the document", () => {
  it("is forty bars whole, and of a thousand those in sight with the one that has the focus", () => {
    expect(40 * rowHeight(40)).toBeLessThanOrEqual(300);
    const shown = rowsInSight({ top: 3000, height: 300 }, rowHeight(1000), 1000, 7);
    expect(shown.length).toBeLessThan(80);
    expect(shown).toContain(7);
    expect(shown).toContain(3000 / rowHeight(1000));
    expect(rowsInSight({ top: 0, height: 300 }, 13, 0, 0)).toEqual([]);
  });

  it("is a page of a table: the newest rows, until the reader asks for earlier ones", () => {
    const newest = pageOf(1000, undefined);
    expect(newest).toEqual({ from: 1000 - PAGE, to: 1000 });
    let page = newest;
    const seen = new Set<number>();
    for (let turns = 0; turns < 20; turns += 1) {
      for (let row = page.from; row < page.to; row += 1) seen.add(row);
      page = pageOf(1000, earlier(page));
    }
    expect([page.from, seen.size]).toEqual([0, 1000]);
    expect(later({ from: 800, to: 950 }, 1000)).toBeUndefined();
    expect(pageOf(40, undefined)).toEqual({ from: 0, to: 40 });
  });

  it("has the row that somebody has asked for", () => {
    for (const index of [0, 1, 149, 420, 998, 999]) {
      const page = pageOf(1000, turnedTo(index, pageOf(1000, undefined), 1000));
      expect(index >= page.from && index < page.to).toBe(true);
    }
  });

  it("has ticks at even lengths, and none where there is no room", () => {
    expect(ticks(56_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000]);
    expect(ticks(0)).toEqual([0]);
    for (const span of [90, 1000, 4500, 61_000, 3_600_000, 9e8]) expect(ticks(span).length).toBeLessThanOrEqual(7);
  });
});
