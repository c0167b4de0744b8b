// Every built page, as it stands before anything is pressed.
import { AxeBuilder } from "@axe-core/playwright";
import { globSync } from "node:fs";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { dist } from "../scripts/run/project.ts";
import { site, useBrowser, type Visit, visit } from "./site.ts";

useBrowser();

const paths = globSync("**/*.html", { cwd: dist })
  .map((file) => `/${file.replace(/(^|\/)index\.html$/, "$1")}`)
  .sort();

/** What `look` returns for every page, by path, without the pages where it found nothing. */
async function onEveryPage(
  options: Visit,
  look: (page: Page, complaints: readonly string[]) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const { page, context, complaints } = await visit(path, options);
    found.push(...(await look(page, complaints)).map((what) => `${path}: ${what}`));
    await context.close();
  }
  return found;
}

async function violations(page: Page): Promise<string[]> {
  const { violations: all } = await new AxeBuilder({ page }).analyze();
  return all.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}`));
}

describe("every page", () => {
  it("exists: landing, three lessons, two pages of reference, answers", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        "/",
        "/start/quick-win/",
        "/reflexes/step-run/",
        "/balance/human-gate/",
        "/reference/how-our-engine-differs/",
        "/reference/how-this-was-made/",
      ]),
    );
  });

  it("has no accessibility violation, light", async () => {
    expect(await onEveryPage({ theme: "light" }, violations)).toEqual([]);
  }, 180_000);

  it("has no accessibility violation, dark", async () => {
    expect(await onEveryPage({ theme: "dark" }, violations)).toEqual([]);
  }, 180_000);

  it("has no accessibility violation on a phone", async () => {
    expect(await onEveryPage({ phone: true }, violations)).toEqual([]);
  }, 180_000);

  it("leaves the console silent, under its own content policy", async () => {
    const noise = await onEveryPage({}, async (page, complaints) => {
      const policy = page.url().endsWith("/404.html") ? 1 : await page.locator('meta[http-equiv="content-security-policy" i]').count();
      return policy === 1 ? complaints.filter((text) => !/favicon|404 \(Not Found\)/.test(text)) : ["no content policy"];
    });
    expect(noise).toEqual([]);
  }, 120_000);

  it("is not wider than a phone", async () => {
    const wide = await onEveryPage({ phone: true }, async (page) => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      return over > 0 ? [`${over} px too wide`] : [];
    });
    expect(wide).toEqual([]);
  }, 120_000);

  it("has one heading of the first level", async () => {
    expect(
      await onEveryPage({ javaScript: false }, async (page) => ((await page.locator("h1").count()) === 1 ? [] : ["no single h1"])),
    ).toEqual([]);
  }, 120_000);

  it("asks no other host for anything", async () => {
    const { page } = await visit("/");
    const elsewhere: string[] = [];
    page.on(
      "request",
      (request) => !request.url().startsWith(site()) && !/^(data|blob):/.test(request.url()) && elsewhere.push(request.url()),
    );
    for (const path of paths) await page.goto(new URL(path, site()).href, { waitUntil: "load" });
    expect(elsewhere).toEqual([]);
  }, 120_000);
});

describe("the server of these journeys", () => {
  it("sets no header that the site could lean on", async () => {
    const response = await fetch(site(), { headers: { "accept-encoding": "identity" } });
    const names = [...response.headers.keys()].filter((name) => !["connection", "keep-alive", "date", "last-modified"].includes(name));
    expect(names.sort()).toEqual(["content-length", "content-type"]);
  });
});

describe("Tab", () => {
  it("is trapped by no page: it walks through and leaves", async () => {
    const trapped = await onEveryPage({}, async (page) => {
      const seen = new Map<string, number>();
      for (let press = 0; press < 400; press += 1) {
        await page.keyboard.press("Tab");
        const where = await page.evaluate(() => {
          const at = document.activeElement;
          if (at === null || at === document.body) return "out";
          const all = [...document.querySelectorAll("*")];
          return `${at.tagName} ${all.indexOf(at)}`;
        });
        if (where === "out") return [];
        const times = (seen.get(where) ?? 0) + 1;
        seen.set(where, times);
        if (times > 2) return seen.size > 3 && where === [...seen.keys()][0] ? [] : [`stays at ${where}`];
      }
      return ["400 presses and not out"];
    });
    expect(trapped).toEqual([]);
  }, 180_000);
});
