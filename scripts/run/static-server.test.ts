import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, type Serving } from "./static-server.ts";

const folder = mkdtempSync(join(tmpdir(), "served-"));
let serving: Serving;

beforeAll(async () => {
  mkdirSync(join(folder, "page"));
  writeFileSync(join(folder, "page/index.html"), "<h1>page</h1>");
  writeFileSync(join(folder, "404.html"), "<h1>missing</h1>");
  writeFileSync(join(folder, "a.wasm"), "w".repeat(5000));
  serving = await serve(folder, 0);
});

afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
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
  });

  it("rejects a port that is taken", async () => {
    await expect(serve(folder, Number(new URL(serving.url).port))).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
