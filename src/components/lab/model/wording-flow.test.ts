// What a learner reads when a rule delays, skips or cancels: the rule itself, in words.
import { describe, expect, it } from "vitest";
import type { EngineFact, EngineFactBody } from "../../../../sandbox/log/facts.ts";
import { saysEngineFact } from "./wording-engine.ts";

const says = (body: EngineFactBody): string => saysEngineFact({ seq: 1, t: 0, ...body } as EngineFact);
const run = { runId: "r", fn: "bill" };
const event = { fn: "bill", eventId: "e", name: "order/paid" };

describe("a decision of flow control", () => {
  it("to let a run wait names the limit", () => {
    const rule = { type: "concurrency", unit: "step", scope: "fn", limit: 2 } as const;
    expect(says({ type: "run.queued", ...run, reason: "concurrency", rule, bucket: "b", target: "step" })).toBe(
      "waits for its turn: at most 2 steps at once",
    );
  });
  it("to let a start wait names the pace, and the time", () => {
    const rule = { type: "throttle", limit: 1, periodMs: 60_000, burst: 0 } as const;
    expect(says({ type: "run.queued", ...run, reason: "throttle", rule, bucket: "b", target: "step", until: 30_000 })).toBe(
      "starts in 30 s at the earliest: at most 1 starts per 1 min, evenly spaced",
    );
  });
  it("to skip an event names the rule, or the event that stands for it", () => {
    expect(says({ type: "event.skipped", ...event, rule: { type: "singleton", mode: "skip" }, holder: "r" })).toBe(
      "order/paid starts no run of bill: one run at a time",
    );
    expect(says({ type: "event.skipped", ...event, rule: { type: "debounce", periodMs: 1000 }, newer: "e2" })).toBe(
      "order/paid starts no run of bill: another event stands for it",
    );
  });
  it("to cancel a run names the rule, and a hand needs none", () => {
    const rule = { type: "timeout-start", ms: 10_000 } as const;
    expect(says({ type: "run.cancelled", ...run, because: "it did not start in time", rule })).toBe(
      "it did not start in time; the rule: a start within 10 s",
    );
    expect(says({ type: "run.cancelled", ...run, because: "somebody asked" })).toBe("somebody asked");
  });
  it("to refuse a defer says why, and that of a function to start later names it", () => {
    const defer = { ...run, deferId: "mail", hashedDeferId: "#mail" };
    expect(says({ type: "defer.added", ...defer, target: "app-mail", input: {} })).toBe("mail: app-mail starts when this run has ended");
    expect(says({ type: "defer.rejected", ...defer, because: "too-many" })).toBe("mail starts nothing: a run may defer 20 times");
  });
  it("to count a priority as 0 says why", () =>
    expect(
      says({
        type: "run.created",
        ...run,
        cause: "batch",
        eventIds: ["e"],
        startAt: 0,
        maxAttempts: 5,
        rules: { priority: { seconds: 0, problem: "not-an-integer" } },
      }),
    ).toBe("caused by a batch of events, with a head start of 0 s, because its priority is not an integer"));
});
