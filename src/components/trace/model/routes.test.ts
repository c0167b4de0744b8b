import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, type Route, routeOf, samePage, toRun, toRuns, WITHIN } from "./routes.ts";
import { STATUSES } from "./statuses.ts";

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) => text !== "." && text !== "..");
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const instant = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record({
    view: fc.constant("runs" as const),
    filter: fc.record({
      text,
      fn: text,
      status: fc.subarray([...STATUSES]),
      within: fc.constantFrom("", ...Object.keys(WITHIN)),
      since: instant,
      until: instant,
    }),
  }),
  fc.record({
    view: fc.constant("run" as const),
    runId: name,
    tab: fc.constantFrom("journal" as const, "attempts" as const, "memo" as const, "wire" as const, "input" as const),
    fact: fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined }),
  }),
  fc.record({ view: fc.constant("events" as const), filter: fc.record({ text, name: text, internal: fc.boolean() }) }),
  fc.record({ view: fc.constant("event" as const), eventId: name }),
  fc.record({ view: fc.constant("send" as const), name: text, from: text }),
  fc.record({ view: fc.constant("functions" as const) }),
  fc.record({
    view: fc.constant("function" as const),
    fn: name,
    act: fc.constantFrom("invoke" as const, "replay" as const, "cancel" as const),
  }),
);

const anyPath = fc.array(fc.string({ unit: "binary-ascii", maxLength: 8 }), { maxLength: 4 }).map((parts) => `/${parts.join("/")}`);

describe("an address", () => {
  it("brings back the view that it was made from", () => {
    fc.assert(fc.property(route, (there) => void expect(routeOf(addressOf(there))).toEqual(there)));
  });

  it("of any form leads to some view", () => {
    fc.assert(fc.property(anyPath, (path) => void expect(routeOf(path).view).not.toBe("")));
  });

  it("leaves out what nobody asked for", () => {
    expect(addressOf(toRuns())).toBe("/");
    expect(addressOf(toRuns({ status: ["failed"], text: "card" }))).toBe("/?text=card&status=failed");
    expect(addressOf(toRun("r/1"))).toBe("/runs/r%2F1");
  });

  it("with words that mean nothing shows everything", () => {
    expect(routeOf("/?status=broken,failed&within=soon&since=yesterday")).toEqual(toRuns({ status: ["failed"] }));
  });
});

describe("a page", () => {
  it("stays the same while only what is looked at on it changes", () => {
    expect(samePage(toRun("a"), { ...toRun("a"), tab: "wire" } as Route)).toBe(true);
    expect(samePage(toRun("a"), toRun("b"))).toBe(false);
    expect(samePage(toRuns(), toRun("a"))).toBe(false);
  });
});
