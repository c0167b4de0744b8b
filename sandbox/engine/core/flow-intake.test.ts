// Flow control between events and runs: rate limit, debounce, batches, singletons and cancelOn (protocol.md 5.4, 5.5, 5.7, 5.8).
import { describe, expect, it } from "vitest";
import { Given, hash, invokes, sleeps, START, typesOf, waits } from "../../conformance/model/given.ts";
import type { JsonObject } from "../../log/json.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";

const fn = (flow: JsonObject): Given => new Given({ id: "f", flow });
const send = (given: Given, count: number, data: JsonObject = {}): void => {
  for (let i = 0; i < count; i += 1) given.event("a", { n: i, ...data });
};
const createdAt = (given: Given): readonly number[] => given.all("run.created").map((run) => (run.t - START) / 1000);
const dataOf = (given: Given): unknown[] => given.open().map((call) => given.sent(call).event["data"]);

describe("a rate limit", () => {
  it("of 2 in 10 s admits one of five at once, and the next 5 s later; each skip names the rule (5.4, L9)", () => {
    const given = fn({ rateLimit: { limit: 2, period: "10s" } });
    send(given, 5);
    expect(given.all("run.created")).toHaveLength(1);
    const rule = { type: "rate-limit", limit: 2, periodMs: 10_000 };
    expect(given.all("event.skipped")).toMatchObject(Array.from({ length: 4 }, () => ({ fn: "f", name: "a", rule, until: START + 5000 })));
    given.wait(4999);
    send(given, 1);
    given.wait(1);
    send(given, 2);
    expect(createdAt(given)).toEqual([0, 5]);
  });
  it("of 20 in 60 s admits 3 at once (5.4)", () => {
    const given = fn({ rateLimit: { limit: 20, period: "60s" } });
    send(given, 5);
    expect(given.all("run.created")).toHaveLength(3);
  });
  it("keeps keys apart, and does not apply where the key is false", () => {
    const given = fn({ rateLimit: { limit: 1, period: "1h", key: "event.data.user" } });
    for (const user of ["a", "a", "b", false, false]) given.event("a", { user });
    expect(given.all("run.created")).toHaveLength(4);
  });
  it("does not apply to events without the key's field, and counts null, false and 0 as they are (observed on a real server, August 2026)", () => {
    const given = fn({ rateLimit: { limit: 1, period: "1h", key: "event.data.user" } });
    send(given, 3);
    for (const user of [null, null, 0, 0]) given.event("a", { user });
    expect(given.all("run.created")).toHaveLength(3 + 1 + 1);
  });
  it("applies to invokes: the invoker gets an error that says so (5.11)", () => {
    const given = new Given({ id: "f" }, { id: "g", on: "b", flow: { rateLimit: { limit: 1, period: "1h" } } });
    given.event("b");
    given.event("a");
    given.ops(invokes("i", "g"));
    expect(given.last("invoke.ended").result).toMatchObject({ error: { message: "invoked function is rate limited" } });
  });
  it("by idempotency admits one run per key in 24 h (5.4)", () => {
    const given = fn({ idempotency: "event.data.order" });
    for (const order of [1, 1, 2]) given.event("a", { order });
    expect(given.all("event.skipped")).toMatchObject([{ rule: { type: "idempotency", key: "event.data.order" } }]);
    given.wait(86_400_000);
    given.event("a", { order: 1 });
    expect(given.all("run.created")).toHaveLength(3);
    send(given, 2);
    expect(given.all("run.created")).toHaveLength(5);
  });
});

describe("debounce", () => {
  it("starts one run, a period after the last event, with the newest; the others are skipped for it (5.5, L9)", () => {
    const given = fn({ debounce: { period: "2s" } });
    for (let n = 0; n < 3; n += 1) {
      given.event("a", { n });
      given.wait(1000);
    }
    given.wait(999);
    expect(given.all("run.created")).toEqual([]);
    given.wait(1);
    expect([createdAt(given), dataOf(given)]).toEqual([[4], [{ n: 2 }]]);
    const [, , third] = given.all("event.received");
    expect(given.all("event.skipped").map((skip) => [skip.rule.type, skip.newer === third?.eventId])).toEqual([
      ["debounce", false],
      ["debounce", true],
    ]);
  });
  it("starts at its timeout although events keep coming (5.5)", () => {
    const given = fn({ debounce: { period: "2s", timeout: "4s" } });
    for (let n = 0; n < 8; n += 1) {
      given.event("a", { n });
      given.wait(1000);
    }
    given.wait(10_000);
    expect(createdAt(given)).toEqual([4, 8]);
  });
  it("keeps the event with the newest ts (5.5)", () => {
    const given = fn({ debounce: { period: "1s" } });
    given.event("a", { n: 1 }, { ts: START });
    given.event("a", { n: 0 }, { ts: START - 5000 });
    given.wait(1000);
    expect(dataOf(given)).toEqual([{ n: 1 }]);
  });
  it("whose key cannot be evaluated has one bucket for all such events (5.5)", () => {
    const given = fn({ debounce: { period: "1s", key: "event.data.n + 1" } });
    send(given, 3);
    given.wait(1000);
    expect(given.all("run.created")).toHaveLength(1);
  });
  it("outlives a restart and a snapshot", () => {
    const given = fn({ debounce: { period: "2s" } });
    given.event("a", { n: 1 });
    given.state = readSnapshot(writeSnapshot(given.state, 0)) ?? given.state;
    given.restart();
    given.wait(2000);
    expect(dataOf(given)).toEqual([{ n: 1 }]);
  });
});

