import { describe, expect, it } from "vitest";
import {
  complete,
  erred,
  failedFor,
  Given,
  hash,
  invokes,
  planned,
  ran,
  sleeps,
  START,
  typesOf,
  waits,
} from "../../conformance/model/given.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function running(retries = 3): Given {
  const given = new Given({ id: "f", on: "a", retries }, { id: "child", on: "never" });
  given.event("a", { k: 1 });
  return given;
}

describe("a finished step", () => {
  it("is recorded, and the handler is entered again from the top with its memo (L3)", () => {
    const given = running();
    expect(typesOf(given.ops([ran("one", { n: 1 })]))).toEqual(["call.answered", "step.completed", "call.sent"]);
    expect(given.last("call.sent")).toMatchObject({ target: "step", attempt: 0, because: "next-step", memoCount: 1 });
    expect(given.sent()).toMatchObject({
      steps: { [hash("one")]: { data: { n: 1 } } },
      ctx: { stack: { stack: [hash("one")], current: 1 } },
      version: 2,
    });
  });

  it("is recorded once, however often it is reported (L5)", () => {
    const given = running();
    given.ops([ran("one"), ran("one")]);
    given.ops([ran("one", "again"), ran("two")]);
    expect(given.all("step.completed").map((step) => [step.stepId, step.output])).toEqual([
      ["one", "one"],
      ["two", "two"],
    ]);
  });

  it("may come with the end of the run in one answer (protocol.md 3.5)", () => {
    const given = running();
    expect(typesOf(given.ops([ran("one"), complete("out")]))).toEqual(["call.answered", "step.completed", "run.completed"]);
    expect(given.last("run.completed").output).toBe("out");
  });

  it("leaves nothing of its run in memory once the run has ended", () => {
    const given = running();
    given.ops([ran("one")]);
    given.returns(null);
    expect([given.state.runs.size, given.state.calls.size, given.state.agenda.first()]).toEqual([0, 0, undefined]);
  });
});

describe("a step that failed for good", () => {
  it("leaves its error as the memo, so that the handler may catch it", () => {
    const given = running();
    given.ops([failedFor("one", "never")], undefined, { "x-inngest-no-retry": "true" });
    expect(given.last("step.failed")).toMatchObject({ retriable: false, attempt: 0 });
    expect(given.sent().steps).toEqual({ [hash("one")]: { error: { name: "NonRetriableError", message: "never" } } });
    expect(given.last("call.sent").attempt).toBe(0);
  });
});

describe("a sleep", () => {
  it("ends at its time and not before, and the handler is entered again (L6)", () => {
    const given = running();
    expect(typesOf(given.ops([sleeps("z", "3d")]))).toEqual(["call.answered", "sleep.started"]);
    expect(given.last("sleep.started").until).toBe(START + 3 * DAY);
    expect(given.wait(3 * DAY - 1)).toEqual([]);
    expect(typesOf(given.wait(1))).toEqual(["sleep.ended", "call.sent"]);
    expect(given.last("call.sent").because).toBe("resume");
    expect(given.sent().steps).toEqual({ [hash("z")]: null });
  });

  it("of no length, or until a time that is past, is over at once", () => {
    const given = running();
    expect(typesOf(given.ops([sleeps("z", "")]))).toEqual(["call.answered", "sleep.started", "sleep.ended", "call.sent"]);
    expect(typesOf(given.ops([sleeps("y", "2001-01-01T00:00:00Z")]))).toEqual([
      "call.answered",
      "sleep.started",
      "sleep.ended",
      "call.sent",
    ]);
  });

  it("longer than 366 days ends the run", () => {
    const given = running();
    given.ops([sleeps("z", "367d")]);
    expect(given.last("run.failed")).toMatchObject({ code: "timeout-too-long" });
  });
});

describe("a wait", () => {
  it("matches an event that comes after it, with the event bare as its memo (L7)", () => {
    const given = running();
    given.ops([waits("w", "go")]);
    expect(typesOf(given.event("go", { k: 5 }))).toEqual(["event.received", "wait.matched", "call.sent"]);
    expect(given.sent().steps).toMatchObject({ [hash("w")]: { name: "go", data: { k: 5 } } });
  });

  it("matches no event that came before it (L7)", () => {
    const given = running();
    given.event("go");
    expect(given.last("event.unmatched").name).toBe("go");
    given.ops([waits("w", "go")]);
    expect(given.all("wait.matched")).toEqual([]);
    given.wait(HOUR);
    expect(given.sent().steps).toEqual({ [hash("w")]: null });
  });

  it("compares with the event that started its run", () => {
    const given = running();
    given.ops([waits("w", "go", { timeout: "1h", if: "event.data.k == async.data.k" })]);
    expect(typesOf(given.event("go", { k: 2 }))).toContain("event.unmatched");
    expect(typesOf(given.event("go", { k: 1 }))).toContain("wait.matched");
  });

  it("is over for good once it has matched; one event may resume many runs (L7)", () => {
    const given = running();
    given.ops([waits("w", "go")]);
    given.event("a");
    given.ops([waits("w", "go")]);
    expect(typesOf(given.event("go")).filter((type) => type === "wait.matched")).toHaveLength(2);
    expect(typesOf(given.event("go"))).toEqual(["event.received", "event.unmatched"]);
    expect(given.state.waits.size).toBe(0);
  });

  it("times out at its time: what is due then comes before what arrives then (L6)", () => {
    const given = running();
    given.ops([waits("w", "go")]);
    given.now += HOUR;
    expect(typesOf(given.event("go"))).toEqual(["wait.timedout", "call.sent", "event.received", "event.unmatched"]);
  });

  it("is registered before whatever else its answer brings (protocol.md 2.4)", () => {
    const given = running();
    given.ops([planned("s"), waits("w", "go")]);
    expect(typesOf(given.facts).filter((type) => type === "wait.registered" || type === "step.planned")).toEqual([
      "wait.registered",
      "step.planned",
    ]);
  });

  it.each(["event.data.k ==", ""])("with an expression that cannot be read ends the run: '%s'", (condition) => {
    const given = running();
    given.ops([waits("w", "go", { timeout: "1h", if: condition })]);
    expect(given.last("run.failed")).toMatchObject({ code: "invalid-expression", error: { name: "InvalidExpression" } });
  });
});

