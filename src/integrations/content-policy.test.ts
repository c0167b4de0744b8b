import { describe, expect, it } from "vitest";
import { scriptHashes, withPolicy } from "./content-policy.ts";

// printf 'go()' | openssl dgst -sha256 -binary | base64
const hashOfGo = "'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='";

describe("hashes of a page's scripts", () => {
  it("are those of inline scripts, whatever their attributes", () => {
    expect(scriptHashes('<script aria-hidden="true">go()</script>')).toEqual(scriptHashes("<script>go()</script>"));
  });

  it("count a script once that stands there twice", () => {
    expect(scriptHashes('<script>go()</script><script type="module">go()</script>')).toHaveLength(1);
  });

  it("leave out scripts that come from a file and data that does not run", () => {
    expect(scriptHashes('<script src="/a.js"></script><script type="application/json">{}</script>')).toEqual([]);
  });

  it("are what a browser computes", () => {
    expect(scriptHashes("<script>go()</script>")).toEqual([hashOfGo]);
  });
});

describe("a page's policy", () => {
  it("stands before everything that it governs", () => {
    const page = '<html><head><meta charset="utf-8"><script>go()</script></head></html>';
    const html = withPolicy(page, (hashes) => `script-src ${hashes.join(" ")}`);
    expect(html).toContain(`<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="script-src ${hashOfGo}"><script>`);
  });

  it("is not left out silently where there is no place for it", () => {
    expect(() => withPolicy("<html><head></head></html>", () => "")).toThrow("cannot carry its policy");
  });
});
