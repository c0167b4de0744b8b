import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { precompress } from "./precompress.ts";
import { serve, type Serving } from "./static-server.ts";

const site = mkdtempSync(join(tmpdir(), "site-"));
const folder = mkdtempSync(join(tmpdir(), "served-"));
let serving: Serving;

beforeAll(async () => {
  mkdirSync(join(site, "page"));
  writeFileSync(join(site, "page/index.html"), "<h1>page</h1>");
  writeFileSync(join(site, "404.html"), "<h1>missing</h1>");
  writeFileSync(join(site, "llms.txt"), "“text”");
  writeFileSync(join(site, "a.wasm"), "w".repeat(5000));
  precompress(site, folder);
  serving = await serve(folder, 0, { brotli: true });
});

afterAll(async () => {
  await serving.close();
  for (const made of [site, folder]) rmSync(made, { recursive: true });
});

const get = (path: string, accept = "identity"): Promise<Response> =>
  fetch(serving.url + path, { headers: { "accept-encoding": accept }, redirect: "manual" });

describe("the static server", () => {
  it("serves a folder's index, and leads to it from the address without the slash", async () => {
    expect(await (await get("/page/")).text()).toBe("<h1>page</h1>");
    expect((await get("/page")).headers.get("location")).toBe("/page/");
  });

  it("answers 404 with the site's own page", async () => {
    const response = await get("/nowhere");
    expect([response.status, await response.text()]).toEqual([404, "<h1>missing</h1>"]);
  });

  it("serves nothing outside its folder", async () => {
    writeFileSync(join(tmpdir(), "outside.html"), "secret");
    expect((await get(`/${encodeURIComponent("../outside.html")}`)).status).toBe(404);
    rmSync(join(tmpdir(), "outside.html"));
  });

  it("names a file's type and compresses what the browser can unpack", async () => {
    const { headers } = await get("/a.wasm", "gzip, br");
    expect([headers.get("content-type"), headers.get("content-encoding")]).toEqual(["application/wasm", "br"]);
    expect((await get("/llms.txt")).headers.get("content-type")).toBe("text/plain;charset=utf-8");
    const plain = await get("/a.wasm");
    expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, "w".repeat(5000)]);
  });

  it("sets the headers that it is told, with every answer, and none that a site could lean on", async () => {
    const told = await serve(folder, 0, { headers: { "x-told": "yes" } });
    for (const path of ["/page/", "/page", "/nowhere"]) {
      expect((await fetch(told.url + path, { redirect: "manual" })).headers.get("x-told")).toBe("yes");
    }
    await told.close();
    const own = [...(await get("/page/")).headers.keys()];
    expect(own.filter((name) => /^(cache-control|etag|x-|cross-origin|content-security)/.test(name))).toEqual([]);
  });

  it("rejects a port that is taken", async () => {
    await expect(serve(folder, Number(new URL(serving.url).port))).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
