import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { COLUMN, LEFT, type Mark, type RailName } from "./timeline-marks.ts";
import { timelineFold, timelineOf } from "./timeline-model.ts";
import { asleep, completed, entered, opened, run1, START, step, story } from "./testing/story.ts";
import { says } from "./wording.ts";

const RAILS: readonly RailName[] = ["handler", "run", "world", "host"];
const marksOf = <T extends Mark["type"]>(facts: readonly Fact[], type: T, rails = RAILS) =>
  timelineOf(facts, rails).marks.filter((mark): mark is Extract<Mark, { type: T }> => mark.type === type);

describe("the axis", () => {
  it("is the log and not the clock: three days take no more room than their two facts", () => {
    const [sleep] = marksOf(completed().facts, "hatch");
    expect(sleep?.label).toBe("3 d");
    expect(sleep?.width).toBeLessThanOrEqual(2 * COLUMN);
  });

  it("sets every mark on whole columns, in the order of the log", () => {
    const marks = timelineOf(completed().facts, RAILS).marks;
    const columns = marks.map((mark) => Math.floor((mark.x - LEFT) / COLUMN));
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
    expect(marks.map((mark) => mark.at)).toEqual(marks.map((mark) => mark.at).sort((a, b) => a - b));
  });

  it("gives no column to facts of a rail that the act does not show", () => {
    expect(timelineOf(completed().facts, ["run"]).width).toBeLessThan(timelineOf(completed().facts, RAILS).width);
    expect(marksOf(completed().facts, "entry", ["run"])).toEqual([]);
  });
});

describe("marks", () => {
  it("fill a segment when its step is recorded, wide enough for its name", () => {
    const [greeting] = marksOf(asleep().facts, "segment");
    expect(greeting).toMatchObject({ label: "greeting", state: "recorded" });
    expect(greeting?.width).toBeGreaterThan("greeting".length * 6);
  });

  it("show an answer from the log as a ghost with the step's number", () => {
    expect(marksOf(completed().facts, "ghost").map((mark) => mark.label)).toEqual(["1"]);
  });

  it("draw more than three answers from the log as one ghost", () => {
    const four = entered(opened(), 1);
    for (const name of ["a", "b", "c", "d"]) four.add("step.memo", { ...step(name), callId: "c1" });
    expect(marksOf(four.add("run.completed", { ...run1, output: 1 }).facts, "ghost").map((mark) => mark.label)).toEqual(["1–4"]);
  });

  it("lose the step that was executing when the host died, and cut the line", () => {
    const killed = entered(opened(), 1)
      .add("step.started", { ...step("greeting"), attempt: 0, callId: "c1" })
      .add("host.killed", { host: 1, at: "before effect", by: "armed", runId: "run-1", stepId: "greeting" });
    expect(marksOf(killed.facts, "segment")[0]).toMatchObject({ state: "lost" });
    expect(marksOf(killed.facts, "cut")[0]).toMatchObject({ kind: "host", label: "host killed before the effect of greeting" });
    expect(timelineOf(killed.facts, RAILS).fibres.length).toBe(2);
    expect(timelineOf(killed.facts, RAILS).hosts.length).toBe(1);
  });

  it("ring an effect that was done twice, and neither of two when a key suppressed the second", () => {
    const effect = { kind: "slack.posted", label: "message", suppressed: false, detail: {}, ...run1, stepId: "notify" };
    const twice = entered(opened(), 1).add("effect", effect).add("effect", effect);
    expect(marksOf(twice.facts, "effect").map((mark) => mark.doubled)).toEqual([true, true]);
    const known = entered(opened(), 1)
      .add("effect", { ...effect, key: "k" })
      .add("effect", { ...effect, key: "k", suppressed: true });
    expect(marksOf(known.facts, "effect").map((mark) => mark.doubled)).toEqual([false, false]);
  });

  it("stand on rows of their own while steps run side by side", () => {
    const both = entered(opened(), 1)
      .add("step.started", { ...step("left"), attempt: 0, callId: "c1" })
      .add("step.started", { ...step("right"), attempt: 0, callId: "c2" });
    expect(marksOf(both.facts, "segment").map((mark) => mark.row)).toEqual([0, 1]);
  });

  it("put each of several runs on its own lane", () => {
    const two = asleep().add("run.created", { runId: "run-2", fn: "greet", cause: "event", eventIds: [], startAt: START, maxAttempts: 5 });
    expect(marksOf(two.facts, "start").map((mark) => mark.lane)).toEqual([0, 1]);
    expect(
      timelineOf(two.facts, RAILS)
        .rails.filter((rail) => rail.name === "run")
        .map((rail) => rail.label),
    ).toEqual(["run 1", "run 2"]);
  });

  it("each say in words what they stand for", () => {
    const told = completed()
      .add("effect", { kind: "slack.posted", label: "message", suppressed: false, detail: {}, ...run1, stepId: "notify" })
      .add("cost", { kind: "model", cents: 2, label: "summary", ...run1 })
      .add("run.held", { ...run1, boundary: "before step", stepId: "notify" })
      .add("request.decided", { request: "R-1", answer: "approve", eventName: "refund/decided" })
      .add("host.killed", { host: 1, at: "at once", by: "learner" });
    const said = timelineOf(told.facts, RAILS).marks.map(({ type, says }) => `${type}: ${says}`);
    expect(said).toEqual([
      "start: run 1 of greet created",
      "entry: handler entered: entry 1: first call",
      'segment: greeting: recorded {"text":"Hello."}',
      "hatch: three-days: for 3 d; then time to go on",
      "entry: handler entered: entry 2: resumed after a wait",
      "ghost: greeting: answered from the log",
      "segment: farewell: recorded Bye.",
      "end: run 1 completed: returned done",
      "effect: message, no key",
      "cost: $0.02 summary",
      "hold: held before notify",
      "decision: you approved: R-1",
      "cut: host killed by you",
    ]);
  });
});

