// What accompanies a run: cancelOn and timeouts (protocol.md 5.8), priority (5.6), and the words that facts carry.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulidOf } from "../protocol/ulid.ts";
import { candidatesFor, cancelledBy, createCancels, subscribed, unsubscribed } from "./cancel-on.ts";
import { bucketOf, keyText } from "./keys.ts";
import { factorOf, scoreOf } from "./priority.ts";
import { inWords, type CancelRule } from "../log/rules.ts";
import { deadlineOf, isPassed } from "./timeouts.ts";

const T0 = 1_795_182_027_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const id = (at: number, chance = 0): string =>
  ulidOf(
    at,
    Array.from({ length: 10 }, () => chance),
  );
const stop: CancelRule = { type: "cancel", event: "a/stop" };

describe("cancelOn", () => {
  const run = { runId: id(T0, 255), startAt: T0 };
  const asked = (rule: CancelRule, eventAt: number, now = eventAt, holds = true): boolean =>
    cancelledBy([rule], run, { eventId: id(eventAt), name: "a/stop" }, now, () => holds) !== undefined;

  it("takes events newer than the run: by the time in their ids, not by their random part", () =>
    expect([asked(stop, T0 - 1), asked(stop, T0), asked(stop, T0 + 1)]).toEqual([false, true, true]));
  it("takes the event's own name alone", () =>
    expect(cancelledBy([stop], run, { eventId: id(T0 + 1), name: "a/stop/all" }, T0 + 1, () => true)).toBeUndefined());
  it("takes an event whose condition holds, and says which rule it was", () => {
    const conditional: CancelRule = { ...stop, if: "event.data.id == async.data.id" };
    expect([asked(conditional, T0 + 1, T0 + 1, false), asked(conditional, T0 + 1)]).toEqual([false, true]);
    expect(cancelledBy([{ ...stop, event: "other" }, conditional], run, { eventId: id(T0 + 1), name: "a/stop" }, T0 + 1, () => true)).toBe(
      conditional,
    );
  });
  it("is valid for its timeout from the start, or for a year (5.8)", () => {
    const limited: CancelRule = { ...stop, timeoutMs: HOUR };
    expect([asked(limited, T0 + HOUR - 1), asked(limited, T0 + HOUR)]).toEqual([true, false]);
    expect([asked(stop, T0 + 365 * DAY - 1), asked(stop, T0 + 365 * DAY)]).toEqual([true, false]);
  });
  it("asks the runs that listen for the name, from their creation to their end, and no others", () => {
    const cancels = createCancels();
    const rules: readonly CancelRule[] = [stop, { ...stop, if: "true" }, { type: "cancel", event: "__proto__" }];
    subscribed(cancels, "r1", rules);
    subscribed(cancels, "r2", [stop]);
    expect(candidatesFor(cancels, "a/stop").map(({ runId, rules: own }) => [runId, own.length])).toEqual([
      ["r1", 2],
      ["r2", 1],
    ]);
    expect(candidatesFor(cancels, "__proto__").map(({ runId }) => runId)).toEqual(["r1"]);
    unsubscribed(cancels, "r1", rules);
    unsubscribed(cancels, "r2", [stop]);
    expect(cancels).toEqual(createCancels());
  });
});

describe("timeouts", () => {
  const rules = [
    { type: "timeout-start", ms: 10_000 },
    { type: "timeout-finish", ms: 60_000 },
  ] as const;

  it("count to the first call, then from it to the end (5.8)", () => {
    expect(deadlineOf(rules, { queuedAt: T0, isBatch: false })).toEqual({ rule: rules[0], at: T0 + 10_000 });
    expect(deadlineOf(rules, { queuedAt: T0, startedAt: T0 + 9000, isBatch: false })).toEqual({ rule: rules[1], at: T0 + 69_000 });
  });
  it("leave the start of a batch alone (5.7)", () => {
    expect(deadlineOf(rules, { queuedAt: T0, isBatch: true })).toBeUndefined();
    expect(deadlineOf(rules, { queuedAt: T0, startedAt: T0, isBatch: true })?.rule).toBe(rules[1]);
  });
  it("pass at their instant, not before (L6)", () =>
    expect([T0 - 1, T0].map((now) => isPassed({ rule: rules[0], at: T0 }, now))).toEqual([false, true]));
});

