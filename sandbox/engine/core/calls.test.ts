import { describe, expect, it } from "vitest";
import { erred, failedFor, Given, hash, planned, ran, sleeps, START, typesOf } from "../../conformance/model/given.ts";

const NO_RETRY = { "x-inngest-no-retry": "true" };
const RETRY = { "x-inngest-no-retry": "false" };

function running(retries = 3, checkpointing = true): Given {
  const given = new Given({ id: "f", on: "a", retries });
  if (!checkpointing) given.take({ type: "checkpointing", on: false });
  given.event("a");
  return given;
}

/** Fails the same call until the run has ended; returns the delays that lay in between. */
function delaysUntilTheEnd(given: Given, fail: () => unknown): readonly number[] {
  const delays: number[] = [];
  while (given.state.runs.size > 0) {
    fail();
    const due = given.state.agenda.first();
    if (due === undefined) break;
    delays.push(due.at - given.now);
    given.wait(due.at - given.now);
  }
  return delays;
}

describe("a failing step", () => {
  it("is tried again by the same call, one attempt later", () => {
    const given = running();
    given.ops([erred("one")], undefined, RETRY);
    expect(given.last("step.failed")).toMatchObject({ stepId: "one", attempt: 0, retriable: true });
    const retry = given.last("step.retry.scheduled");
    expect(retry).toMatchObject({ stepId: "one", target: "step", attempt: 1, because: "step-error" });
    given.wait(retry.delayMs);
    expect(given.last("call.sent")).toMatchObject({ target: "step", attempt: 1, because: "retry" });
    expect(given.sent().ctx).toMatchObject({ attempt: 1, max_attempts: 4 });
  });

  it("starts every later step with attempts of its own", () => {
    const given = running();
    given.ops([erred("one")], undefined, RETRY);
    given.wait(60_000);
    given.ops([ran("one")]);
    expect(given.last("call.sent")).toMatchObject({ attempt: 0, because: "next-step" });
  });

  it("leaves its error once the attempts are spent, even if the app does not say that it is final (protocol.md 2.7)", () => {
    const given = running(1);
    given.ops([erred("one", "first")], undefined, RETRY);
    given.wait(60_000);
    given.ops([erred("one", "second")], undefined, RETRY);
    expect(given.all("step.failed").map((fact) => fact.retriable)).toEqual([true, false]);
    expect(given.sent()).toMatchObject({ ctx: { attempt: 0 }, steps: { [hash("one")]: { error: { message: "second" } } } });
  });

  it("is final when the answer forbids a retry (protocol.md 2.3)", () => {
    const given = running();
    given.ops([erred("one")], undefined, NO_RETRY);
    expect(given.last("step.failed").retriable).toBe(false);
    expect(given.all("step.retry.scheduled")).toEqual([]);
  });
});

describe("the delay before a retry", () => {
  it("follows the table, each spread over up to 30 seconds more (protocol.md 5.9)", () => {
    const table = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 7200].map((seconds) => seconds * 1000);
    const given = running(table.length);
    const delays = delaysUntilTheEnd(given, () => given.throws({ name: "Error", message: "x" }, RETRY));
    expect(delays.map((delay, i) => delay >= (table[i] ?? 0) && delay < (table[i] ?? 0) + 30_000)).toEqual(table.map(() => true));
    expect(new Set(delays.map((delay) => delay % 15_000)).size).toBeGreaterThan(1);
  });

  it("is what Retry-After says, between a second and a day", () => {
    const given = running(9);
    const asked = ["2", "0", "9999999", "2001-01-01T00:00:00Z"].map((header) => {
      given.ops([erred("one")], undefined, { ...RETRY, "retry-after": header });
      const { delayMs } = given.last("step.retry.scheduled");
      given.wait(delayMs);
      return delayMs;
    });
    expect(asked).toEqual([2000, 1000, 86_400_000, 1000]);
  });
});

describe("a failing handler", () => {
  it("is tried again as often as its retries allow, then the run fails", () => {
    const given = running(2);
    const delays = delaysUntilTheEnd(given, () => given.throws({ name: "Error", message: "x" }));
    expect(delays).toHaveLength(2);
    expect(given.last("run.failed")).toMatchObject({ code: "retries-exhausted", error: { message: "x" } });
  });

  it("is tried at most 20 times more, whatever it asks for", () => {
    const given = running(500);
    expect(delaysUntilTheEnd(given, () => given.throws({ name: "Error", message: "x" }))).toHaveLength(20);
  });

  it("is not tried again when it says so", () => {
    const given = running();
    given.throws({ name: "NonRetriableError", message: "never" }, NO_RETRY);
    expect(given.last("run.failed")).toMatchObject({ code: "function-error", error: { name: "NonRetriableError" } });
  });
});

