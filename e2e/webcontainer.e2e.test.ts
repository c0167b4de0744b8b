// A lab that moves to real Node processes and back, in a real browser: the site, the unmodified `@webcontainer/api`, and processes of
// this machine in place of StackBlitz's runtime. Then every way in which it can stay where it is.
import { afterAll, beforeAll, afterEach, describe, expect, test } from "vitest";
import type { Page } from "playwright";
import { isolationHeaders } from "../scripts/run/isolation.ts";
import { dist } from "../scripts/run/project.ts";
import { serve, type Serving } from "../scripts/run/static-server.ts";
import { Lab } from "./lab.ts";
import { type RuntimeDouble, standInForRuntime } from "./runtime-double.ts";
import { newContext, useBrowser } from "./site.ts";

useBrowser();
let isolated: Serving;
let runtime: RuntimeDouble | undefined;
beforeAll(async () => void (isolated = await serve(dist, 0, { headers: isolationHeaders })));
afterAll(() => isolated.close());
afterEach(async () => {
  await runtime?.end();
  runtime = undefined;
});

const place = (lab: Lab, name: RegExp) =>
  lab.root.getByRole("radiogroup", { name: "Place" }).filter({ visible: true }).getByRole("radio", { name });
const embedded = /^Embedded/;
const node = /^WebContainer/;

async function openQuickWin(): Promise<{ page: Page; lab: Lab; complaints: string[] }> {
  const context = await newContext();
  runtime = await standInForRuntime(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${isolated.url}/start/quick-win/`);
  return { page, lab: new Lab(page, "quick-win"), complaints };
}

describe("a lab on a site with the two headers", () => {
  test("moves to two Node processes, goes on there, survives both deaths, and comes back with its log", async () => {
    const { page, lab, complaints } = await openQuickWin();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await lab.press("Skip");
    await lab.press("Run");
    await lab.wakeUntilEnded();
    const before = await lab.journal();
    await place(lab, node).check();
    await lab.until("data-where", "webcontainer");
    expect(runtime?.boots()).toBe(1);
    expect((await lab.journal()).slice(0, before.length)).toEqual(before);
    await lab.press("Run");
    await lab.wakeUntilEnded();
    expect(runtime?.alive()).toBe(2);
    await place(lab, embedded).check();
    await lab.until("data-where", "worker");
    expect(complaints).toEqual([]);
  });
});
