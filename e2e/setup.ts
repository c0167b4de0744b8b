// What all journeys share: the built site from a server that sets no header of its own, one browser, and how long a round trip takes.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import type { TestProject } from "vitest/node";
import { browserFlags, findBrowser, howToInstall } from "../scripts/run/browser.ts";
import { dist } from "../scripts/run/project.ts";
import { serve } from "../scripts/run/static-server.ts";
import { roundTripMs } from "./round-trip.ts";

declare module "vitest" {
  interface ProvidedContext {
    site: string;
    /** Where the browser takes connections. */
    browser: string;
    browserPid: number;
    /** Milliseconds from a new profile to a page of the site whose lab stands there. */
    roundTripMs: number;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(dist, "index.html"))) throw new Error("dist/ holds no site. Run `npm run build` first.");
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(howToInstall);
  const serving = await serve(dist, 0);
  const browser = await chromium.launchServer({ executablePath, args: [...browserFlags] });
  project.provide("site", serving.url);
  project.provide("browser", browser.wsEndpoint());
  project.provide("browserPid", browser.process().pid ?? 0);
  project.provide("roundTripMs", await roundTripMs(browser.wsEndpoint(), serving.url));
  return async () => {
    await browser.close();
    await serving.close();
  };
}
