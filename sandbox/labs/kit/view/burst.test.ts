import { describe, expect, it } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import { LogView } from "./log-view.ts";

function story() {
  const facts: Fact[] = [];
  const add = (t: number, type: Fact["type"], rest: object): void => {
    facts.push({ seq: facts.length + 1, t, type, ...rest } as unknown as Fact);
  };
  return {
    sent: (t: number, eventId: string) => add(t, "event.received", { eventId, name: "e", data: {}, source: "learner" }),
    created: (t: number, runId: string) => add(t, "run.created", { runId, fn: "f", eventIds: [runId], cause: "event" }),
    started: (t: number, runId: string) => add(t, "call.sent", { runId, because: "start" }),
    step: (t: number, runId: string) => add(t, "step.started", { runId, hashedId: "h", stepId: "s", attempt: 0 }),
    done: (t: number, runId: string) => add(t, "step.completed", { runId, hashedId: "h", stepId: "s" }),
    ended: (t: number, runId: string) => add(t, "run.completed", { runId, output: null }),
    killed: (t: number) => add(t, "host.killed", { host: 1, at: "at once", by: "learner" }),
    refused: (t: number, runId: string) => add(t, "service.refused", { runId, service: "model.world", status: 429, why: "busy" }),
    burst: () => LogView.of(facts).burst,
  };
}

describe("a burst", () => {
  it("is the runs of the events that were sent at one moment", () => {
    const log = story();
    for (const id of ["a", "b"]) log.sent(1, id);
    for (const id of ["a", "b"]) log.created(1, id);
    expect(log.burst().runs.map((run) => run.runId)).toEqual(["a", "b"]);
    log.sent(2, "c");
    log.created(2, "c");
    expect(log.burst().runs.map((run) => run.runId)).toEqual(["c"]);
  });

  it("counts how many steps executed at once; a killed host executes none", () => {
    const log = story();
    for (const id of ["a", "b", "c"]) {
      log.sent(1, id);
      log.created(1, id);
    }
    log.step(2, "a");
    log.step(3, "b");
    log.done(4, "a");
    log.step(5, "c");
    expect(log.burst().peakSteps).toBe(2);
    log.killed(6);
    log.step(7, "a");
    expect(log.burst().peakSteps).toBe(2);
  });

  it("knows the most starts within any stretch of time, and what was refused", () => {
    const log = story();
    for (const [at, id] of ["a", "b", "c", "d"].entries()) {
      log.sent(1, id);
      log.created(1, id);
      log.started(at * 20_000, id);
    }
    log.refused(70_000, "a");
    expect(log.burst().startsInAny("60s")).toBe(3);
    expect(log.burst().startsInAny("20s")).toBe(1);
    expect(log.burst().startsInAny("5m")).toBe(4);
    expect(log.burst().refused(429)).toBe(1);
    expect(() => log.burst().startsInAny("a while")).toThrow("is no length of time");
  });
});
