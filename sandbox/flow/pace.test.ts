// Throttle and rate limit: the observed rows of protocol.md 5.3 and 5.4, and the pace against a model that forgets nothing.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayGo, sizes } from "./model.kit.ts";
import { createPaces, opensAt, spend, type Pace, type Paces } from "./pace.ts";
import { admitted, decideAdmission, type AdmissionRule } from "./rate-limit.ts";
import { throttlePace } from "./throttle.ts";

const { runs, timeout } = sizes(process.env["LONG"] === "1");
const T0 = 1_795_182_027_000;
const HOUR = 3_600_000;

/** When `count` starts that all want to go at once do go, after `T0`. */
function goTimes(pace: Pace, count: number): readonly number[] {
  const paces = createPaces();
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = opensAt(paces, "b", pace, times.at(-1) ?? T0);
    spend(paces, "b", pace, at);
    times.push(at);
  }
  return times.map((at) => at - T0);
}

describe("throttle", () => {
  const pace = (limit: number, periodMs: number, burst = 0): Pace => throttlePace({ type: "throttle", limit, periodMs, burst });

  it("of 2 per 4 s starts two at once, then one each 2 s (5.3)", () => expect(goTimes(pace(2, 4000), 5)).toEqual([0, 0, 2000, 4000, 6000]));
  it("of 1 per 3 s with a burst of 2 starts three at once, then one each 3 s (5.3)", () =>
    expect(goTimes(pace(1, 3000, 2), 5)).toEqual([0, 0, 0, 3000, 6000]));
  it("never drifts, whatever the interval: 7 per second for 700 starts", () => expect(goTimes(pace(7, 1000), 707).at(-1)).toBe(100_000));
  it("keeps what is owed when the function comes with another rule", () => {
    const paces = createPaces();
    for (let i = 0; i < 2; i += 1) spend(paces, "b", pace(2, 4000), T0);
    expect(opensAt(paces, "b", pace(1, 10_000), T0)).toBe(T0 + 4000);
  });
});

describe("rate limit", () => {
  function outcomes(rule: AdmissionRule, times: readonly number[], key?: Parameters<typeof decideAdmission>[3]): readonly boolean[] {
    const paces = createPaces();
    return times.map((ms) => {
      const admission = decideAdmission(paces, rule, "fn", key, T0 + ms);
      if (admission.type === "admit" && admission.bucket !== undefined) admitted(paces, rule, admission.bucket, T0 + ms);
      return admission.type === "admit";
    });
  }
  const two: AdmissionRule = { type: "rate-limit", limit: 2, periodMs: 10_000 };

  it("of 2 per 10 s admits one of five events at once, and the next 5 s later (5.4)", () =>
    expect(outcomes(two, [0, 0, 0, 0, 0, 4999, 5000])).toEqual([true, false, false, false, false, false, true]));
  it("of 20 per 60 s admits three at once (5.4)", () =>
    expect(outcomes({ type: "rate-limit", limit: 20, periodMs: 60_000 }, [0, 0, 0, 0, 3000])).toEqual([true, true, true, false, true]));
  it("says when the next would be admitted, and spends nothing on a skip (L9)", () => {
    const paces = createPaces();
    admitted(paces, two, '["fn",""]', T0);
    const before = structuredClone(paces);
    expect(decideAdmission(paces, two, "fn", undefined, T0 + 1)).toEqual({ type: "skip", bucket: '["fn",""]', until: T0 + 5000 });
    expect(paces).toEqual(before);
  });
  it("counts each key for itself, and one bucket for all keys that cannot be evaluated (5.13)", () => {
    const paces = createPaces();
    const verdict = (key: Parameters<typeof decideAdmission>[3]): string => {
      const admission = decideAdmission(paces, two, "fn", key, T0);
      if (admission.type === "admit" && admission.bucket !== undefined) admitted(paces, two, admission.bucket, T0);
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

describe("a pace", () => {
  const paceOf = fc.record({
    limit: fc.integer({ min: 1, max: 9 }),
    periodMs: fc.integer({ min: 1, max: 40 }),
    capacity: fc.integer({ min: 1, max: 6 }),
  });
  const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 200 })), {
    maxLength: 80,
    size: "max",
  });

  function history(pace: Pace, waits: readonly number[]): { asked: number[]; went: number[]; paces: Paces } {
    const paces = createPaces();
    const asked: number[] = [];
    const went: number[] = [];
    let now = T0;
    for (const wait of waits) {
      now += wait;
      asked.push(now);
      if (opensAt(paces, "b", pace, now) > now) continue;
      spend(paces, "b", pace, now);
      went.push(now);
    }
    return { asked, went, paces };
  }

  it("lets go what the algorithm lets go that remembers every start (5.3)", { timeout }, () => {
    fc.assert(
      fc.property(paceOf, gaps, (pace, waits) => {
        const { asked, went } = history(pace, waits);
        const expected: number[] = [];
        for (const now of asked) if (mayGo(expected, pace, now)) expected.push(now);
        expect(went).toEqual(expected);
      }),
      runs,
    );
  });

  it("never has more in any stretch of time than the capacity and one per interval (L9)", { timeout }, () => {
    fc.assert(
      fc.property(paceOf, gaps, (pace, waits) => {
        const { went } = history(pace, waits);
        const over = went.flatMap((from, i) =>
          went.slice(i).filter((to, n) => (n + 1 - pace.capacity) * pace.periodMs > (to - from) * pace.limit),
        );
        expect(over).toEqual([]);
      }),
      runs,
    );
  });

  it("says the first millisecond at which the next may go", { timeout }, () => {
    fc.assert(
      fc.property(paceOf, gaps, (pace, waits) => {
        const { went, asked, paces } = history(pace, waits);
        const now = asked.at(-1) ?? T0;
        const at = opensAt(paces, "b", pace, now);
        expect(mayGo(went, pace, at)).toBe(true);
        expect(at > now && mayGo(went, pace, at - 1)).toBe(false);
      }),
      runs,
    );
  });

  it("forgets buckets that owe nothing, so that memory follows what is going on and not what was", () => {
    const paces = createPaces();
    const pace = { limit: 1, periodMs: 1000, capacity: 1 };
    for (let i = 0; i < 10_000; i += 1) spend(paces, `key ${i}`, pace, T0 + i * 100);
    expect(Object.keys(paces.debts).length).toBeLessThan(100);
    expect(paces.size).toBe(Object.keys(paces.debts).length);
  });
});
