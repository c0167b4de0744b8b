import { describe, expect, it } from "vitest";
import { fold } from "./fold.ts";
import { writeSnapshot } from "./snapshot.ts";
import { createState } from "./state.ts";
import { Given, START, typesOf } from "../../conformance/model/given.ts";

const DAY = 86_400_000;

describe("an event", () => {
  it("starts one run of every function that it triggers, and is stored with them in one batch (L1, L2)", () => {
    const given = new Given({ id: "f", on: "a" }, { id: "g", on: "a" }, { id: "h", on: "b" });
    expect(typesOf(given.event("a"))).toEqual([
      "event.received",
      "run.created",
      "run.created",
      "run.started",
      "call.sent",
      "run.started",
      "call.sent",
    ]);
    expect(given.all("run.created").map((run) => run.fn)).toEqual(["f", "g"]);
  });

  it("triggers by wildcard at any depth", () => {
    const given = new Given({ id: "f", on: "shop/*" });
    expect(typesOf(given.event("shop/order/paid"))).toContain("run.created");
    expect(typesOf(given.event("shopping"))).toContain("event.unmatched");
  });

  it("starts one run of a function, however many of its triggers match (protocol.md 5.1)", () => {
    const given = new Given({ id: "f", flow: { triggers: [{ event: "shop/order" }, { event: "shop/*" }] } });
    given.event("shop/order");
    expect(given.all("run.created")).toHaveLength(1);
  });

  it("triggers only where the expression holds", () => {
    const given = new Given({ id: "f", on: "a", if: "event.data.n > 2" });
    expect(typesOf(given.event("a", { n: 3 }))).toContain("run.created");
    expect(typesOf(given.event("a", { n: 2 }))).toContain("event.unmatched");
    expect(typesOf(given.event("a", {}))).toContain("event.unmatched");
  });

  it("asks for the time of the decision: what it chose then stays chosen after a restart (L12)", () => {
    const given = new Given({ id: "f", on: "a", if: "now() < date(event.data.until)" });
    const until = "2027-01-15T09:00:00Z";
    given.event("a", { until });
    given.now = Date.parse(until);
    given.event("a", { until });
    expect([given.all("run.created").length, given.all("event.unmatched").length]).toEqual([1, 1]);
    const again = createState();
    for (const fact of given.facts) fold(again, fact);
    expect(writeSnapshot(again, 1)).toEqual(writeSnapshot(given.state, 1));
  });

  it("that nobody listens to is kept, with the name that was probably meant", () => {
    const given = new Given({ id: "f", on: "demo/greet" }, { id: "g", on: "invoice/paid" });
    given.event("demo/greeet");
    expect(given.last("event.unmatched")).toMatchObject({ name: "demo/greeet", suggestion: "demo/greet" });
    given.register({ id: "f", on: "demo/greet", if: "event.data.n > 2" }, { id: "g", on: "demo/great" });
    given.event("demo/greet", { n: 1 });
    expect(given.last("event.unmatched")).not.toHaveProperty("suggestion");
    given.event("something/else/entirely");
    expect(given.last("event.unmatched")).not.toHaveProperty("suggestion");
  });

  it("keeps the sender's id beside the engine's own, and its data as it came", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a", { nested: { list: [1, null] } }, { id: "mine" });
    const received = given.last("event.received");
    expect(received).toMatchObject({ id: "mine", data: { nested: { list: [1, null] } }, ts: START });
    expect(received.eventId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(given.sent().event).toMatchObject({ id: "mine", name: "a" });
  });

  it("starts a run that belongs to the function as it was then: its retries and rules stay as they were (L2)", () => {
    const flow = { cancel: [{ event: "stop" }], timeouts: { finish: "1h" } };
    const given = new Given({ id: "f", on: "a", retries: 1, flow });
    given.event("a");
    given.register({ id: "f", on: "a", retries: 7 });
    expect([given.sent().ctx["max_attempts"], given.last("run.created").maxAttempts]).toEqual([2, 2]);
    given.event("a");
    given.event("stop");
    expect(given.all("run.cancelled").map(({ runId }) => runId)).toEqual([given.all("run.created")[0]?.runId]);
    expect(given.last("run.created").maxAttempts).toBe(8);
  });

  it("reaches its function with the version and the sessions that its sender gave (protocol.md 4.1)", () => {
    const given = new Given({ id: "f", on: "a" });
    const event = { name: "a", data: {}, user: {}, v: "2", meta: { sessions: { user: "ada" } } };
    given.take({ type: "event", source: "learner", event });
    expect(given.sent().event).toMatchObject({ v: "2", meta: { sessions: { user: "ada" } } });
    expect(given.sent().event).not.toHaveProperty("eventId");
    expect(given.last("run.created").sessions).toEqual([["user", "ada"]]);
  });

  it("of the past starts its run now", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a", {}, { ts: START - 4000 });
    expect(given.last("run.created").startAt).toBe(START);
    expect(given.sent().event).toMatchObject({ ts: START - 4000 });
  });

  it("of the future starts its run then, and not before (L6)", () => {
    const given = new Given({ id: "f", on: "a" });
    expect(typesOf(given.event("a", {}, { ts: START + 4000 }))).toEqual(["event.received", "run.created", "run.queued"]);
    expect(given.wait(3999)).toEqual([]);
    expect(typesOf(given.wait(1))).toEqual(["run.started", "call.sent"]);
  });
});

