import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deadLinksIn } from "./links.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function site(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  folders.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

describe("links", () => {
  it("to a page, a file and an id that are there are alive", () => {
    const html =
      '<h2 id="how">How</h2><a href="/two/#there">two</a><a href="#how">how</a><img src="/dot.svg"><a href="https://example.com/x">out</a>';
    expect(deadLinksIn(site({ "index.html": html, "two/index.html": '<p id="there">2</p>', "dot.svg": "<svg/>" }))).toEqual([]);
  });

  it("to a page that is not there are dead", () => {
    expect(deadLinksIn(site({ "index.html": '<a href="/nowhere/">gone</a>' }))).toEqual(["/: /nowhere/"]);
  });

  it("to an id that is not there are dead", () => {
    expect(deadLinksIn(site({ "one/index.html": '<a href="../two/#gone">gone</a>', "two/index.html": "<p>2</p>" }))).toEqual([
      "/one/: ../two/#gone",
    ]);
  });

  it("of a site without pages are a complaint", () => {
    expect(deadLinksIn(site({}))).toEqual(["There is no page."]);
  });
});
