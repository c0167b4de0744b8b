// One visit to a page shows all that must hold before anything is pressed: by day, by night, by Tab, and on a phone.
import type { Page } from "playwright";
import { violations } from "./axe.ts";
import { newContext, openIn, site } from "./site.ts";

/** What is wrong with the page at this path, in words; empty when nothing is. */
export async function walk(path: string): Promise<string[]> {
  // Closed below: pages are walked before the tests that tell of them.
  const context = await newContext({ ends: () => undefined });
  try {
    const { page, complaints, requested } = await openIn(context, path);
    const faults = [
      ...(await policy(page, path)),
      ...(await violations(page)).map((what) => `light: ${what}`),
      ...(await inTheDark(page)),
      ...(await trapped(page)),
      ...(await onAPhone(page)),
    ];
    const noise = complaints.filter((text) => !/favicon|404 \(Not Found\)/.test(text)).map((text) => `console: ${text}`);
    const elsewhere = requested.filter((url) => !url.startsWith(site()) && !/^(data|blob):/.test(url)).map((url) => `asks ${url}`);
    return [...faults, ...noise, ...elsewhere];
  } finally {
    await context.close();
  }
}

async function policy(page: Page, path: string): Promise<string[]> {
  if (path === "/404.html") return [];
  const count = await page.locator('meta[http-equiv="content-security-policy" i]').count();
  return count === 1 ? [] : [`${count} content policies`];
}

async function inTheDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
  return (await violations(page)).map((what) => `dark: ${what}`);
}

/** Tab walks through the page and leaves it. */
async function trapped(page: Page): Promise<string[]> {
  const seen = new Map<string, number>();
  for (let press = 0; press < 400; press += 1) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return "out";
      return `${at.tagName} ${[...document.querySelectorAll("*")].indexOf(at)}`;
    });
    if (where === "out") return [];
    const times = (seen.get(where) ?? 0) + 1;
    seen.set(where, times);
    if (times > 2) return seen.size > 3 && where === [...seen.keys()][0] ? [] : [`Tab stays at ${where}`];
  }
  return ["Tab is not out after 400 presses"];
}

/** The same page on a screen of 360 × 640 that is touched. */
async function onAPhone(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  await session.send("Emulation.setDeviceMetricsOverride", { width: 360, height: 640, deviceScaleFactor: 2, mobile: true });
  await page.waitForFunction(() => matchMedia("(pointer: coarse)").matches && screen.width === 360);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...(over > 0 ? [`${over} px too wide for a phone`] : []), ...(await violations(page)).map((what) => `phone: ${what}`)];
}
