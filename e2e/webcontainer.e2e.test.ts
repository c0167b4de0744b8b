// A lab that moves to real Node processes and back, in a real browser: the site, the unmodified `@webcontainer/api`, and processes of
// this machine in place of StackBlitz's runtime.
import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { isolationHeaders } from "../scripts/run/isolation.ts";
import { dist } from "../scripts/run/project.ts";
import { serve, type Serving } from "../scripts/run/static-server.ts";
import { eventually } from "./eventually.ts";
import { Lab } from "./lab.ts";
import { type RuntimeDouble, standInForRuntime } from "./runtime-double.ts";
import { newContext, site, useBrowser, type Visit } from "./site.ts";

useBrowser();
let isolated: Serving;
let runtime: RuntimeDouble | undefined;
beforeAll(async () => void (isolated = await serve(dist, 0, { headers: isolationHeaders })));
afterAll(() => isolated.close());
afterEach(async () => {
  await runtime?.end();
  runtime = undefined;
});

type Opened = { readonly page: Page; readonly lab: Lab; readonly complaints: readonly string[]; readonly runtime: RuntimeDouble };

async function open(path: string, id: string, { from = isolated.url, ...visit }: Visit & { from?: string } = {}): Promise<Opened> {
  const context = await newContext(visit);
  const double = (runtime = await standInForRuntime(context));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(from + path);
  return { page, lab: new Lab(page, id), complaints, runtime: double };
}

const placeSays = async (lab: Lab): Promise<string> =>
  (await lab.root.getByRole("status", { name: "Place says" }).filter({ visible: true }).allInnerTexts()).join(" ");

async function runOnce(lab: Lab): Promise<void> {
  await lab.press("Skip");
  await lab.press("Run");
  await lab.wakeUntilEnded();
}