describe("the rail of calls, where the app is not seen from inside", () => {
  const CALLS: readonly RailName[] = ["call", "run"];
  const seen = new Set(["handler.entered", "handler.left", "step.started", "step.memo", "host.started", "code.deployed"]);
  const engineOnly = (facts: readonly Fact[]) => facts.filter((fact) => !seen.has(fact.type));

  it("shows each call with its number, and the results that went with it as a ghost", () => {
    const facts = engineOnly(completed().facts);
    expect(marksOf(facts, "call", CALLS)).toMatchObject([
      { label: "call 1", state: "answered" },
      { label: "call 2", state: "answered" },
    ]);
    expect(marksOf(facts, "ghost", CALLS).map((mark) => mark.label)).toEqual(["1"]);
    expect(marksOf(facts, "segment", CALLS).map((mark) => mark.label)).toEqual(["greeting", "farewell"]);
  });

  it("shows a call that found nobody as failed, and its retry as a hatched stretch up to the next call", () => {
    const error = { name: "Error", message: "refused" };
    const call = { callId: "c1", target: "step", attempt: 0, mode: "checkpoint", because: "start", memoCount: 0, plan: false } as const;
    const told = opened()
      .add("run.created", { ...run1, cause: "event", eventIds: [], startAt: START, maxAttempts: 5 })
      .add("call.sent", { ...run1, ...call })
      .add("call.failed", { ...run1, callId: "c1", kind: "unreachable", message: "refused" })
      .add("step.retry.scheduled", { ...run1, target: "step", attempt: 1, delayMs: 1000, until: START, because: "no-answer", error })
      .add("call.sent", { ...run1, ...call, callId: "c2", attempt: 1, because: "retry" });
    expect(marksOf(engineOnly(told.facts), "call", CALLS).map((mark) => mark.state)).toEqual(["failed", "open"]);
    expect(marksOf(engineOnly(told.facts), "hatch", CALLS)[0]).toMatchObject({ label: "retry in 1 s" });
  });
});

describe("the rail of events", () => {
  const EVENTS: readonly RailName[] = ["event", "run", "world"];
  const event = (eventId: string, source: "learner" | "webhook" = "webhook") =>
    ({ eventId, name: "demo/greet", data: {}, ts: START, id: eventId, user: {}, source }) as const;
  const created = (runId: string, eventId: string) =>
    ({ runId, fn: "greet", cause: "event", eventIds: [eventId], startAt: START, maxAttempts: 5 }) as const;
  const arrivals = (facts: readonly Fact[]) => marksOf(facts, "arrival", EVENTS).map((mark) => [mark.label, mark.state]);

  it("shows what came in and what became of it: taken, lost, waiting or refused", () => {
    const told = opened()
      .add("event.received", event("e1"))
      .add("event.unmatched", { eventId: "e1", name: "demo/greet", suggestion: "demo/greets" })
      .add("webhook.rejected", { webhook: "stripe", why: "stripe.js:2 TypeError" })
      .add("event.received", event("e2"))
      .add("event.skipped", { fn: "greet", eventId: "e2", name: "demo/greet", rule: { type: "rate-limit", limit: 1, periodMs: 1000 } })
      .add("event.received", event("e3", "learner"))
      .add("run.created", created("run-1", "e3"));
    expect(arrivals(told.facts)).toEqual([
      ["demo/greet", "lost"],
      ["webhook stripe", "refused"],
      ["demo/greet", "refused"],
      ["demo/greet", "taken"],
    ]);
    expect(marksOf(told.facts, "arrival", EVENTS)[0]?.says).toMatch(/from a webhook, by its transform; then .*did you mean demo\/greets/);
    expect(marksOf(told.facts, "arrival", ["run"])).toEqual([]);
  });

  it("keeps on one sheet the events of a batch and the run that they make", () => {
    const rule = { type: "batch", maxSize: 2, timeoutMs: 1000 } as const;
    const batched = { fn: "greet", name: "demo/greet", rule, bucket: "b", until: START + 1000, size: 1, bytes: 9 } as const;
    const told = opened()
      .add("event.received", event("e1"))
      .add("event.batched", { ...batched, eventId: "e1" });
    expect(arrivals(told.facts)).toEqual([["demo/greet", "waiting"]]);
    told
      .add("event.received", event("e2"))
      .add("batch.closed", { fn: "greet", rule, bucket: "b", why: "size", eventIds: ["e1", "e2"] })
      .add("run.created", { ...created("run-1", "e1"), cause: "batch", eventIds: ["e1", "e2"] });
    expect(arrivals(told.facts)).toEqual([
      ["demo/greet", "taken"],
      ["demo/greet", "taken"],
    ]);
  });
});

