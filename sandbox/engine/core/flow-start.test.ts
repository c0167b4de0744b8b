// Flow control at the start of calls: concurrency, throttle, priority and timeouts of a run (protocol.md 5.2, 5.3, 5.6, 5.8).
import { describe, expect, it } from "vitest";
import { Given, ran, sleeps, START, typesOf, waits } from "../../conformance/model/given.ts";
import type { JsonObject } from "../../log/json.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";

const fn = (flow: JsonObject, more: { readonly id?: string; readonly on?: string } = {}): Given =>
  new Given({ id: "f", retries: 1, ...more, flow });
const send = (given: Given, count: number, data: JsonObject = {}): void => {
  for (let i = 0; i < count; i += 1) given.event("a", { n: i, ...data });
};
/** Seconds after the start at which runs sent their first call. */
const startsOf = (given: Given): readonly number[] => given.all("run.started").map((run) => (run.t - START) / 1000);
const dataOf = (given: Given): unknown[] => given.open().map((call) => given.sent(call).event["data"]);

describe("concurrency", () => {
  const one = { concurrency: [{ limit: 1 }] };

  it("lets as many calls out as the limit says; the others wait, with the rule that made them (L9)", () => {
    const given = fn({ concurrency: [{ limit: 2 }] });
    send(given, 4);
    expect(given.open()).toHaveLength(2);
    const rule = { type: "concurrency", unit: "step", scope: "fn", limit: 2 };
    expect(given.all("run.queued")).toMatchObject([
      { reason: "concurrency", rule, target: "step" },
      { reason: "concurrency", rule },
    ]);
    given.returns(1);
    expect(given.open()).toHaveLength(2);
  });
  it("counts executing steps, not runs: one that sleeps makes room (5.2)", () => {
    const given = fn(one);
    send(given, 2);
    given.ops(sleeps("nap", "1h"));
    expect(dataOf(given)).toEqual([{ n: 1 }]);
    expect(given.state.runs.size).toBe(2);
  });
  it("goes by arrival, and a step of an old run goes before the first of a new one", () => {
    const given = fn(one);
    send(given, 3);
    given.ops(ran("s"));
    expect(dataOf(given)).toEqual([{ n: 0 }]);
    given.returns(0);
    given.returns(0);
    expect(dataOf(given)).toEqual([{ n: 2 }]);
  });
  it("keeps keys apart; a missing key is one more (5.2)", () => {
    const given = fn({ concurrency: [{ limit: 1, key: "event.data.user" }] });
    for (const user of ["a", "a", "b"]) given.event("a", { user });
    send(given, 2);
    expect(dataOf(given)).toEqual([{ user: "a" }, { user: "b" }, { n: 0 }]);
  });
  it("of an account is shared by all functions that use the same key (5.2)", () => {
    const shared = (limit: number): JsonObject => ({ concurrency: [{ limit, key: '"x"', scope: "account" }] });
    const given = new Given({ id: "f", flow: shared(1) }, { id: "g", flow: shared(1) }, { id: "h", flow: {} });
    given.event("a");
    expect(given.open().map((call) => call.fn)).toEqual(["f", "h"]);
    given.returns(1, given.open()[0]);
    expect(given.open().map((call) => call.fn)).toEqual(["h", "g"]);
  });
  it("of two entries needs room in both", () => {
    const given = fn({ concurrency: [{ limit: 3 }, { limit: 1, key: "event.data.user" }] });
    for (const user of ["a", "a", "b", "c", "d"]) given.event("a", { user });
    expect(dataOf(given)).toEqual([{ user: "a" }, { user: "b" }, { user: "c" }]);
  });
  it("of whole runs is held through sleeps, to the run's end", () => {
    const given = fn({ concurrency: { fn: [{ limit: 1 }] } });
    send(given, 2);
    given.ops(sleeps("nap", "1h"));
    expect(given.open()).toHaveLength(0);
    given.wait(3_600_000);
    given.returns(1);
    expect(dataOf(given)).toEqual([{ n: 1 }]);
  });
  it("of 0 is no limit, and without a word there are 1000 per function (5.2)", () => {
    const lifted = fn({ concurrency: 0 });
    send(lifted, 1001);
    expect(lifted.open()).toHaveLength(1001);
    const given = fn({});
    send(given, 1001);
    expect(given.open()).toHaveLength(1000);
  });
  it("stands again after a restart, with everybody in line", () => {
    const given = fn(one);
    send(given, 3);
    given.restart();
    expect(dataOf(given)).toEqual([{ n: 0 }]);
    given.returns(1);
    given.returns(1);
    given.returns(1);
    expect(given.all("run.completed")).toHaveLength(3);
  });
  it("stands while calls are paused: nobody goes, and nobody is forgotten", () => {
    const given = fn(one);
    send(given, 2);
    given.take({ type: "pause", reason: "test" });
    given.returns(1);
    expect(given.open()).toHaveLength(0);
    given.take({ type: "resume", reason: "test" });
    expect(dataOf(given)).toEqual([{ n: 1 }]);
  });
  it("of a cancelled run stays taken until its call has answered (L10)", () => {
    const given = fn({ ...one, cancel: [{ event: "stop" }] });
    send(given, 2);
    const call = given.call();
    given.wait(1);
    given.event("stop");
    expect(typesOf(given.returns("late", call))).toEqual(["call.ignored"]);
    expect(given.all("run.cancelled")).toHaveLength(2);
    given.event("a", { n: 2 });
    expect(dataOf(given)).toEqual([{ n: 2 }]);
  });
});

