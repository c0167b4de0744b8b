import { describe, expect, it } from "vitest";
import type { ConcurrencyRule } from "../log/rules.ts";
import { slotGate } from "./concurrency.ts";

const rule = (scope: ConcurrencyRule["scope"]): ConcurrencyRule => ({
  type: "concurrency",
  scope,
  unit: "step",
  limit: 1,
  key: "event.data.k",
});
const bucket = (scope: ConcurrencyRule["scope"], fn: string, value: string): string =>
  slotGate(rule(scope), fn, { ok: true, value }).bucket;

describe("a bucket", () => {
  it("of the scope fn is one function's own", () => {
    expect(bucket("fn", "a", "x")).not.toBe(bucket("fn", "b", "x"));
  });

  // protocol.md 5.2: locally env and account are the same set.
  it("of env or account is shared by all functions with the same value, and is one set", () => {
    expect(bucket("env", "a", "x")).toBe(bucket("account", "b", "x"));
    expect(bucket("env", "a", "x")).not.toBe(bucket("env", "a", "y"));
  });
});
