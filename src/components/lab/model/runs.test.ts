import { describe, expect, it } from "vitest";
import { runsIn, sceneOf } from "./runs.ts";
import { asleep, completed, entered, opened, run1, START, step } from "./testing/story.ts";

const statusAt = (facts: Parameters<typeof runsIn>[0]) => runsIn(facts).at(-1)?.status;

describe("what a run is doing", () => {
  it("is running while a call is in flight", () => {
    expect(statusAt(entered(opened(), 1).facts)).toBe("running");
  });

  it("is asleep once the call has been answered and a sleep is open", () => {
    expect(statusAt(asleep().facts)).toBe("sleeping");
  });

  it("is held from the hold to its release", () => {
    const held = entered(opened(), 1).add("run.held", { ...run1, boundary: "before step", stepId: "greeting" });
    expect(statusAt(held.facts)).toBe("held");
    expect(statusAt(held.add("run.released", { ...run1, boundary: "before step", stepId: "greeting" }).facts)).toBe("running");
  });

  it("is retrying between a failed attempt and the next call", () => {
    const error = { name: "Error", message: "no" };
    const failed = entered(opened(), 1)
      .add("call.answered", { ...run1, callId: "c1", status: 206 })
      .add("step.retry.scheduled", {
        ...step("greeting"),
        target: "step",
        attempt: 1,
        delayMs: 20_000,
        until: START + 20_000,
        because: "step-error",
        error,
      });
    expect(statusAt(failed.facts)).toBe("retrying");
    expect(statusAt(entered(failed, 2).facts)).toBe("running");
  });

  it("waits while an event is awaited, although it sleeps as well", () => {
    expect(statusAt(asleep().add("wait.registered", { ...step("decision"), event: "refund/decided", until: START + 1 }).facts)).toBe(
      "waiting",
    );
  });

  it("forgets a hold when its host dies, and counts the death unless a deploy caused it", () => {
    const held = entered(opened(), 1).add("run.held", { ...run1, boundary: "before effect" });
    expect(runsIn(held.add("host.killed", { host: 1, at: "at once", by: "deploy" }).facts).at(-1)?.kills).toBe(0);
    expect(runsIn(held.add("host.killed", { host: 2, at: "at once", by: "learner" }).facts).at(-1)).toMatchObject({
      kills: 1,
      status: "running",
    });
  });

  it("keeps its output when it has completed", () => {
    expect(runsIn(completed().facts).at(-1)).toMatchObject({ status: "completed", output: "done", entries: 2 });
  });
});

describe("the scene", () => {
  it("is the newest run alone when the one before had ended", () => {
    const two = completed().add("run.created", {
      runId: "run-2",
      fn: "greet",
      cause: "event",
      eventIds: [],
      startAt: START,
      maxAttempts: 5,
    });
    expect(sceneOf(two.facts, runsIn(two.facts)).runs.map((run) => run.runId)).toEqual(["run-2"]);
  });

  it("holds every run that was unfinished while the newest lived", () => {
    const two = asleep().add("run.created", { runId: "run-2", fn: "greet", cause: "event", eventIds: [], startAt: START, maxAttempts: 5 });
    expect(sceneOf(two.facts, runsIn(two.facts)).runs.map((run) => run.runId)).toEqual(["run-1", "run-2"]);
  });
});
