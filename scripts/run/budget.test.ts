import { describe, expect, it } from "vitest";
import { BUDGET_SECONDS, reserves, secondsOf, shareMs, sizeNow, stages, sumOf, WHOLE } from "./budget.ts";
import { REFERENCE_MS } from "./pace.ts";

describe("the budget of npm test", () => {
  it("sums up: all stages of the whole course and all reserves fit into fifteen minutes", () => {
    expect(sumOf([...stages, ...reserves], WHOLE)).toBeLessThanOrEqual(BUDGET_SECONDS);
  });

  it("has a share for each stage that is run, with something in it, and no name twice", () => {
    const names = [...stages, ...reserves].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...stages, ...reserves].filter((part) => secondsOf(part, { labs: 0, pages: 0 }) <= 0)).toEqual([]);
  });

  it("gives 27 more labs what their proofs may take: 6 s in Node and 10 s in the browser of one core each", () => {
    const more = sumOf(stages, { labs: 27, pages: 0 }) - sumOf(stages, { labs: 0, pages: 0 });
    expect(more).toBeGreaterThanOrEqual((27 * (6 + 10)) / 2);
  });

  it("counts the labs and pages that are there", () => {
    expect(sizeNow().labs).toBeGreaterThanOrEqual(3);
    expect(sizeNow().pages).toBeGreaterThanOrEqual(13);
  });
});

describe("a share", () => {
  const size = { labs: 2, pages: 10 };

  it("is the table's on the reference machine, and twice as long where the fixed work takes twice as long", () => {
    const build = stages.find(({ name }) => name === "build");
    const seconds = build === undefined ? 0 : secondsOf(build, size);
    expect(seconds).toBeCloseTo(20 + 2 * 0.5 + 10 * 0.5);
    expect(shareMs("build", size, REFERENCE_MS)).toBeCloseTo(seconds * 1000);
    expect(shareMs("build", size, 2 * REFERENCE_MS)).toBeCloseTo(seconds * 2000);
  });

  it("is nobody's where no such stage stands in the table", () => {
    expect(shareMs("measurements", size, REFERENCE_MS)).toBeUndefined();
  });
});
