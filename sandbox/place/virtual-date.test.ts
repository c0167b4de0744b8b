import { afterEach, describe, expect, it } from "vitest";
import { installVirtualDate } from "./virtual-date.ts";

const at = Date.UTC(2026, 4, 4, 9);
const Real = Date;
const remove: (() => void)[] = [];
afterEach(() => remove.splice(0).forEach((back) => back()));

function installed(now: () => number | undefined): { Date: DateConstructor } {
  const scope = { Date };
  remove.push(installVirtualDate(scope, now));
  return scope;
}

it("Date reads the lab's clock where no time is given, and is itself otherwise", () => {
  const scope = installed(() => at + 0.7);
  expect(scope.Date.now()).toBe(at);
  expect(new scope.Date().getTime()).toBe(at);
  expect(new scope.Date(0).getTime()).toBe(0);
  expect(scope.Date()).toBe(new Date(at).toString());
  expect(scope.Date.UTC(2026, 0)).toBe(Date.UTC(2026, 0));
  expect(new scope.Date()).toBeInstanceOf(Date);
  expect(new Date()).toBeInstanceOf(scope.Date);
});

it("a class that extends Date keeps its own kind", () => {
  const scope = installed(() => at);
  class Day extends scope.Date {}
  expect(new Day()).toBeInstanceOf(Day);
  expect(new Day().getTime()).toBe(at);
});

describe("libraries that tell a date by its constructor", () => {
  it("find the Date that is there, for dates made before and after, and copies read the lab's clock", () => {
    const before = new Date(1);
    const scope = installed(() => at);
    for (const date of [before, new scope.Date(1), new Date(1)]) expect(date.constructor).toBe(scope.Date);
    const Copied = before.constructor as DateConstructor;
    expect(new Copied().getTime()).toBe(at);
  });
});

describe("a format without a date", () => {
  it("tells the lab's present, whole or in parts", () => {
    const scope = installed(() => at);
    const format = new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "long", timeZone: "UTC" });
    expect(format.format()).toBe(format.format(new scope.Date(at)));
    expect(format.formatToParts()).toEqual(format.formatToParts(at));
    expect([0].map(format.format)).toEqual([format.format(0)]);
  });
});

it("real time is back where the lab has none to tell, and after removal", () => {
  const scope = installed(() => undefined);
  expect(Math.abs(scope.Date.now() - Date.now())).toBeLessThan(1000);
  remove.splice(0).forEach((back) => back());
  expect([scope.Date, new Date().constructor]).toEqual([Real, Real]);
  expect(new Intl.DateTimeFormat("en").format()).toBe(new Intl.DateTimeFormat("en").format(new Date()));
});