describe("an answer that is none", () => {
  it("from nobody spends an attempt, in the server's words", () => {
    const given = running(1);
    expect(typesOf(given.unreachable())).toEqual(["call.failed", "step.retry.scheduled"]);
    expect(given.last("call.failed")).toMatchObject({ kind: "unreachable", message: "Unable to reach SDK URL" });
    given.wait(60_000);
    given.unreachable();
    expect(given.last("run.failed")).toMatchObject({ code: "retries-exhausted", error: { message: "Unable to reach SDK URL" } });
  });

  it("from a proxy, or a page of success that is no SDK's, is tried again, and kept when attempts run out", () => {
    const given = running(1);
    given.answer({ status: 504, headers: {}, body: "<html>Gateway timeout</html>" });
    expect(given.last("step.retry.scheduled")).toMatchObject({ because: "bad-answer", error: { name: "Server returned a fatal error" } });
    given.wait(60_000);
    given.answer({ status: 200, headers: {}, body: "We are back soon." });
    expect(given.last("run.failed")).toMatchObject({ code: "not-sdk", error: { name: "not_sdk", stack: "We are back soon." } });
  });

  it("that breaks the protocol is told, and tried again", () => {
    const given = running();
    given.ops([ran("one"), { op: "Teleport", id: "x" }]);
    expect(given.last("protocol.violated").what).toContain("Teleport");
    expect(given.all("step.completed")).toEqual([]);
    expect(given.last("step.retry.scheduled").because).toBe("bad-answer");
  });

  it("that says nothing new leads to another look, and after ten in a row to a retry", () => {
    const given = running();
    for (let i = 0; i < 9; i += 1) given.ops([]);
    expect(given.all("step.retry.scheduled")).toEqual([]);
    given.ops([]);
    expect(given.last("step.retry.scheduled")).toMatchObject({ because: "bad-answer", attempt: 1 });
  });
});

