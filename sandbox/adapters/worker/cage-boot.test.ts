import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { CAGE_BOOT } from "./cage-boot.ts";
import { cageBootHash, cagePolicy, pagePolicy } from "./policy.ts";

test("the policies allow the cage's one inline script, by its hash, and no other", () => {
  expect(cageBootHash).toBe(`'sha256-${createHash("sha256").update(CAGE_BOOT).digest("base64")}'`);
  expect(pagePolicy([])).toContain(cageBootHash);
  expect(cagePolicy).toContain(cageBootHash);
  expect(cagePolicy).not.toContain("unsafe-inline");
});

test("the cage's policy names no origin and allows no connection", () => {
  expect(cagePolicy).toContain("connect-src 'none'");
  expect(cagePolicy).not.toMatch(/'self'|https?:|\*/);
});
