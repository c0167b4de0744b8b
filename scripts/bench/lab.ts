// `npm run bench:lab`: how long a reader waits in a lab, measured in the page from the press to what it changes.
import { type Browser, type Page, chromium } from "playwright";
import { Lab } from "../../e2e/lab.ts";
import { browserFlags, findBrowser, howToInstall } from "../run/browser.ts";
import { dist } from "../run/project.ts";
import { serve } from "../run/static-server.ts";
import { type Figure, median, report } from "./figures.ts";

const rounds = process.env["LONG"] ? 7 : 3;
const desktop = { viewport: { width: 1320, height: 900 } };
const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

type Wait = { readonly press: string; readonly selector: string };

/** Milliseconds from a real press on `button` to the first element of the lab that matches `selector` and was not there before. */
async function timeTo(lab: Lab, { press, selector }: Wait): Promise<number> {
  const button = lab.button(press).filter({ visible: true }).first();
  await button.waitFor();
  const waited = lab.root.evaluate((root, wanted) => {
    const known = new Set<Element>(root.matches(wanted) ? [root] : root.querySelectorAll(wanted));
    let from = 0;
    root.addEventListener("click", () => (from = performance.now()), { capture: true, once: true });
    return new Promise<number>((done) => {
      const observer = new MutationObserver(() => {
        const all: Element[] = [root, ...root.querySelectorAll(wanted)];
        const found = all.some((node) => node.matches(wanted) && !known.has(node));
        if (!found || from === 0) return;
        observer.disconnect();
        done(performance.now() - from);
      });
      observer.observe(root, { subtree: true, childList: true, attributes: true });
    });
  }, selector);
  await button.click();
  return waited;
}

const row = (type: string): string => `tr[data-type="${type}"]`;

async function inLab(
  browser: Browser,
  site: string,
  path: string,
  id: string,
  options: object,
  measure: (lab: Lab, page: Page) => Promise<number>,
): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(new URL(path, site).href);
    const lab = new Lab(page, id);
    await lab.root.scrollIntoViewIfNeeded();
    values.push(await measure(lab, page));
    await context.close();
  }
  return median(values);
}

async function asleep(lab: Lab): Promise<void> {
  await lab.press("Run");
  await lab.until("data-run", "sleeping");
  await lab.until("data-state", "settled");
}

async function waits(browser: Browser, site: string): Promise<Figure[]> {
  const quickWin = (options: object, measure: (lab: Lab, page: Page) => Promise<number>): Promise<number> =>
    inLab(browser, site, "/start/quick-win/", "quick-win", options, measure);
  const cold = await quickWin(desktop, (lab) =>
    timeTo(lab, { press: "Run", selector: '[data-live] tr[data-seq], tr[data-type="event.received"]' }),
  );
  const warm = await quickWin(desktop, async (lab) => {
    await asleep(lab);
    return timeTo(lab, { press: "Run", selector: row("event.received") });
  });
  const back = await quickWin(desktop, async (lab) => {
    await lab.act(2);
    await asleep(lab);
    await lab.press("Crash host");
    await lab.until("data-state", "crashed");
    return timeTo(lab, { press: "Start host", selector: row("host.started") });
  });
  const edit = await inLab(browser, site, "/reflexes/step-run/", "step-run", phone, async (lab) => {
    await lab.act(2);
    await lab.press("Run");
    await lab.until("data-run", "held");
    await lab.press("Next wake-up");
    await lab.until("data-run", "completed");
    await lab.press("Edit code");
    const area = lab.root.getByRole("textbox").filter({ visible: true }).first();
    await area.fill(`${await area.inputValue()}\n// edited`);
    return timeTo(lab, { press: "Apply edit", selector: row("host.started") });
  });
  const contained = await quickWin(phone, async (lab) => {
    await lab.act(4);
    await lab.press("Edit code");
    const area = lab.root.getByRole("textbox").filter({ visible: true }).first();
    await area.fill((await area.inputValue()).replace(/console\.log\([^)]*\);?/, "for (;;) {}"));
    await lab.press("Apply edit");
    await lab.untilFact("host.started");
    return timeTo(lab, { press: "Run", selector: '[data-place="contained"]' });
  });
  const table = await inLab(browser, site, "/balance/human-gate/", "human-gate", desktop, async (lab) => {
    await lab.root.getByRole("tab", { name: "Database" }).click();
    return timeTo(lab, { press: "Run", selector: 'table[aria-label="customers"] td' });
  });
  return [
    { name: "Run pressed → first new row, warm", value: warm, unit: "ms", atMost: 300 },
    { name: "Run pressed → first new row, cold", value: cold, unit: "ms", atMost: 1500 },
    { name: "Start host pressed → host back and registered", value: back, unit: "ms", atMost: 400 },
    { name: "Apply edit pressed → new code serving", value: edit, unit: "ms", atMost: 200 },
    { name: "runaway loop entered → found and contained", value: contained, unit: "ms", atMost: 2000 },
    { name: "lab with Postgres opened → table readable", value: table, unit: "ms", atMost: 2000 },
  ];
}

const executablePath = findBrowser();
if (executablePath === undefined) {
  console.error(howToInstall);
  process.exit(1);
}
const serving = await serve(dist, 0);
const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
try {
  report("lab", await waits(browser, serving.url));
} finally {
  await browser.close();
  await serving.close();
}