describe("a batch", () => {
  const batchEvents = { maxSize: 3, timeout: "5s" };

  // L2. A run of one batch.
  it("that is full goes at once, with its events in order of arrival (5.7)", () => {
    const given = fn({ batchEvents });
    send(given, 4);
    expect(given.all("batch.closed")).toMatchObject([{ why: "size", eventIds: { length: 3 } }]);
    const call = given.sent() as unknown as { readonly event: JsonObject; readonly events: readonly JsonObject[] };
    expect([call.event["data"], call.events.map((event) => event["data"])]).toEqual([{ n: 0 }, [{ n: 0 }, { n: 1 }, { n: 2 }]]);
    expect(given.last("run.created")).toMatchObject({ cause: "batch", eventIds: { length: 3 } });
  });
  it("that is not full goes a timeout after its first event; one event is still a batch (5.7)", () => {
    const given = fn({ batchEvents });
    given.event("a", { n: 0 });
    given.wait(4000);
    given.event("b");
    expect(given.all("run.created")).toEqual([]);
    given.wait(1000);
    expect([createdAt(given), given.last("batch.closed").why]).toEqual([[5], "timeout"]);
  });
  it("keeps keys apart, and an event that `if` does not let in runs alone and at once (5.7)", () => {
    const given = fn({ batchEvents: { ...batchEvents, key: "event.data.user", if: "event.data.small" } });
    for (const data of [{ user: "a", small: true }, { user: "b", small: true }, { user: "a" }]) given.event("a", data);
    expect(given.all("run.created").map((run) => run.cause)).toEqual(["event"]);
    given.wait(5000);
    expect(given.all("run.created").map((run) => run.cause)).toEqual(["event", "batch", "batch"]);
  });
  it("ignores a ts in the future, has no start timeout and is not rate limited (5.7, 5.4)", () => {
    const given = fn({ batchEvents, timeouts: { start: "1s" }, rateLimit: { limit: 1, period: "1h" }, concurrency: [{ limit: 1 }] });
    for (let n = 0; n < 6; n += 1) given.event("a", { n }, { ts: START + 60_000 });
    given.wait(10_000);
    expect([createdAt(given), given.all("run.cancelled"), given.open().length]).toEqual([[0, 0], [], 1]);
  });
  it("loses nothing when its function is gone: each event is skipped with the reason (L9)", () => {
    const given = fn({ batchEvents });
    send(given, 2);
    given.register({ id: "other" });
    given.wait(5000);
    expect(given.all("run.skipped").map((skip) => skip.because)).toEqual(["function-gone", "function-gone"]);
  });
  it("outlives a restart and a snapshot", () => {
    const given = fn({ batchEvents });
    send(given, 2);
    given.state = readSnapshot(writeSnapshot(given.state, 0)) ?? given.state;
    given.restart();
    given.event("a", { n: 2 });
    expect(given.last("run.created").events).toHaveLength(3);
    expect([given.state.alarms.size, given.state.flow.batches.open]).toEqual([0, {}]);
  });
});

