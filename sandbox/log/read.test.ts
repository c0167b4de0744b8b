import { describe, expect, it } from "vitest";
import type { Fact } from "./facts.ts";
import {
  attempts,
  between,
  codeVersionsOf,
  completedRuns,
  dollars,
  effects,
  eventOf,
  killsDuring,
  modelCents,
  objectsIn,
  runsOf,
  span,
  suppressedEffects,
} from "./read.ts";

let seq = 0;
const fact = (body: object): Fact => ({ seq: (seq += 1), t: seq * 1000, ...body }) as Fact;
const of = { runId: "r1", fn: "f" };
const log: readonly Fact[] = [
  fact({ type: "event.received", eventId: "e1", name: "demo", data: {}, ts: 0, id: "e1", user: {}, source: "learner" }),
  fact({ type: "run.created", ...of, cause: "event", eventIds: ["e1"], startAt: 0, maxAttempts: 5 }),
  fact({ type: "handler.entered", ...of, entry: 1, callId: "c1", mode: "checkpoint", because: "start", version: 1 }),
  fact({ type: "step.started", ...of, stepId: "a", hashedId: "h", attempt: 0, callId: "c1" }),
  fact({ type: "cost", kind: "model", cents: 20, label: "x", ...of, stepId: "a" }),
  fact({ type: "effect", kind: "mail.sent", label: "mail", suppressed: false, detail: {}, ...of, stepId: "a" }),
  fact({ type: "host.killed", host: 1, at: "at once", by: "learner" }),
  fact({ type: "handler.entered", ...of, entry: 2, callId: "c2", mode: "checkpoint", because: "retry", version: 2 }),
  fact({ type: "step.started", ...of, stepId: "a", hashedId: "h", attempt: 1, callId: "c2" }),
  fact({ type: "cost", kind: "model", cents: 20, label: "x", ...of, stepId: "a" }),
  fact({ type: "effect", kind: "mail.sent", label: "mail", key: "k", suppressed: true, detail: {}, ...of, stepId: "a" }),
  fact({ type: "run.completed", ...of, output: null }),
  fact({ type: "host.killed", host: 2, at: "at once", by: "deploy" }),
  fact({ type: "run.created", runId: "r2", fn: "f", cause: "event", eventIds: ["e2"], startAt: 0, maxAttempts: 5 }),
];
const [run] = runsOf(log);

describe("reading a log", () => {
  it("finds runs in the order of their creation, with their ends", () => {
    expect(runsOf(log).map(({ runId, end }) => [runId, end?.type])).toEqual([
      ["r1", "run.completed"],
      ["r2", undefined],
    ]);
    expect(completedRuns(log).map(({ runId }) => runId)).toEqual(["r1"]);
    expect(run && eventOf(log, run)?.name).toBe("demo");
  });

  it("counts an attempt for each time that a step's body began", () => {
    expect(attempts(log, "r1", "a")).toHaveLength(2);
    expect(attempts(log, "r2", "a")).toHaveLength(0);
  });

  it("keeps effects that happened apart from those that a key suppressed", () => {
    expect([effects(log, { kind: "mail.sent", runId: "r1" }).length, suppressedEffects(log).length]).toEqual([1, 1]);
  });

  it("adds up what the model cost, in one run or in all", () => {
    expect([modelCents(log), modelCents(log, "r1"), modelCents(log, "r2")]).toEqual([40, 40, 0]);
  });

  it("tells which versions of the code served a run, and which kills fell into it", () => {
    expect(codeVersionsOf(log, "r1")).toEqual([1, 2]);
    expect(run && killsDuring(log, run).map((kill) => kill.host)).toEqual([1]);
  });

  it("takes what lies strictly between two facts", () => {
    expect(between(log, log[2] as Fact, log[5] as Fact).map((each) => each.seq)).toEqual([4, 5]);
  });
});

describe("saying", () => {
  it("writes cents as dollars and lengths in their two largest units", () => {
    expect([dollars(20), dollars(12_000)]).toEqual(["$0.20", "$120.00"]);
    expect([span(259_200_000), span(251_760_000), span(15_400), span(0)]).toEqual(["3 d", "2 d 21 h", "15 s", "0 s"]);
  });

  it("finds every object inside a value", () => {
    expect(objectsIn({ a: [{ b: 1 }, 2], c: { d: null } })).toHaveLength(3);
  });
});
