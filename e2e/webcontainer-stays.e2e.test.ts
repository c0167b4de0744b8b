// Every way in which a lab that should move to real Node processes stays where it is: it says why and what to change, and goes on with
// its log. From the reader's choice on the page's time stands still and is turned by hand, so that no deadline passes while a test looks.
import type { Page, Route } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolationHeaders } from "../scripts/run/isolation.ts";
import { dist } from "../scripts/run/project.ts";
import { serve, type Serving } from "../scripts/run/static-server.ts";
import { violations } from "./axe.ts";
import { eventually } from "./eventually.ts";
import { Lab } from "./lab.ts";
import { newContext, site, useBrowser, type Visit } from "./site.ts";

useBrowser();
const RUNTIME = "https://stackblitz.com/**";
let isolated: Serving;
beforeAll(async () => void (isolated = await serve(dist, 0, { headers: isolationHeaders })));
afterAll(() => isolated.close());

type Opened = { readonly page: Page; readonly lab: Lab; readonly asked: readonly string[] };

/** A lab that has run once, on a page from which the runtime's host answers as `answer` does. */
async function ranOnce(
  answer: (route: Route) => unknown,
  { from = isolated.url, before }: Visit & { from?: string } = {},
): Promise<Opened> {
  const context = await newContext({ mayComplain: /Failed to load resource/, ...(before !== undefined && { before }) });
  await context.route(RUNTIME, (route) => answer(route));
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => new URL(request.url()).origin !== from && request.url().startsWith("http") && asked.push(request.url()));
  await page.clock.install();
  await page.goto(`${from}/start/quick-win/`);
  const lab = new Lab(page, "quick-win");
  await lab.press("Skip");
  await lab.press("Run");
  await lab.wakeUntilEnded();
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
  return { page, lab, asked };
}

/** Turns the page's time until the work has ended, by little enough that no deadline comes near. */
async function turning<T>(page: Page, work: Promise<T>): Promise<T> {
  let ended = false;
  const end = (): void => void (ended = true);
  work.then(end, end);
  while (!ended) await page.clock.runFor(1);
  return work;
}

async function untilSaid(lab: Lab, words: RegExp): Promise<void> {
  const status = lab.root.getByRole("status", { name: "Place says" }).filter({ visible: true });
  const look = async (): Promise<string> => (await status.allInnerTexts()).join(" ");
  const said = eventually(`the lab says ${String(words)}`, look, (text) => words.test(text));
  await turning(lab.page, said);
}

const fact = ({ seq, type }: { readonly seq: number; readonly type: string }): string => `${seq} ${type}`;

/** It runs on, embedded, with the log that it had. */
async function goesOn(lab: Lab): Promise<void> {
  await lab.page.clock.resume();
  expect(await lab.root.getAttribute("data-where")).toBe("worker");
  const before = await lab.journal();
  await lab.press("Run");
  await lab.wakeUntilEnded();
  // A second run brings a column that names the runs, so the rows are compared without their text.
  expect((await lab.journal()).slice(0, before.length).map(fact)).toEqual(before.map(fact));
}

describe("a lab stays embedded, with its log, when", () => {
  test("the runtime's host cannot be reached; nobody was asked before the reader chose, and another try is offered", async () => {
    const { page, lab, asked } = await ranOnce((route) => route.abort());
    expect(asked).toEqual([]);
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, /stackblitz\.com, which supplies the container, gave no answer.*Allow it in your network/);
    expect(await turning(page, violations(page))).toEqual([]);
    expect(asked).toEqual(["https://stackblitz.com/headless"]);
    expect(await page.evaluate(() => localStorage.getItem("agent-nervous-system:place"))).toBeNull();
    await goesOn(lab);
    await lab.root.getByRole("button", { name: "Try WebContainer again" }).filter({ visible: true }).click();
    await eventually(
      "the host is asked again",
      async () => asked.length,
      (count) => count === 2,
    );
  });

  test("the runtime's host takes the request and never answers: after eight seconds", async () => {
    const { page, lab } = await ranOnce(() => undefined);
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, /Reach stackblitz\.com/);
    await page.clock.runFor(8000);
    await untilSaid(lab, /gave no answer/);
    await goesOn(lab);
  });

  test("the runtime's host answers badly: after 45 seconds, with the time shown", async () => {
    const { page, lab } = await ranOnce((route) => route.fulfill({ status: 404, body: "Not found" }));
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, /Boot the container/);
    expect(await turning(page, violations(page))).toEqual([]);
    await page.clock.runFor(5000);
    await eventually(
      "the time so far",
      () => lab.root.getByLabel("Time in this step").filter({ visible: true }).innerText(),
      (text) => /^[5-9] of 45 s$/.test(text),
    );
    await page.clock.runFor(45_000);
    await untilSaid(lab, /did not start in 45 seconds.*Reload the page/);
    expect(await page.locator("iframe[src*=headless]").count()).toBe(0);
    await goesOn(lab);
  });

  test("the reader presses Stay embedded while it boots, and the choice is Embedded again", async () => {
    const { page, lab } = await ranOnce((route) => route.fulfill({ status: 404, body: "Not found" }));
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, /Boot the container/);
    await lab.root.getByRole("button", { name: "Stay embedded" }).filter({ visible: true }).click();
    await page.clock.resume();
    await expect.poll(() => lab.root.getByRole("status", { name: "Place says" }).count()).toBe(0);
    expect(await lab.root.getByRole("radio", { name: "Embedded" }).filter({ visible: true }).isChecked()).toBe(true);
    expect(await page.evaluate(() => localStorage.getItem("agent-nervous-system:place"))).toBeNull();
    await goesOn(lab);
  });

  test("the browser is offline", async () => {
    const { page, lab, asked } = await ranOnce((route) => route.abort());
    await page.context().setOffline(true);
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, /This browser is offline.*Connect to a network/);
    expect(asked).toEqual([]);
    await goesOn(lab);
  });

  test("its page can be isolated neither by headers nor by a service worker", async () => {
    const before = `delete Navigator.prototype.serviceWorker;`;
    const { lab } = await ranOnce((route) => route.abort(), { from: site(), before });
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, /not cross-origin isolated.*Chrome, Edge or Firefox.*two headers/);
    await goesOn(lab);
  });

  test.each([
    {
      what: "cookies are blocked",
      before: `Object.defineProperty(Navigator.prototype, "cookieEnabled", { value: false });`,
      said: /Cookies are blocked/,
    },
    { what: "the browser lacks what it takes", before: `delete globalThis.WebAssembly;`, said: /This browser lacks/ },
  ])("$what", async ({ before, said }) => {
    const { lab } = await ranOnce((route) => route.abort(), { before });
    await lab.choosePlace("WebContainer");
    await untilSaid(lab, said);
  });
});

describe("an isolated page", () => {
  test("still searches, confines code, runs workers, Postgres and the editor's checks", async () => {
    const context = await newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${isolated.url}/balance/human-gate/`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const lab = new Lab(page, "human-gate");
    await lab.press("Skip");
    await lab.press("Run");
    await lab.untilFact("wait.registered");
    expect(await lab.journal("effect")).not.toEqual([]);
    await lab.press("Edit code");
    await lab.root.locator(".lab-monaco .view-line").first().waitFor();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("notThere;");
    await lab.root.locator(".squiggly-error").first().waitFor();
    await page
      .getByRole("button", { name: /Search/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("searchbox").or(page.getByRole("dialog").getByRole("textbox")).first().fill("memo");
    await page.getByRole("dialog").getByRole("link").first().waitFor();
    expect(complaints).toEqual([]);
  });
});
