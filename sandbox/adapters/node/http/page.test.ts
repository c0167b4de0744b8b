// cspell:ignore nosniff fsecret
// The trace interface's files at `/`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit, type Kit } from "./http.kit.ts";

const folders: string[] = [];
afterEach(() => {
  closeKits();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function built(): Promise<Kit> {
  const root = mkdtempSync(join(tmpdir(), "trace-"));
  folders.push(root);
  const folder = join(root, "trace");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Trace</title>");
  writeFileSync(join(folder, "assets", "main-1a2b.js"), "export {};");
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(root, "secret.txt"), "secret");
  return openKit({ options: { traceFolder: folder } });
}

describe("the trace interface", () => {
  it("is served at / and at its own routes, under a policy without inline script", async () => {
    const { get } = await built();
    for (const path of ["/", "/runs/01M7", "/functions/shop-pay", "/events?name=x"]) {
      const { status, text, headers } = await get(path);
      expect([path, status, text]).toEqual([path, 200, "<!doctype html><title>Trace</title>"]);
      expect(headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self';/);
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("content-type")).toContain("text/html");
      expect(headers.get("cache-control")).toBe("no-cache");
    }
  });

  it("has its assets kept for ever, and says 404 for those that are not there", async () => {
    const { get } = await built();
    const asset = await get("/assets/main-1a2b.js");
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(asset.headers.get("content-type")).toContain("javascript");
    expect(asset.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await get("/icon.svg")).headers.get("cache-control")).toBe("no-cache");
    expect(await get("/assets/gone.js")).toMatchObject({ status: 404, body: { status: 404 } });
    expect((await get("/assets/gone.js")).headers.get("cache-control")).toBeNull();
  });

  it("gives nothing that lies outside its folder", async () => {
    const { get } = await built();
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/assets/../../secret.txt",
      "/..%2fsecret.txt",
      "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
      "//secret.txt",
      "/..\\secret.txt",
      "/%00.txt",
    ])
      expect((await get(path)).text).not.toBe("secret");
  });

  it("leaves the API's paths alone: what is not served there is told as JSON", async () => {
    const { get } = await built();
    for (const path of ["/v1/x", "/v2/x", "/v9", "/trace/x", "/e", "/fn/x", "/api/x", "/mcp"]) {
      const { status, body } = await get(path, { accept: "text/html" });
      expect([path, status, typeof body]).toEqual([path, 404, "object"]);
      expect(body).not.toBeNull();
    }
  });

  it("says how to build it where it is not built", async () => {
    const { get } = await openKit({ options: { traceFolder: "/nowhere/at/all" } });
    const { status, text } = await get("/");
    expect(status).toBe(200);
    expect(text).toContain("npm run build");
  });
});