describe("a singleton", () => {
  it("skips an event while its run is unfinished, and names the run (5.8, L9)", () => {
    const given = fn({ singleton: { mode: "skip", key: "event.data.user" } });
    for (const user of ["a", "a", "b"]) given.event("a", { user });
    const [first] = given.all("run.created");
    expect(given.all("event.skipped")).toMatchObject([{ rule: { type: "singleton", mode: "skip" }, holder: first?.runId }]);
    given.returns(1, given.open()[0]);
    given.event("a", { user: "a" });
    expect(given.all("run.created")).toHaveLength(3);
  });
  it("cancels the old run for the new one, whose call goes out while the old one's may still be in flight (5.8, L10)", () => {
    const given = new Given({ id: "f", flow: { singleton: { mode: "cancel" } } }, { id: "g", on: "inngest/function.cancelled" });
    given.event("a", { n: 0 });
    const call = given.call();
    given.event("a", { n: 1 });
    expect(given.last("run.cancelled")).toMatchObject({ runId: call.runId, rule: { type: "singleton", mode: "cancel" } });
    expect(typesOf(given.returns("late", call))).toEqual(["call.ignored"]);
    expect(dataOf(given)).toMatchObject([{ n: 1 }, { run_id: call.runId, _inngest: { status: "Cancelled" } }]);
  });
  it("is none where the event lacks the key's field", () => {
    const given = fn({ singleton: { mode: "skip", key: "event.data.user" } });
    send(given, 3);
    expect(given.all("run.created")).toHaveLength(3);
  });
  it("is none where the key is false", () => {
    const given = fn({ singleton: { mode: "skip", key: "false" } });
    send(given, 2);
    expect(given.all("run.created")).toHaveLength(2);
  });
});

describe("cancelOn", () => {
  const flow = { cancel: [{ event: "stop", if: "event.data.id == async.data.id", timeout: "1h" }], concurrency: [{ limit: 1 }] };
  const running = (): Given => {
    const given = fn(flow);
    given.event("a", { id: "x" });
    given.wait(1);
    return given;
  };

  it("ends a run that sleeps, waits or stands in line, and says by which event and rule (5.8)", () => {
    const given = running();
    given.event("a", { id: "x" });
    given.wait(1);
    given.ops([sleeps("nap", "1h"), waits("w", "never")], given.open()[0]);
    expect(typesOf(given.event("stop", { id: "x" }))).toEqual(["event.received", "run.cancelled", "run.cancelled"]);
    expect(given.last("run.cancelled")).toMatchObject({
      rule: { type: "cancel", event: "stop" },
      eventId: given.last("event.received").eventId,
    });
    expect([given.state.runs.size, given.state.waits.size, given.state.agenda.first()]).toEqual([0, 0, undefined]);
  });
  it("takes an event whose condition holds for both events", () => {
    const given = running();
    given.event("stop", { id: "y" });
    expect(given.state.runs.size).toBe(1);
  });
  it("is valid for its timeout from the start (5.8)", () => {
    const given = running();
    given.ops(sleeps("nap", "2h"));
    given.wait(3_600_000);
    given.event("stop", { id: "x" });
    expect(given.state.runs.size).toBe(1);
  });
  it("resolves the step that had invoked the run, with the data of its end, and tells whoever listens (protocol-more.md M5.1)", () => {
    const given = new Given(
      { id: "f" },
      { id: "g", on: "b", flow: { cancel: [{ event: "stop" }] } },
      { id: "h", on: "inngest/function.cancelled" },
      { id: "k", on: "inngest/function.finished" },
    );
    given.event("a");
    given.ops(invokes("i", "g"));
    given.wait(1);
    given.event("stop");
    const ended = { _inngest: { status: "Cancelled" }, function_id: "g", event: { name: "inngest/function.invoked" } };
    expect(given.last("invoke.ended")).toMatchObject({ hashedId: hash("i"), result: { data: ended } });
    expect(given.open().map((call) => call.fn)).toEqual(["f", "k", "h"]);
    const told = given.open().map((call) => given.sent(call).event["data"] as JsonObject);
    expect(told.slice(1)).toMatchObject([ended, ended]);
    expect(Object.keys(told[1] ?? {})).not.toContain("result");
  });
  it("is a listener: an event that only cancels is not reported as unmatched", () => {
    const given = running();
    given.event("stop", { id: "x" });
    expect(given.all("event.unmatched")).toEqual([]);
  });
});

describe("a rerun", () => {
  it("joins at the start: neither limited nor a singleton, but in line like any run", () => {
    const given = fn({ rateLimit: { limit: 1, period: "1h" }, singleton: { mode: "skip" }, concurrency: [{ limit: 1 }] });
    given.event("a", { n: 0 });
    const { runId, eventIds } = given.last("run.created");
    const { name, data, ts, id, user } = given.last("event.received");
    given.take({ type: "rerun", fn: "f", of: runId, events: [{ eventId: eventIds[0] ?? "", name, data, ts, id, user }] });
    expect(given.last("run.created")).toMatchObject({ cause: "rerun", parentRunId: runId });
    expect(given.last("run.queued")).toMatchObject({ reason: "concurrency" });
  });
});