describe("a lab on a site with the two headers", () => {
  test("moves to two Node processes, goes on there, and comes back with its log", async () => {
    const { page, lab, complaints, runtime } = await open("/start/quick-win/", "quick-win");
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await runOnce(lab);
    const before = await lab.journal();
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    expect((await lab.journal()).slice(0, before.length)).toEqual(before);
    await lab.press("Run");
    await lab.wakeUntilEnded();
    expect({ boots: runtime.boots(), alive: runtime.alive() }).toEqual({ boots: 1, alive: 2 });
    const there = await lab.journal();
    await lab.choosePlace("Embedded");
    await lab.until("data-where", "worker");
    expect((await lab.journal()).slice(0, there.length)).toEqual(there);
    await lab.press("Run");
    await lab.wakeUntilEnded();
    await expect.poll(runtime.alive).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("kills and starts real processes by the lab's own buttons, and runs outlive the deaths of both", async () => {
    const { lab, runtime } = await open("/start/quick-win/", "quick-win");
    await runOnce(lab);
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    await lab.act(2);
    await lab.press("Run");
    await lab.untilFact("sleep.started", 2);
    await lab.press("Crash host");
    await lab.until("data-state", "crashed");
    await expect.poll(runtime.alive).toBe(1);
    await lab.press("Start host");
    await lab.until("data-state", "settled");
    expect(runtime.alive()).toBe(2);
    await lab.wakeUntilEnded();
    await lab.act(3);
    await lab.press("Run");
    await lab.untilFact("sleep.started", 3);
    const restarts = (await lab.journal("engine.restarted")).length;
    await lab.press("Restart engine");
    await lab.untilFact("engine.restarted", restarts + 1);
    await lab.wakeUntilEnded();
    expect(await lab.run()).toBe("completed");
    // An engine and two hosts, and the engine that took the first one's place.
    expect({ alive: runtime.alive(), spawned: runtime.spawned() }).toEqual({ alive: 2, spawned: 4 });
  });

  test("has its world and its Postgres there too: one approval pays once, after the host died", async () => {
    const { lab } = await open("/balance/human-gate/", "human-gate");
    await lab.act(3);
    await lab.choose("Change", /branch of its own/);
    await lab.press("Apply edit");
    await lab.until("data-state", /ready|settled/);
    await lab.press("Run");
    await lab.untilFact("wait.registered");
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    await lab.press("Crash host");
    await lab.until("data-state", "crashed");
    await lab.press("Start host");
    await lab.until("data-state", "settled");
    await lab.request(/./).getByRole("button", { name: "Approve" }).filter({ visible: true }).first().click();
    await lab.until("data-run", "completed");
    expect((await lab.journal("effect")).filter(({ text }) => /refund/.test(text))).toHaveLength(1);
  });

  test("remembers the choice: the next page's lab runs at once, and moves between two of its calls", async () => {
    const { page, lab: first } = await open("/start/quick-win/", "quick-win");
    await runOnce(first);
    await first.choosePlace("WebContainer");
    await first.until("data-where", "webcontainer");
    await page.goto(`${isolated.url}/reflexes/step-run/`);
    const lab = new Lab(page, "step-run");
    expect(await lab.root.getAttribute("data-where")).toBe("worker");
    await lab.press("Skip");
    await lab.press("Run");
    await lab.until("data-run", "held");
    await eventually(
      "the move waits for the held call",
      () => placeSays(lab),
      (says) => says.includes("The lab moves when the held run has gone on"),
    );
    await lab.wakeUntilEnded();
    await lab.until("data-where", "webcontainer");
  });

  test("goes on where it was when the page is loaded again: the page has kept what the container forgot (L11)", async () => {
    const { page, lab } = await open("/start/quick-win/", "quick-win");
    await runOnce(lab);
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    await lab.press("Run");
    await lab.untilFact("sleep.started", 2);
    const before = await lab.journal();
    await page.reload();
    await lab.untilFact("engine.restarted", 2);
    expect((await lab.journal()).slice(0, before.length)).toEqual(before);
    await lab.press("Next wake-up");
    await lab.wakeUntilEnded();
  });

  test("is taken over by another tab with all that it had done, and ends its processes", async () => {
    const { page, lab, runtime } = await open("/start/quick-win/", "quick-win");
    await runOnce(lab);
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    await lab.press("Run");
    await lab.untilFact("sleep.started", 2);
    const before = await lab.journal();
    const other = await page.context().newPage();
    await other.goto(page.url());
    const there = new Lab(other, "quick-win");
    await there.until("data-place", "observer");
    await expect.poll(async () => (await there.journal()).slice(0, before.length)).toEqual(before);
    await there.press("Take over here");
    await there.until("data-place", "own");
    await expect.poll(runtime.alive).toBe(0);
    await expect.poll(async () => (await there.journal()).slice(0, before.length)).toEqual(before);
    await there.press("Next wake-up");
    await there.wakeUntilEnded();
  });

  test("comes back by itself, with its log, when the container ends, and says so", async () => {
    const { lab, runtime } = await open("/start/quick-win/", "quick-win");
    await runOnce(lab);
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    await lab.press("Run");
    await lab.untilFact("sleep.started", 2);
    const before = await lab.journal();
    await runtime.end();
    await lab.until("data-where", "worker");
    await eventually(
      "the reason",
      () => placeSays(lab),
      (says) => says.includes("The container ended by itself. The lab goes on embedded, with its log, clock and files."),
    );
    expect((await lab.journal()).slice(0, before.length)).toEqual(before);
    await lab.press("Next wake-up");
    await lab.wakeUntilEnded();
    expect(await lab.run()).toBe("completed");
  });

  test("on a phone the switch is behind More, and the move is told in the bar", async () => {
    const { lab } = await open("/start/quick-win/", "quick-win", { phone: true });
    await runOnce(lab);
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
  });
});

describe("a lab on a site without headers", () => {
  test("isolates its page by a service worker when real Node is chosen, loads it again, and moves with its log", async () => {
    const { page, lab, runtime } = await open("/start/quick-win/", "quick-win", { from: site() });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await runOnce(lab);
    const before = await lab.journal();
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect((await lab.journal()).slice(0, before.length)).toEqual(before);
    expect(runtime.alive()).toBe(2);
  });

  test("on an iPhone goes on after that only at a touch", async () => {
    const before = `Object.defineProperty(Navigator.prototype, "userAgent", { value: "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)" });`;
    const { page, lab, runtime } = await open("/start/quick-win/", "quick-win", { from: site(), phone: true, before });
    await runOnce(lab);
    await lab.choosePlace("WebContainer");
    const start = lab.root.getByRole("button", { name: "Start WebContainer" }).filter({ visible: true });
    await start.waitFor();
    expect({ isolated: await page.evaluate(() => crossOriginIsolated), boots: runtime.boots() }).toEqual({ isolated: true, boots: 0 });
    await start.click();
    await lab.until("data-where", "webcontainer");
  });

  test("takes its service worker back when Embedded is chosen", async () => {
    const { page, lab } = await open("/start/quick-win/", "quick-win", { from: site() });
    const workers = (): Promise<number> => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    await runOnce(lab);
    expect(await workers()).toBe(0);
    await lab.choosePlace("WebContainer");
    await lab.until("data-where", "webcontainer");
    expect(await workers()).toBe(1);
    await lab.choosePlace("Embedded");
    await lab.until("data-where", "worker");
    await expect.poll(workers).toBe(0);
  });
});
