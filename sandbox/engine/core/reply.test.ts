import { describe, expect, it } from "vitest";
import { complete, erred, fetches, Given, hash, invokes, planned, ran, signals, typesOf, waits } from "../../conformance/model/given.ts";

const CHILD = { id: "child", on: "never" };
const END_OF_RUN = "0737c22d3bfae812339732d14d8c7dbd6dc4e09c";
const threw = { id: END_OF_RUN, op: "StepError", error: { name: "Error", message: "boom" } };

function running(): Given {
  const given = new Given({ id: "f", on: "a", retries: 3 }, CHILD);
  given.event("a");
  return given;
}
const ofRun = (given: Given, fn: string): number => given.all("run.created").filter((fact) => fact.fn === fn).length;
const requests = (given: Given): number => given.commands.filter((command) => command.type === "fetch").length;

describe("the ops of one reply", () => {
  it("are decided in turn, each against the state that the one before has left", () => {
    const given = running();
    given.ops([signals("first", "go"), signals("second", "go", { conflict: "replace" })]);
    const first = { runId: given.last("run.created").runId, hashedId: hash("first") };
    expect(given.last("signal.registered")).toMatchObject({ stepId: "second", replaces: first });
  });

  it("share one instant", () => {
    const facts = running().ops([ran("one"), planned("two"), invokes("three", "child")]);
    expect(new Set(facts.map((fact) => fact.t)).size).toBe(1);
  });

  it("add to a step by the first of them that says something new", () => {
    const facts = running().ops([planned("x"), ran("x"), planned("y")]);
    expect(typesOf(facts).filter((type) => type.startsWith("step."))).toEqual(["step.planned", "step.planned"]);
  });

  it("add nothing after the one that ends the run: no invoked run starts, and no request leaves", () => {
    const given = running();
    const facts = given.ops([invokes("child", "child"), fetches("ask"), waits("bad", "a", { timeout: "1h", if: "nope ===" }), ran("late")]);
    // Waits come first (protocol.md 2.4), so this one ends the run before anything else is decided.
    expect(typesOf(facts)).toEqual(["call.answered", "run.failed"]);
    expect([ofRun(given, "child"), requests(given)]).toEqual([0, 0]);
  });

  it("that come with the run's end start no run and no request either", () => {
    const given = running();
    const facts = given.ops([invokes("child", "child"), fetches("ask"), complete("done")]);
    expect(typesOf(facts)).toEqual(["call.answered", "invoke.started", "gateway.started", "run.completed"]);
    expect([ofRun(given, "child"), requests(given)]).toEqual([0, 0]);
  });

  it("schedule one retry, however many of them failed", () => {
    const facts = running().ops([erred("one"), erred("two")]);
    expect(typesOf(facts)).toEqual(["call.answered", "step.failed", "step.retry.scheduled", "step.failed"]);
  });
});

describe("what a reply opens beside a fault begins all the same", () => {
  it("when the handler threw after it", () => {
    const given = running();
    given.ops([invokes("child", "child"), fetches("ask"), threw]);
    expect(given.last("step.retry.scheduled")).toMatchObject({ because: "function-error" });
    expect([ofRun(given, "child"), requests(given)]).toEqual([1, 1]);
  });

  it("when the step that the call asked for is missing", () => {
    const given = running();
    given.ops([planned("p"), planned("q")]);
    given.ops([invokes("child", "child"), fetches("ask")], given.call(hash("p")));
    expect(given.last("protocol.violated").what).toContain('"p"');
    expect([ofRun(given, "child"), requests(given)]).toEqual([1, 1]);
  });
});
