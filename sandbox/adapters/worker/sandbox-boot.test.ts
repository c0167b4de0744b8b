import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { SANDBOX_BOOT } from "./sandbox-boot.ts";
import { sandboxBootHash, sandboxPolicy, pagePolicy } from "./policy.ts";

test("the policies allow the iframe sandbox's one inline script, by its hash, and no other", () => {
  expect(sandboxBootHash).toBe(`'sha256-${createHash("sha256").update(SANDBOX_BOOT).digest("base64")}'`);
  expect(pagePolicy([])).toContain(sandboxBootHash);
  expect(sandboxPolicy).toContain(sandboxBootHash);
  expect(sandboxPolicy).not.toContain("unsafe-inline");
});

test("the iframe sandbox's policy names no origin and allows no connection", () => {
  expect(sandboxPolicy).toContain("connect-src 'none'");
  expect(sandboxPolicy).not.toMatch(/'self'|https?:|\*/);
});
