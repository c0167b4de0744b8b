// Throttle and rate limit: the observed rows of protocol.md 5.3 and 5.4, and GCRA against a model that keeps every start.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayGo, sizes } from "./model.kit.ts";
import { createRateBuckets, allowedAt, recordStart, type Rate, type RateBuckets } from "./gcra.ts";
import { admitted, decideAdmission, type AdmissionRule } from "./rate-limit.ts";
import { throttleRate } from "./throttle.ts";

const { runs, timeout } = sizes(process.env["LONG"] === "1");
const T0 = 1_795_182_027_000;
const HOUR = 3_600_000;

/** When `count` starts that all want to go at once do go, after `T0`. */
function goTimes(rate: Rate, count: number): readonly number[] {
  const buckets = createRateBuckets();
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = allowedAt(buckets, "b", rate, times.at(-1) ?? T0);
    recordStart(buckets, "b", rate, at);
    times.push(at);
  }
  return times.map((at) => at - T0);
}

describe("throttle", () => {
  const rate = (limit: number, periodMs: number, burst = 0): Rate => throttleRate({ type: "throttle", limit, periodMs, burst });

  it("of 2 per 4 s starts two at once, then one each 2 s (5.3)", () => expect(goTimes(rate(2, 4000), 5)).toEqual([0, 0, 2000, 4000, 6000]));
  it("of 1 per 3 s with a burst of 2 starts three at once, then one each 3 s (5.3)", () =>
    expect(goTimes(rate(1, 3000, 2), 5)).toEqual([0, 0, 0, 3000, 6000]));
  it("never drifts, whatever the interval: 7 per second for 700 starts", () => expect(goTimes(rate(7, 1000), 707).at(-1)).toBe(100_000));
  it("keeps the arrival time when the function comes with another rule", () => {
    const buckets = createRateBuckets();
    for (let i = 0; i < 2; i += 1) recordStart(buckets, "b", rate(2, 4000), T0);
    expect(allowedAt(buckets, "b", rate(1, 10_000), T0)).toBe(T0 + 4000);
  });
});

describe("rate limit", () => {
  function outcomes(rule: AdmissionRule, times: readonly number[], key?: Parameters<typeof decideAdmission>[3]): readonly boolean[] {
    const buckets = createRateBuckets();
    return times.map((ms) => {
      const admission = decideAdmission(buckets, rule, "fn", key, T0 + ms);
      if (admission.type === "admit" && admission.bucket !== undefined) admitted(buckets, rule, admission.bucket, T0 + ms);
      return admission.type === "admit";
    });
  }
  const two: AdmissionRule = { type: "rate-limit", limit: 2, periodMs: 10_000 };

  it("of 2 per 10 s admits one of five events at once, and the next 5 s later (5.4)", () =>
    expect(outcomes(two, [0, 0, 0, 0, 0, 4999, 5000])).toEqual([true, false, false, false, false, false, true]));
  it("of 20 per 60 s admits three at once (5.4)", () =>
    expect(outcomes({ type: "rate-limit", limit: 20, periodMs: 60_000 }, [0, 0, 0, 0, 3000])).toEqual([true, true, true, false, true]));
  it("says when the next would be admitted, and spends nothing on a skip (L9)", () => {
    const buckets = createRateBuckets();
    admitted(buckets, two, '["fn",""]', T0);
    const before = structuredClone(buckets);
    expect(decideAdmission(buckets, two, "fn", undefined, T0 + 1)).toEqual({ type: "skip", bucket: '["fn",""]', until: T0 + 5000 });
    expect(buckets).toEqual(before);
  });
  it("counts each key for itself, and one bucket for all keys that cannot be evaluated (5.13)", () => {
    const buckets = createRateBuckets();
    const verdict = (key: Parameters<typeof decideAdmission>[3]): string => {
      const admission = decideAdmission(buckets, two, "fn", key, T0);
      if (admission.type === "admit" && admission.bucket !== undefined) admitted(buckets, two, admission.bucket, T0);
      return admission.type;
    };
    const [a, b] = [{ ok: true, value: "a" } as const, { ok: true, value: null } as const];
    expect([a, a, b, b, { ok: false } as const, { ok: false } as const].map(verdict)).toEqual([
      "admit",
      "skip",
      "admit",
      "skip",
      "admit",
      "skip",
    ]);
  });
  it("does not limit where the key is false (5.4)", () =>
    expect(outcomes(two, [0, 0, 0], { ok: true, value: false })).toEqual([true, true, true]));
  it("for idempotency is one run per key and 24 h (5.4)", () =>
    expect(outcomes({ type: "idempotency", key: "event.data.id" }, [0, 1, 24 * HOUR - 1, 24 * HOUR])).toEqual([true, false, false, true]));
});

describe("GCRA", () => {
  const anyRate = fc.record({
    limit: fc.integer({ min: 1, max: 9 }),
    periodMs: fc.integer({ min: 1, max: 40 }),
    capacity: fc.integer({ min: 1, max: 6 }),
  });
  const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 200 })), {
    maxLength: 80,
    size: "max",
  });

  function history(rate: Rate, waits: readonly number[]): { asked: number[]; went: number[]; buckets: RateBuckets } {
    const buckets = createRateBuckets();
    const asked: number[] = [];
    const went: number[] = [];
    let now = T0;
    for (const wait of waits) {
      now += wait;
      asked.push(now);
      if (allowedAt(buckets, "b", rate, now) > now) continue;
      recordStart(buckets, "b", rate, now);
      went.push(now);
    }
    return { asked, went, buckets };
  }

  it("allows the starts that the model allows (5.3)", { timeout }, () => {
    fc.assert(
      fc.property(anyRate, gaps, (rate, waits) => {
        const { asked, went } = history(rate, waits);
        const expected: number[] = [];
        for (const now of asked) if (mayGo(expected, rate, now)) expected.push(now);
        expect(went).toEqual(expected);
      }),
      runs,
    );
  });

  it("never has more in any stretch of time than the capacity and one per interval (L9)", { timeout }, () => {
    fc.assert(
      fc.property(anyRate, gaps, (rate, waits) => {
        const { went } = history(rate, waits);
        const over = went.flatMap((from, i) =>
          went.slice(i).filter((to, n) => (n + 1 - rate.capacity) * rate.periodMs > (to - from) * rate.limit),
        );
        expect(over).toEqual([]);
      }),
      runs,
    );
  });

  it("says the first millisecond at which the next may go", { timeout }, () => {
    fc.assert(
      fc.property(anyRate, gaps, (rate, waits) => {
        const { went, asked, buckets } = history(rate, waits);
        const now = asked.at(-1) ?? T0;
        const at = allowedAt(buckets, "b", rate, now);
        expect(mayGo(went, rate, at)).toBe(true);
        expect(at > now && mayGo(went, rate, at - 1)).toBe(false);
      }),
      runs,
    );
  });

  it("removes buckets that limit nothing any more, so that memory does not grow with the past", () => {
    const buckets = createRateBuckets();
    const rate = { limit: 1, periodMs: 1000, capacity: 1 };
    for (let i = 0; i < 10_000; i += 1) recordStart(buckets, `key ${i}`, rate, T0 + i * 100);
    expect(Object.keys(buckets.arrivals).length).toBeLessThan(100);
    expect(buckets.size).toBe(Object.keys(buckets.arrivals).length);
  });
});