describe("changed limits", () => {
  // L2. Only limits on its calls follow the function.
  it("apply to calls that wait: they are decided anew", () => {
    const given = fn({ concurrency: [{ limit: 1 }] });
    send(given, 4);
    given.register({ id: "f", flow: { concurrency: [{ limit: 3 }] } });
    expect(given.open()).toHaveLength(3);
    expect(given.all("run.queued").at(-1)).toMatchObject({ rule: { limit: 3 } });
    given.register({ id: "f" });
    expect(given.open()).toHaveLength(4);
  });
});

describe("throttle", () => {
  it("of 2 in 4 s lets 2 start at once, then one each 2 s (5.3)", () => {
    const given = fn({ throttle: { limit: 2, period: "4s" } });
    send(given, 5);
    for (let i = 0; i < 8; i += 1) given.wait(1000);
    expect(startsOf(given)).toEqual([0, 0, 2, 4, 6]);
    expect(given.all("run.queued")[0]).toMatchObject({ reason: "throttle", until: START + 2000, rule: { type: "throttle", limit: 2 } });
  });
  it("of 1 in 3 s with a burst of 2 lets 3 start at once, then one each 3 s (5.3)", () => {
    const given = fn({ throttle: { limit: 1, period: "3s", burst: 2 } });
    send(given, 5);
    for (let i = 0; i < 8; i += 1) given.wait(1000);
    expect(startsOf(given)).toEqual([0, 0, 0, 3, 6]);
  });
  it("leaves retries and later steps alone", () => {
    const given = fn({ throttle: { limit: 1, period: "1h" } });
    send(given, 1);
    given.ops(ran("s"));
    given.throws({ name: "Error", message: "boom" }, { "retry-after": "1" });
    given.wait(1000);
    expect(given.open()).toHaveLength(1);
  });
  it("is not spent by a start that has no slot (5.1)", () => {
    const given = fn({ throttle: { limit: 1, period: "10s" }, concurrency: [{ limit: 1 }] });
    send(given, 2);
    given.wait(15_000);
    given.returns(1);
    given.returns(1);
    expect(startsOf(given)).toEqual([0, 15]);
  });
});

describe("priority", () => {
  const prioritized = (run: string): Given => fn({ priority: { run }, concurrency: [{ limit: 1 }] });

  it("orders those that wait: 100, 20, 0 (5.6)", () => {
    const given = prioritized("int(event.data.p)");
    for (const p of [0, 0, 20, 100]) given.event("a", { p });
    const order: unknown[] = [];
    while (given.open().length > 0) {
      order.push(...dataOf(given));
      given.returns(1);
    }
    expect(order).toEqual([{ p: 0 }, { p: 100 }, { p: 20 }, { p: 0 }]);
  });
  it("that comes to a double counts as 0, and the run says so (5.6)", () => {
    const given = prioritized("event.data.p");
    given.event("a", { p: 100 });
    expect(given.last("run.created").rules?.priority).toEqual({ seconds: 0, problem: "not-an-integer" });
  });
  it("that is negative gives way and delays nobody on an idle queue", () => {
    const given = prioritized("-5");
    given.event("a");
    expect(startsOf(given)).toEqual([0]);
  });
});

describe("a timeout", () => {
  const timeouts = { timeouts: { start: "10s", finish: "1m" } };

  it("of the start cancels a run that waits for too long (5.8)", () => {
    const given = fn({ ...timeouts, concurrency: [{ limit: 1 }] });
    send(given, 2);
    given.ops(ran("s"));
    given.wait(9_999);
    expect(given.all("run.cancelled")).toEqual([]);
    given.wait(1);
    expect(given.all("run.cancelled")).toMatchObject([{ rule: { type: "timeout-start", ms: 10_000 } }]);
    expect(given.state.runs.size).toBe(1);
  });
  it("of the finish counts from the first call, also while the run sleeps (5.8, L6)", () => {
    const given = fn(timeouts);
    given.wait(5000);
    given.event("a");
    given.ops(waits("w", "never"));
    given.wait(59_999);
    expect(given.all("run.cancelled")).toEqual([]);
    given.wait(1);
    expect(given.last("run.cancelled")).toMatchObject({ t: START + 65_000, rule: { type: "timeout-finish", ms: 60_000 } });
  });
  it("is over with its run", () => {
    const given = fn(timeouts);
    given.event("a");
    given.returns(1);
    given.wait(100_000);
    expect(given.all("run.cancelled")).toEqual([]);
    expect(given.state.alarms.size).toBe(0);
  });
});

describe("a snapshot", () => {
  it("keeps the line, the limits and who holds them", () => {
    const flow = {
      concurrency: [{ limit: 1 }],
      throttle: { limit: 1, period: "10s" },
      timeouts: { start: "1h" },
      cancel: [{ event: "stop" }],
    };
    const [kept, given] = [fn(flow), fn(flow)];
    for (const each of [kept, given]) {
      send(each, 3);
      each.wait(1);
    }
    const state = readSnapshot(writeSnapshot(given.state, 0));
    if (state === undefined) throw new Error("The snapshot cannot be read.");
    given.state = state;
    for (const each of [kept, given]) {
      each.returns(1);
      each.wait(20_000);
      each.returns(1);
      each.event("stop");
    }
    expect(given.facts).toEqual(kept.facts);
    expect(given.all("run.cancelled")).toHaveLength(1);
  });
});