describe("priority", () => {
  const order = (...factors: readonly number[]): readonly number[] => factors.toSorted((a, b) => scoreOf(T0, a) - scoreOf(T0, b));

  it("orders runs of one moment by factor: 100, 20, 0, and negative factors last (5.6)", () =>
    expect(order(0, -5, 20, 100)).toEqual([100, 20, 0, -5]));
  it("is a head start in seconds, not a rank: a run older than the difference goes first (corrections E)", () => {
    expect(scoreOf(T0 - 199_000, -100)).toBeGreaterThan(scoreOf(T0, 100));
    expect(scoreOf(T0 - 201_000, -100)).toBeLessThan(scoreOf(T0, 100));
  });
  it("needs an integer: a JSON number is a double and counts as 0, with the reason told (5.6)", () => {
    expect(factorOf({ ok: true, value: 100n })).toEqual({ seconds: 100 });
    expect(factorOf({ ok: true, value: 100 })).toEqual({ seconds: 0, problem: "not-an-integer" });
    expect(factorOf({ ok: false })).toEqual({ seconds: 0, problem: "not-evaluated" });
  });
  it("stays within 12 hours either way", () =>
    expect([43_200n, 43_201n, -43_200n, -999_999n].map((value) => factorOf({ ok: true, value }))).toEqual([
      { seconds: 43_200 },
      { seconds: 43_200, problem: "out-of-range" },
      { seconds: -43_200 },
      { seconds: -43_200, problem: "out-of-range" },
    ]));
});

describe("a key", () => {
  it("is the text of its expression's value; a missing value is a bucket of its own (5.2)", () =>
    expect(
      [
        undefined,
        { ok: true, value: "a" } as const,
        { ok: true, value: 1n } as const,
        { ok: true, value: null } as const,
        { ok: false } as const,
      ].map(keyText),
    ).toEqual(["", "a", "1", "null", "<invalid>"]));
  it("never runs into the name of the function", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (fn, key, otherFn, otherKey) => {
        const same = bucketOf(fn, { ok: true, value: key }) === bucketOf(otherFn, { ok: true, value: otherKey });
        expect(same).toBe(fn === otherFn && key === otherKey);
      }),
    );
  });
});

describe("a rule", () => {
  it("says in words what it asks", () =>
    expect([
      inWords({ type: "concurrency", unit: "step", scope: "fn", limit: 2, key: "event.data.user" }),
      inWords({ type: "throttle", limit: 2, periodMs: 4000, burst: 1 }),
      inWords({ type: "rate-limit", limit: 3, periodMs: 60_000 }),
      inWords({ type: "idempotency", key: "event.data.id" }),
      inWords({ type: "debounce", periodMs: 1500 }),
      inWords({ type: "batch", maxSize: 5, timeoutMs: 3000 }),
      inWords({ type: "singleton", mode: "skip", key: "event.data.user" }),
      inWords({ type: "priority", run: "120" }),
      inWords({ ...stop, if: "async.data.all" }),
      inWords({ type: "timeout-start", ms: 10_000 }),
      inWords({ type: "timeout-finish", ms: DAY }),
    ]).toEqual([
      "at most 2 steps at once for each event.data.user",
      "at most 2 starts per 4 s, evenly spaced, 1 more in a burst",
      "at most 3 runs per 1 min, evenly spaced",
      "one run per 24 h for each event.data.id",
      "1500 ms without another event",
      "5 events or 3 s",
      "one run at a time for each event.data.user",
      "a head start of 120 seconds",
      "an event a/stop with async.data.all",
      "a start within 10 s",
      "an end within 1 d of the start",
    ]));
});
