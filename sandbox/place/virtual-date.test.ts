import { expect, it } from "vitest";
import { installVirtualDate } from "./virtual-date.ts";

const at = Date.UTC(2026, 4, 4, 9);

it("Date reads the lab's clock where no time is given, and is itself otherwise", () => {
  const scope = { Date };
  installVirtualDate(scope, () => at + 0.7);
  expect(scope.Date.now()).toBe(at);
  expect(new scope.Date().getTime()).toBe(at);
  expect(new scope.Date(0).getTime()).toBe(0);
  expect(scope.Date()).toBe(new Date(at).toString());
  expect(scope.Date.UTC(2026, 0)).toBe(Date.UTC(2026, 0));
  expect(new scope.Date()).toBeInstanceOf(Date);
  expect(new Date()).toBeInstanceOf(scope.Date);
});

it("a class that extends Date keeps its own kind", () => {
  const scope = { Date };
  installVirtualDate(scope, () => at);
  class Day extends scope.Date {}
  expect(new Day()).toBeInstanceOf(Day);
  expect(new Day().getTime()).toBe(at);
});

it("real time is back where the lab has none to tell, and after removal", () => {
  const scope = { Date };
  const remove = installVirtualDate(scope, () => undefined);
  expect(Math.abs(scope.Date.now() - Date.now())).toBeLessThan(1000);
  remove();
  expect(scope.Date).toBe(Date);
});