describe("steps in parallel", () => {
  it("get a call each, at once, with the memos that there are, and one discovery when the last has ended (protocol.md 2.8)", () => {
    const given = running();
    given.ops([planned("x"), planned("y")]);
    expect(given.open().map((call) => [call.target, call.plan, call.because])).toEqual([
      [hash("x"), true, "planned-step"],
      [hash("y"), true, "planned-step"],
    ]);
    given.ops([ran("y")], given.call(hash("y")));
    expect(given.open().map((call) => call.target)).toEqual([hash("x")]);
    given.ops([ran("x")], given.call(hash("x")));
    expect(given.open()).toMatchObject([{ target: "step", plan: false, memoCount: 2 }]);
    expect(given.sent().ctx["stack"]).toEqual({ current: 2, stack: [hash("y"), hash("x")] });
  });

  it("fail and are tried again each on its own", () => {
    const given = running();
    given.ops([planned("x"), planned("y")]);
    given.ops([erred("x")], given.call(hash("x")), RETRY);
    given.ops([ran("y")], given.call(hash("y")));
    expect(given.open()).toEqual([]);
    given.wait(60_000);
    expect(given.open()).toMatchObject([{ target: hash("x"), attempt: 1, plan: true }]);
    given.ops([failedFor("x")], given.call(), NO_RETRY);
    expect(given.open()).toMatchObject([{ target: "step", attempt: 0 }]);
  });

  it("that are reported again while they are open or done add nothing", () => {
    const given = running();
    given.ops([planned("x"), sleeps("z", "1h")]);
    given.ops([planned("x"), ran("x"), sleeps("z", "9h")], given.call(hash("x")));
    expect(typesOf(given.facts).filter((type) => type === "step.planned" || type === "sleep.started")).toHaveLength(2);
    expect(given.last("sleep.started").until).toBe(START + 3_600_000);
  });

  it("that race let the run go on with the first; others may end later", () => {
    const given = running();
    given.ops([planned("x", { parallelMode: "race" }), planned("y", { parallelMode: "race" })]);
    given.ops([ran("y")], given.call(hash("y")));
    expect(given.open().map((call) => call.target)).toEqual([hash("x"), "step"]);
    given.ops([planned("x", { parallelMode: "race" })], given.call("step"));
    expect(given.open().map((call) => call.target)).toEqual([hash("x")]);
    given.ops([ran("x")], given.call(hash("x")));
    expect(given.open()).toMatchObject([{ target: "step", memoCount: 2 }]);
  });

  it("that come after a race do not wait for its losers", () => {
    const given = running();
    given.ops([planned("x", { parallelMode: "race" }), sleeps("z", "3d", { parallelMode: "race" })]);
    given.ops([ran("x")], given.call(hash("x")));
    given.ops([planned("b")]);
    given.ops([ran("b")], given.call(hash("b")));
    expect(given.open()).toMatchObject([{ target: "step", memoCount: 2 }]);
    given.ops([sleeps("z", "3d", { parallelMode: "race" })]);
    expect(given.open()).toEqual([]);
    given.wait(3 * 86_400_000);
    expect(given.open()).toMatchObject([{ target: "step", memoCount: 3 }]);
  });

  it("of an SDK of version 1 get a discovery after each of their ends, not one for all (protocol.md 2.8)", () => {
    const given = running();
    const version1 = { "x-inngest-req-version": "1" };
    given.ops([planned("x"), planned("y")], given.call(), version1);
    given.ops([ran("x")], given.call(hash("x")), version1);
    expect(given.open().map(({ target, memoCount }) => [target, memoCount])).toEqual([
      [hash("y"), 0],
      ["step", 1],
    ]);
    given.ops([], given.call("step"), version1);
    given.ops([ran("y")], given.call(hash("y")), version1);
    expect(given.open()).toMatchObject([{ target: "step", memoCount: 2 }]);
  });

  it("that do not come in the answer to their own call are a fault of the app", () => {
    const given = running();
    given.ops([planned("x"), planned("y")]);
    given.ops([planned("x")], given.call(hash("x")));
    expect(given.last("step.retry.scheduled")).toMatchObject({ target: hash("x"), stepId: "x", because: "bad-answer" });
  });

  it("alone in their answer go on running in their call: the app had run for long enough (protocol.md 3.5)", () => {
    const given = running();
    given.ops([planned("x")]);
    expect(given.open()).toMatchObject([{ target: hash("x"), plan: false, because: "runtime-limit" }]);
  });
});

describe("checkpoints", () => {
  it("record steps while their call is open, once each (protocol.md 3.2)", () => {
    const given = running();
    expect(given.checkpoint(["one"]).answer).toEqual({ type: "checkpoint", outcome: "stored" });
    expect(given.last("step.completed")).toMatchObject({ stepId: "one", via: "checkpoint" });
    expect(given.checkpoint(["one"])).toEqual({ facts: [], answer: { type: "checkpoint", outcome: "stored" } });
    expect(given.open()).toHaveLength(1);
  });

  it("start the attempts of their call anew: a later step has all of its own", () => {
    const given = running(2);
    given.unreachable();
    given.wait(60_000);
    given.checkpoint(["one"]);
    given.ops([erred("two")], undefined, RETRY);
    expect(given.last("step.retry.scheduled")).toMatchObject({ stepId: "two", attempt: 1 });
  });

  it("of a call that is not open any more are stale and add nothing", () => {
    const given = running();
    const call = given.call();
    given.unreachable(call);
    const { facts, answer } = given.checkpoint(["one"], call);
    expect([typesOf(facts), answer]).toEqual([["call.ignored"], { type: "checkpoint", outcome: "stale" }]);
  });

  it("of a run that has ended find nothing", () => {
    const given = running();
    const call = given.call();
    given.returns(null);
    expect(given.checkpoint(["one"], call).answer).toEqual({ type: "checkpoint", outcome: "gone" });
    expect(given.last("call.ignored").why).toBe("run-ended");
  });

  it("are switched off by the engine, from the next call on (protocol.md 3.6)", () => {
    const given = running();
    expect(given.sent().ctx).toHaveProperty("fn_id");
    given.take({ type: "checkpointing", on: false });
    given.ops([ran("one")]);
    expect(given.last("call.sent").mode).toBe("per-step");
    expect(given.sent().ctx).not.toHaveProperty("fn_id");
    expect(given.sent().ctx).not.toHaveProperty("qi_id");
  });
});