describe("a service that refuses", () => {
  it("stands on the world's rail with its status", () => {
    const refused = { service: "model.world", status: 429, why: "Too many calls.", retryAfterMs: 2000, ...run1, stepId: "greeting" };
    const told = entered(opened(), 1).add("service.refused", refused);
    expect(marksOf(told.facts, "refusal")).toMatchObject([
      { label: "429", stepId: "greeting", says: "429 from model.world: Too many calls." },
    ]);
  });
});

describe("an empty log", () => {
  it("has rails and nothing on them", () => {
    const view = timelineOf([], RAILS);
    expect(view.marks).toEqual([]);
    expect(view.rails.map((rail) => rail.name)).toEqual(RAILS);
  });
});

describe("the host's rail", () => {
  const reloaded = () =>
    asleep().add("engine.restarted", { generation: 2 }).add("host.started", { host: 2, version: 1, functions: 1, by: "lab" });

  it("ends with the page and begins anew with the host that the next page starts", () => {
    const { hosts, marks } = timelineOf(reloaded().facts, RAILS);
    const engine = marks.find((mark) => mark.type === "cut");
    expect(hosts).toHaveLength(2);
    const [first, second] = hosts;
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThan(engine?.x ?? 0);
    expect(second?.x).toBeGreaterThan(engine?.x ?? 0);
  });

  it("goes on through a restart of the engine that the host outlives", () => {
    expect(timelineOf(asleep().add("engine.restarted", { generation: 2 }).facts, RAILS).hosts).toHaveLength(1);
  });
});

describe("an act's drawing", () => {
  const starts = (facts: readonly Fact[], act: string) =>
    timelineFold(RAILS, act)(facts).marks.flatMap((mark) => (mark.type === "start" ? [mark.says] : []));
  const named = [story().add("act.entered", { act: "one" }), asleep(), story().add("act.entered", { act: "two" })];
  const facts = named.flatMap((told) => told.facts).map((fact, at): Fact => ({ ...fact, seq: at + 1 }));
  const created: Fact = {
    ...{ seq: facts.length + 1, t: START, type: "run.created", runId: "run-2", fn: "greet" },
    ...{ cause: "event", eventIds: [], startAt: START, maxAttempts: 5 },
  };

  it("is empty until the act has a run of its own; the one before has kept its own", () => {
    expect(starts(facts, "two")).toEqual([]);
    expect(starts(facts, "one")).toEqual(["run 1 of greet created"]);
  });

  it("calls a run by its number in the log", () => {
    expect(starts([...facts, created], "two")).toEqual(["run 2 of greet created"]);
    expect(starts([...facts, created], "one")).toEqual(["run 1 of greet created"]);
  });
});

describe("an attempt that is due later", () => {
  it("has one length in the drawing, the journal and the sentence", () => {
    const error = { name: "Error", message: "no" };
    const retry = { ...step("greeting"), target: "step", attempt: 1, delayMs: 19_300, because: "step-error", error } as const;
    const told = entered(opened(), 1)
      .add("call.answered", { ...run1, callId: "c1", status: 206 })
      .add("step.retry.scheduled", { ...retry, until: START + 19_300 });
    expect(timelineOf(told.facts, RAILS).marks.at(-1)).toMatchObject({ label: "retry in 20 s" });
    expect(says(told.facts.at(-1) as Fact)).toMatch(/again in 20 s$/);
  });
});
