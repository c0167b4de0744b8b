import { describe, expect, it } from "vitest";
import { Given, hash, planned, ran, sleeps, typesOf } from "../../conformance/model/given.ts";

function running(): Given {
  const given = new Given({ id: "f", on: "a" });
  given.event("a");
  return given;
}

describe("an engine that starts again", () => {
  it("sends every open call anew: another generation, no attempt spent (L11)", () => {
    const given = running();
    const before = given.call();
    expect(typesOf(given.restart())).toEqual(["engine.restarted", "call.sent"]);
    expect(given.last("call.sent")).toMatchObject({ target: "step", attempt: 0, because: "engine-restart" });
    expect(given.last("call.sent").callId).not.toBe(before.callId);
    expect(given.sent().ctx).toMatchObject({ generation_id: 2, attempt: 0 });
  });

  it("ignores what comes late from before, and says so (L3)", () => {
    const given = running();
    const before = given.call();
    given.restart();
    expect(given.returns("late", before)).toMatchObject([{ type: "call.ignored", why: "fenced", callId: before.callId }]);
    expect(given.unreachable(before)).toMatchObject([{ type: "call.ignored", why: "fenced" }]);
    expect(given.checkpoint(["one"], before, 1)).toMatchObject({
      facts: [{ type: "call.ignored", why: "fenced" }],
      answer: { outcome: "stale" },
    });
    expect(given.state.runs.size).toBe(1);
  });

  it("keeps the steps that were recorded, and those that were planned (L3, L11)", () => {
    const given = running();
    given.checkpoint(["one"]);
    given.ops([planned("x"), planned("y")]);
    given.ops([ran("x")], given.call(hash("x")));
    given.restart();
    expect(given.open()).toMatchObject([{ target: hash("y"), because: "engine-restart" }]);
    expect(Object.keys(given.sent().steps)).toEqual([hash("one"), hash("x")]);
  });

  it("wakes what slept while it was gone, in order of due time, then of arrival (L6)", () => {
    const given = running();
    given.ops([sleeps("late", "2h")]);
    given.event("a");
    given.ops([sleeps("early", "1h")]);
    given.event("a");
    given.ops([sleeps("early too", "1h")]);
    given.now += 3 * 3_600_000;
    given.restart();
    expect(given.all("sleep.ended").map((fact) => fact.stepId)).toEqual(["early", "early too", "late"]);
  });
});

describe("paused calls", () => {
  it("hold back whatever is due, each with a fact that says why, at the cost of no attempt", () => {
    const given = running();
    given.take({ type: "pause", reason: "the host is down" });
    expect(given.ops([ran("one")])).toMatchObject([{}, {}, { type: "call.held", target: "step", reason: "the host is down" }]);
    expect(given.state.agenda.first()).toBeUndefined();
    expect(typesOf(given.take({ type: "resume", reason: "host started" }))).toEqual(["calls.resumed", "call.sent"]);
    expect(given.last("call.sent").attempt).toBe(0);
  });

  it("go out in the order of their due time (L6)", () => {
    const given = running();
    given.ops([sleeps("two hours", "2h")]);
    given.event("a");
    given.ops([sleeps("an hour", "1h")]);
    given.take({ type: "pause", reason: "down" });
    given.wait(3 * 3_600_000);
    const [second, first] = given.all("run.created").map((run) => run.runId);
    given.take({ type: "resume", reason: "up" });
    expect(
      given
        .all("call.sent")
        .slice(-2)
        .map((call) => call.runId),
    ).toEqual([first, second]);
  });

  it("stay held through a restart of the engine", () => {
    const given = running();
    given.take({ type: "pause", reason: "down" });
    given.unreachable();
    given.wait(60_000);
    expect(typesOf(given.restart())).toEqual(["engine.restarted"]);
    given.take({ type: "resume", reason: "up" });
    expect(given.last("call.sent").attempt).toBe(1);
  });
});

describe("a function that is not registered any more", () => {
  it("keeps its runs: their calls are held until it comes back", () => {
    const given = running();
    given.register({ id: "g", on: "b" });
    given.ops([ran("one")]);
    expect(given.last("call.held").reason).toContain('"f" is not registered');
    given.register({ id: "g", on: "b" });
    expect(given.open()).toEqual([]);
    given.register({ id: "f", on: "a" });
    expect(given.open()).toMatchObject([{ fn: "f", memoCount: 1 }]);
  });

  it("starts no new runs", () => {
    const given = running();
    given.register({ id: "g", on: "b" });
    expect(typesOf(given.event("a"))).toEqual(["event.received", "event.unmatched"]);
  });
});
