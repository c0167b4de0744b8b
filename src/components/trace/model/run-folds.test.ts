import { describe, expect, it } from "vitest";
import type { EventRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { asleep, completed, entered, opened, run1, START, step } from "../../lab/model/testing/story.ts";
import { attemptsTable, invokedBy, notObserved, opsOf, railsOf, relativesOf, stepsToBeginFrom, storedSteps } from "./run-folds.ts";
import { joined } from "./run-model.ts";

const seenFromInside = new Set(["handler.entered", "handler.left", "step.started", "step.memo", "host.started", "code.deployed"]);
const ofRun = (facts: readonly Fact[]): readonly Fact[] => facts.filter((fact) => "runId" in fact);
const engineOnly = (facts: readonly Fact[]): readonly Fact[] => ofRun(facts).filter((fact) => !seenFromInside.has(fact.type));
const error = { name: "Error", message: "busy\nsecond line" };

describe("what is observed", () => {
  it("decides the rails, and what is not is said", () => {
    expect(railsOf(engineOnly(completed().facts))).toEqual(["call", "run"]);
    expect(notObserved(railsOf(engineOnly(completed().facts)))).toContain("effects outside and your process");
    expect(railsOf(completed().facts)).toEqual(["handler", "run", "host"]);
    expect(notObserved(["handler", "run", "world", "host"])).toBe("");
  });
});

describe("attempts", () => {
  it("stand in a row each, with what came of them", () => {
    const told = entered(opened(), 1)
      .add("step.failed", { ...step("ask"), attempt: 0, retriable: true, error, callId: "c1" }, 300)
      .add("step.completed", { ...step("ask"), attempt: 1, output: 42, via: "reply", kind: "run", callId: "c1" }, 50);
    const rows = attemptsTable(ofRun(told.facts)).rows.map((row) => row.cells.map((cell) => cell.text));
    expect(rows).toEqual([
      ["ask", "1", "failed", "at most 300 ms", "Error: busy"],
      ["ask", "2", "recorded", "at most 50 ms", "42"],
    ]);
  });

  it("of the function itself are named as such", () => {
    const told = entered(opened(), 1)
      .add("step.retry.scheduled", { ...run1, target: "step", attempt: 1, delayMs: 1, until: START, because: "function-error", error })
      .add("run.failed", { ...run1, error, code: "retries-exhausted" });
    expect(attemptsTable(ofRun(told.facts)).rows.map((row) => row.cells.slice(0, 3).map((cell) => cell.text))).toEqual([
      ["(the function)", "1", "failed"],
      ["(the function)", "1", "failed for good"],
    ]);
  });
});

describe("the wire", () => {
  it("is told by its ops and their steps, also where the text is cut", () => {
    const entry = { n: 1, t: 0, direction: "engine-to-app", method: "POST", path: "/api/inngest", requestBody: "{}" } as const;
    const responseBody = '[{"displayName":"left","op":"StepPlanned"},{"displayName":"right","op":"StepPlanned","opts":{"a"';
    expect(opsOf({ ...entry, responseBody })).toBe("StepPlanned: left, right");
    expect(opsOf({ ...entry, responseBody: '[{"op":"RunComplete"}]' })).toBe("RunComplete");
    expect(opsOf(entry)).toBe("");
  });
});

describe("stored results", () => {
  it("are those of steps, sleeps and waits, in the order of their records", () => {
    expect(storedSteps(completed().facts).map(({ stepId, output, kind }) => [stepId, output, kind])).toEqual([
      ["greeting", { text: "Hello." }, "run"],
      ["three-days", null, "sleep"],
      ["farewell", "Bye.", "run"],
    ]);
  });

  it("are steps that a rerun may begin from, and those that run code take arguments", () => {
    expect(stepsToBeginFrom(completed().facts)).toEqual([
      { stepId: "greeting", runsCode: true },
      { stepId: "three-days", runsCode: false },
      { stepId: "farewell", runsCode: true },
    ]);
  });
});

describe("relatives", () => {
  it("are the run that asked for this one, and those that it asked for", () => {
    const told = entered(opened(), 1)
      .add("invoke.started", { ...step("child"), target: "app-child", until: START, payload: {} })
      .add("invoke.started", { ...step("other"), target: "app-other", until: START, payload: {} })
      .add("invoke.ended", { ...step("child"), result: { data: 1 }, childRunId: "run-9" });
    expect(relativesOf(told.facts)).toMatchObject({
      parent: undefined,
      children: [
        { stepId: "child", target: "app-child", runId: "run-9" },
        { stepId: "other", target: "app-other", runId: undefined },
      ],
    });
    expect(relativesOf(told.facts, new Map([["hash-other", "run-8"]])).children[1]).toMatchObject({ runId: "run-8" });
  });
});

describe("an event of the engine that invokes", () => {
  const event = (correlation: string, runs: readonly string[]): EventRow => ({
    eventId: "e",
    name: "inngest/function.invoked",
    data: { _inngest: { correlation_id: correlation } },
    ts: 0,
    id: "e",
    user: {},
    receivedAt: 0,
    source: "engine",
    runs: runs.map((runId) => ({ runId, fn: "f", status: "running" })),
  });

  it("leads from the step that waits to the run that it waits for", () => {
    const events = [event("run-1.hash-a", ["child"]), event("run-12.hash-b", ["other"]), event("run-1.hash-c", [])];
    expect([...invokedBy("run-1", events)]).toEqual([["hash-a", "child"]]);
    expect([...invokedBy("run-1", [{ ...event("", []), data: {} }])]).toEqual([]);
  });
});

describe("facts that come twice", () => {
  it("stand once, in the order of the log", () => {
    const facts = asleep().facts;
    expect(joined(facts.slice(0, 6), facts.slice(3))).toEqual(facts);
    expect(joined(facts.slice(4), facts.slice(0, 6))).toEqual(facts);
    expect(joined(facts, [])).toBe(facts);
  });
});
