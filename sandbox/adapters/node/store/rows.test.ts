import { describe, expect, it } from "vitest";
import type { Fact, FactOf } from "../../../log/facts.ts";
import { beginRun, foldRun, statusOf, untilOf, type RunFold } from "./rows.ts";
import { created, createLog, sent, type FactBody } from "./store.kit.ts";

type Bodies = readonly FactBody[];
const of = { runId: "r", fn: "app-answer" } as const;
const step = (hashedId: string): typeof of & { stepId: string; hashedId: string } => ({ ...of, stepId: hashedId, hashedId });
const error = { name: "Error", message: "no" };
const answered = (callId: string): FactBody => ({ type: "call.answered", ...of, callId, status: 206 });
const done = (hashedId: string): FactBody => ({
  type: "step.completed",
  ...step(hashedId),
  attempt: 0,
  output: 1,
  via: "reply",
  kind: "run",
  callId: "c",
});
const asleep = (hashedId: string, until: number): FactBody => ({ type: "sleep.started", ...step(hashedId), until });
const retried = (until: number): FactBody => ({
  type: "step.retry.scheduled",
  ...of,
  target: "step",
  attempt: 1,
  delayMs: 1,
  until,
  because: "step-error",
  error,
});

/** The run as it stands after these facts. */
function after(...bodies: Bodies): RunFold {
  const facts = createLog().add(created("r", "e"), ...bodies);
  const run = beginRun(facts[0] as FactOf<"run.created">, "mail/received");
  for (const fact of facts.slice(1)) foldRun(run, fact);
  return run;
}
const shows = (...bodies: Bodies): unknown => [statusOf(after(...bodies)), untilOf(after(...bodies))];

describe("a run's row", () => {
  it("is queued until its first call goes out, and says when that is, where it is known", () => {
    expect(shows()).toEqual(["queued", undefined]);
    expect(shows({ type: "run.queued", ...of, reason: "future-event", until: 9000 })).toEqual(["queued", 9000]);
    expect(shows(sent("r", "c"))).toEqual(["running", undefined]);
  });

  it("is queued again while a call of it stands in line or is held back", () => {
    expect(shows(sent("r", "c"), answered("c"), { type: "call.held", ...of, target: "step", reason: "paused" })).toEqual([
      "queued",
      undefined,
    ]);
    expect(shows({ type: "call.held", ...of, target: "step", reason: "paused" }, sent("r", "c"))).toEqual(["running", undefined]);
  });

  it("sleeps until its first sleep is over, and runs as long as a call is in flight", () => {
    expect(shows(sent("r", "c"), asleep("a", 9000))).toEqual(["running", undefined]);
    expect(shows(sent("r", "c"), answered("c"), asleep("a", 9000), asleep("b", 7000))).toEqual(["sleeping", 7000]);
    expect(shows(sent("r", "c"), answered("c"), asleep("a", 9000), { type: "sleep.ended", ...step("a") }, sent("r", "d"))).toEqual([
      "running",
      undefined,
    ]);
  });

  it("waits for an event, a signal or another run, whatever sleeps beside", () => {
    const wait: FactBody = { type: "wait.registered", ...step("w"), event: "yes", until: 8000 };
    expect(shows(wait, asleep("a", 6000), sent("r", "c"), answered("c"))).toEqual(["waiting", 6000]);
    expect(shows(wait, sent("r", "c"), answered("c"), { type: "wait.timedout", ...step("w") }, sent("r", "d"))).toEqual([
      "running",
      undefined,
    ]);
  });

  it("retries at the time that its next attempt has, until that goes out", () => {
    expect(shows(sent("r", "c"), answered("c"), retried(5000))).toEqual(["retrying", 5000]);
    expect(shows(sent("r", "c"), answered("c"), retried(5000), sent("r", "d"))).toEqual(["running", undefined]);
  });

  it("forgets a call that was lost with its engine when the same call goes out anew (L11)", () => {
    expect(shows(sent("r", "lost"), sent("r", "again"), answered("again"), asleep("a", 9000))).toEqual(["sleeping", 9000]);
  });

  it("counts steps as they are recorded, each once, and a failure with attempts left not at all", () => {
    const failed = (retriable: boolean): FactBody => ({
      type: "step.failed",
      ...step("x"),
      attempt: 0,
      retriable,
      error,
      callId: "c",
    });
    expect(after(done("a"), done("b"), failed(true), failed(false)).steps).toBe(3);
  });

  it("ends for good: no later fact changes it", () => {
    const end: FactBody = { type: "run.completed", ...of, output: 1 };
    const run = after(sent("r", "c"), asleep("a", 9000), end, asleep("b", 9000), sent("r", "d"));
    expect([statusOf(run), untilOf(run), run.endedN]).toEqual(["completed", undefined, 4]);
    expect(foldRun(run, { seq: 9, t: 9, type: "run.cancelled", ...of, because: "late" } satisfies Fact)).toBe(false);
  });
});
