import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTrace } from "./build-trace.ts";

const folder = mkdtempSync(join(tmpdir(), "trace-build-"));
const read = (pattern: string): string =>
  globSync(pattern, { cwd: folder })
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");

beforeAll(() => buildTrace(folder), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the built trace", () => {
  it("holds no script and no style inside its page, as its policy allows none", () => {
    const html = read("index.html");
    expect(html).toContain('<script type="module"');
    expect(html.match(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/g)).toBeNull();
  });

  it("names no file of another host", () => {
    expect(read("index.html").match(/(?:src|href)="(?!\/)[^"]*"/g)).toBeNull();
    expect(read("assets/*.css").match(/url\((?!\.?\/)[^)]*\)|@import/g)).toBeNull();
  });

  it("evaluates no text", () => {
    expect(read("assets/*.js").match(/\beval\(|new Function\(/g)).toBeNull();
  });

  it("stays small: its script is below 60 kB packed", () => {
    expect(gzipSync(read("assets/*.js")).length).toBeLessThan(60_000);
  });
});
