// Firefox and WebKit: the landing page's demo, the first lessons' acts, an endless loop, the search. One browser at a time. Where one
// is not installed its journeys are skipped.
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { findOthers } from "../../scripts/run/other-browsers.ts";
import { eventually } from "../eventually.ts";
import { patience } from "../site.ts";
import { openFirefox } from "./firefox.ts";
import { LabInTab } from "./lab-in-tab.ts";
import type { Tab } from "./tab.ts";
import { openWebKit } from "./webkit.ts";

vi.setConfig({ testTimeout: 10 * patience(), hookTimeout: 10 * patience() });

const found = findOthers();
const browsers: readonly { readonly name: string; readonly open: (() => Promise<Tab>) | undefined }[] = [
  { name: "Firefox", open: found.Firefox === undefined ? undefined : openFirefox.bind(undefined, found.Firefox) },
  { name: "WebKit", open: found.WebKit === undefined ? undefined : openWebKit.bind(undefined, found.WebKit) },
];

describe.each(browsers)("$name", ({ open }) => {
  let tab: Tab | undefined;
  afterEach(async () => {
    await tab?.close();
    tab = undefined;
  });

  /** A page in a new profile, which from then on keeps what goes wrong in it. */
  async function visit(path: string): Promise<Tab> {
    tab = await open?.();
    if (tab === undefined) throw new Error("This browser is not installed.");
    await tab.open(new URL(path, inject("site")).href);
    await listen(tab);
    return tab;
  }

  it.skipIf(open === undefined)("crashes and resumes the landing page's run in three presses", async () => {
    const page = await visit("/");
    const lab = new LabInTab(page);
    await lab.press("Run");
    await lab.until("data-run", /held|sleeping/);
    await lab.press("Crash host");
    await lab.until("data-state", /crashed/);
    await lab.until("data-state", /settled/);
    await lab.press("Next wake-up");
    await lab.until("data-run", /completed/);
    expect(await complaints(page)).toEqual([]);
  });

  it.skipIf(open === undefined)("walks the first three acts: sleeps and wakes, outlives a crash, outlives a reload", async () => {
    const page = await visit("/start/quick-win/");
    const lab = new LabInTab(page, "quick-win");
    await lab.press("Run");
    await lab.until("data-run", /sleeping/);
    await lab.press("Next wake-up");
    await lab.until("data-run", /completed/);

    await lab.act(2);
    await lab.press("Run");
    await lab.until("data-run", /sleeping/);
    await lab.press("Crash host");
    await lab.until("data-state", /crashed/);
    await lab.press("Start host");
    await lab.until("data-state", /settled/);
    await lab.press("Next wake-up");
    await lab.until("data-run", /completed/);

    await lab.act(3);
    await lab.press("Run");
    await lab.until("data-run", /sleeping/);
    expect(await complaints(page)).toEqual([]);
    await page.reload();
    await listen(page);
    await lab.until("data-run", /sleeping/);
    await lab.press("Next wake-up");
    await lab.until("data-run", /completed/);
    expect(await complaints(page)).toEqual([]);
  });

  it.skipIf(open === undefined)("stops a runaway loop and says so, while the page answers", async () => {
    const page = await visit("/start/quick-win/");
    const lab = new LabInTab(page, "quick-win");
    await lab.act(4);
    await lab.edit("console\\.log\\([^)]*\\);?", "for (;;) {}");
    await lab.press("Apply edit");
    await lab.press("Run");
    await lab.until("data-place", /contained/);
    expect(await page.run("return 6 * 7")).toBe(42);
    expect(await lab.says()).toMatch(/stopped|no answer/i);
    expect(await complaints(page)).toEqual([]);
  });

  it.skipIf(open === undefined)("closes the search by Escape, with words in it and without", async () => {
    const page = await visit("/start/quick-win/");
    const isOpen = (): Promise<boolean> => page.run(`return document.querySelector("site-search dialog").open`);
    for (const words of ["", "sleep"]) {
      await eventually("the search opens", async () => (await page.key("/"), isOpen()), Boolean);
      await page.run(`document.querySelector("site-search input").value = arguments[0]`, words);
      await page.key("Escape");
      await eventually("the search is closed", isOpen, (yes) => !yes);
    }
  });
});

async function listen(page: Tab): Promise<void> {
  await page.run(`
    const said = (window.complaints = []);
    addEventListener("error", (event) => said.push("error: " + event.message));
    addEventListener("unhandledrejection", (event) => said.push("unhandled: " + event.reason));`);
}

const complaints = (page: Tab): Promise<string[]> => page.run("return window.complaints");