describe("an invoke", () => {
  it("runs the other function and resumes with its result", () => {
    const given = running();
    expect(typesOf(given.ops([invokes("i", "child")]))).toEqual([
      "call.answered",
      "invoke.started",
      "event.received",
      "run.created",
      "run.started",
      "call.sent",
    ]);
    expect(given.last("run.created")).toMatchObject({
      fn: "child",
      cause: "invoke",
      parentRunId: given.all("run.created")[0]?.runId,
      parentHashedId: hash("i"),
    });
    expect(given.sent().event).toMatchObject({ name: "inngest/function.invoked", data: { n: 1 } });
    expect(typesOf(given.returns({ got: 1 }))).toEqual(["call.answered", "run.completed", "invoke.ended", "call.sent"]);
    expect(given.sent().steps).toEqual({ [hash("i")]: { data: { got: 1 } } });
  });

  it("resumes with the error of a child that failed", () => {
    const given = running();
    given.ops([invokes("i", "child")]);
    given.throws({ name: "NonRetriableError", message: "child failed", stack: "at child" }, { "x-inngest-no-retry": "true" });
    const error = { error: "NonRetriableError", name: "NonRetriableError", message: "child failed", stack: "at child" };
    expect(given.sent().steps).toEqual({ [hash("i")]: { error } });
  });

  it("of a function that is not there fails at once, in the server's words", () => {
    const given = running();
    given.ops([invokes("i", "app-nope")]);
    expect(given.sent().steps).toEqual({ [hash("i")]: { error: { name: "Error", message: "could not find function with ID: app-nope" } } });
  });

  it("gives up at its timeout, while the child goes on", () => {
    const given = running();
    given.ops([invokes("i", "child", { timeout: "1m" })]);
    const child = given.call();
    given.wait(60_000);
    expect(given.last("invoke.ended").result).toMatchObject({ error: { name: "InngestInvokeTimeoutError" } });
    expect(typesOf(given.returns("late", child))).toEqual(["call.answered", "run.completed"]);
  });
});

describe("a run's limits", () => {
  const many = (count: number, from = 0): ReturnType<typeof ran>[] => Array.from({ length: count }, (_, i) => ran(`s${from + i}`));

  it("allow 1000 recorded steps; the next ends the run with its fact", () => {
    const given = running();
    given.ops(many(1000));
    expect(given.state.runs.size).toBe(1);
    given.ops(many(1, 1000));
    expect(given.last("run.failed")).toMatchObject({ code: "too-many-steps", error: { message: "function has too many steps" } });
  });

  it("allow 4 MB of one step's output", () => {
    const given = running();
    given.ops([ran("big", "x".repeat(4 * 1024 * 1024))]);
    expect(given.last("run.failed")).toMatchObject({ code: "output-too-large" });
  });

  it("allow 32 MB of all steps' outputs together", () => {
    const given = running();
    const large = "x".repeat(3.9 * 1024 * 1024);
    const { runId, callId } = given.call();
    const checkpoint = (ids: readonly string[]): void => {
      const ops = ids.map((id) => ({ type: "run" as const, stepId: id, hashedId: hash(id), data: large, kind: "run" }));
      given.take({ type: "checkpoint", checkpoint: { runId, callId, generation: 1, ops } });
    };
    checkpoint(["1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(given.state.runs.size).toBe(1);
    checkpoint(["9"]);
    expect(given.last("run.failed")).toMatchObject({ code: "state-too-large" });
  });
});

describe("an error in one step", () => {
  it("of an answer that brings others keeps the others", () => {
    const given = running();
    expect(typesOf(given.ops([ran("one"), erred("two")], undefined, { "x-inngest-no-retry": "false" }))).toEqual([
      "call.answered",
      "step.completed",
      "step.failed",
      "step.retry.scheduled",
    ]);
  });
});
