// Every built page, as it stands before anything is pressed. Each is opened once, a few at a time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { missingPages, pagesIn, promisedBy } from "../scripts/run/pages.ts";
import { dist, root } from "../scripts/run/project.ts";
import { walk } from "./page-walk.ts";
import { patience, site, useBrowser } from "./site.ts";

useBrowser();

const paths = pagesIn(dist);
/** One more than processors: one loads while two are looked at. */
const AT_ONCE = 3;

const htmlOf = (path: string): string => readFileSync(join(dist, path.endsWith("/") ? `${path}index.html` : path), "utf8");

describe("every page", () => {
  const faults = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const left = [...paths];
    const walker = async (): Promise<void> => {
      for (let path = left.shift(); path !== undefined; path = left.shift())
        faults.set(path, await walk(path).catch((error: unknown) => [String(error)]));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, walker));
  }, paths.length * patience());

  it("that the content promises exists, the answers among them", () => {
    expect(missingPages(promisedBy(root), paths)).toEqual([]);
  });

  it.each(paths)("%s is accessible in both themes and on a phone, lets Tab through, is silent and asks no other host", (path) => {
    expect(faults.get(path)).toEqual([]);
  });

  it.each(paths)("%s has one heading of the first level, also without JavaScript", (path) => {
    expect(htmlOf(path).match(/<h1[\s>]/g)).toHaveLength(1);
  });
});

describe("the server of these journeys", () => {
  it("sets no header that the site could lean on", async () => {
    const response = await fetch(site(), { headers: { "accept-encoding": "identity" } });
    const names = [...response.headers.keys()].filter((name) => !["connection", "keep-alive", "date", "last-modified"].includes(name));
    expect(names.sort()).toEqual(["content-length", "content-type"]);
  });
});