describe("an event id", () => {
  it("starts one run per function while that run is unfinished (L8)", () => {
    const given = new Given({ id: "f", on: "a" }, { id: "g", on: "a" });
    given.event("a", {}, { id: "once" });
    expect(typesOf(given.event("a", {}, { id: "once" }))).toEqual(["event.received", "event.deduped", "event.deduped"]);
  });

  it("keeps a second run away for 24 hours after the first has ended, and no longer (L8)", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a", {}, { id: "once" });
    given.returns(null);
    given.wait(DAY - 1);
    expect(typesOf(given.event("a", {}, { id: "once" }))).toContain("event.deduped");
    given.wait(1);
    expect(typesOf(given.event("a", {}, { id: "once" }))).toContain("run.created");
  });

  it("that was given by the sender's seed counts like one that was written (protocol.md 4.3)", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a", {}, { eventId: "01SEEDED" });
    expect(typesOf(given.event("a", {}, { eventId: "01SEEDED" }))).toEqual(["event.received", "event.deduped"]);
  });

  it("is forgotten once it has expired", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a", {}, { id: "once" });
    given.returns(null);
    expect(given.state.tombstones.size).toBe(1);
    given.wait(DAY);
    given.event("b");
    expect(given.state.tombstones.size).toBe(0);
  });
});

describe("a run's end", () => {
  const onFailure = { id: "f-failure", on: "inngest/function.failed", if: "event.data.function_id == 'f'", retries: 1 };

  it("starts onFailure with the error, once (protocol.md 4.6)", () => {
    const given = new Given({ id: "f", on: "a", retries: 0 }, onFailure);
    given.event("a", { n: 7 });
    const failed = given.throws({ name: "TypeError", message: "no such thing", stack: "at f" });
    expect(typesOf(failed)).toEqual(["call.failed", "run.failed", "event.received", "run.created", "run.started", "call.sent"]);
    const { data } = given.sent().event as { data: { error: object; event: { data: object }; run_id: string } };
    expect(data.error).toMatchObject({ name: "TypeError", message: "no such thing" });
    expect(data.event.data).toEqual({ n: 7 });
    expect(data.run_id).toBe(given.last("run.failed").runId);
  });

  it("of a failing onFailure starts nothing more", () => {
    const given = new Given({ id: "f", on: "a", retries: 0 }, { ...onFailure, if: "true", retries: 0 });
    given.event("a");
    given.throws({ name: "Error", message: "first" });
    expect(typesOf(given.throws({ name: "Error", message: "second" }))).toEqual(["call.failed", "run.failed"]);
  });

  it("is an event that functions may listen to; without a listener nothing is stored", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a");
    expect(typesOf(given.returns(1))).toEqual(["call.answered", "run.completed"]);
    given.register({ id: "f", on: "a" }, { id: "audit", on: "inngest/function.finished" });
    given.event("a");
    expect(typesOf(given.returns(2))).toEqual([
      "call.answered",
      "run.completed",
      "event.received",
      "run.created",
      "run.started",
      "call.sent",
    ]);
    expect(given.sent().event).toMatchObject({ name: "inngest/function.finished", data: { function_id: "f", result: 2 } });
  });
});

describe("a rerun", () => {
  it("is a new run with the same events, from the top", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a", { n: 1 }, { id: "once" });
    given.returns(null);
    const { runId, eventIds } = given.last("run.created");
    const { eventId, name, data, ts, id, user } = given.last("event.received");
    given.take({ type: "rerun", fn: "f", of: runId, events: [{ eventId, name, data, ts, id, user }] });
    expect(given.last("run.created")).toMatchObject({ cause: "rerun", parentRunId: runId, eventIds });
    expect(given.sent()).toMatchObject({ event: { data: { n: 1 }, id: "once" }, steps: {} });
  });
});
