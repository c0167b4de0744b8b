// Opens pages of the built site in the browser that all journeys share, one context per visit, and keeps what the console complained about.
import { type Browser, type BrowserContext, type Page, chromium } from "playwright";
import { afterAll, beforeAll, expect, inject, onTestFinished, vi } from "vitest";
import { treeProcessorMs } from "../scripts/run/process-tree.ts";
import { waitMs } from "./round-trip.ts";

export type Visit = {
  readonly phone?: boolean;
  readonly theme?: "light" | "dark";
  readonly javaScript?: boolean;
  /** Runs in every frame before the page's own scripts. */
  readonly before?: string;
  /** What its pages may complain of. Any other error of a page or its console fails the test that the visit is made for. */
  readonly mayComplain?: RegExp;
  /** Told what to do when the visit is over: at the end of the test, unless a test that runs beside others gives its own. */
  readonly ends?: (close: () => Promise<void>) => void;
};

type Opened = {
  readonly page: Page;
  /** Errors of the console and of the page. */
  readonly complaints: readonly string[];
  /** What it has asked for, by address. */
  readonly requested: readonly string[];
};
export type Visited = Opened & { readonly context: BrowserContext };

const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 } as const;
const desktop = { viewport: { width: 1320, height: 900 } } as const;

let browser: Browser | undefined;

/** How long a journey waits for what must come, in milliseconds. */
export const patience = (): number => waitMs(inject("roundTripMs"));

/** Call once at the top of a file of journeys. */
export function useBrowser(): void {
  // A journey is many waits; each has its own limit and tells what it waited for, so the whole one hardly ever needs its own.
  vi.setConfig({ testTimeout: 10 * patience(), hookTimeout: 10 * patience(), expect: { poll: { timeout: patience() } } });
  beforeAll(async () => {
    browser = await chromium.connect(inject("browser"));
  });
  afterAll(async () => {
    await browser?.close();
  });
}

export const site = (): string => inject("site");

/** Processor time of all of the browser's processes so far, in milliseconds; `undefined` where the system does not say. */
export const processorMs = (): number | undefined => treeProcessorMs(inject("browserPid"));

/** A new browser profile: nothing stored, nothing shared with other visits. */
export async function newContext(options: Visit = {}): Promise<BrowserContext> {
  if (browser === undefined) throw new Error("Call useBrowser() at the top of the file.");
  const context = await browser.newContext({
    ...(options.phone ? phone : desktop),
    colorScheme: options.theme ?? "light",
    javaScriptEnabled: options.javaScript ?? true,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(patience());
  if (options.before !== undefined) await context.addInitScript(options.before);
  const complaints = complaintsOf(context);
  const ends = options.ends ?? onTestFinished;
  ends(async () => {
    await context.close();
    expect(complaints.filter((said) => options.mayComplain?.test(said) !== true)).toEqual([]);
  });
  return context;
}

/** Errors of all its pages and of their consoles, as they come. */
function complaintsOf(context: BrowserContext): readonly string[] {
  const complaints: string[] = [];
  context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return complaints;
}

export async function visit(path: string, options: Visit = {}): Promise<Visited> {
  const context = await newContext(options);
  return { context, ...(await openIn(context, path)) };
}

/** One more tab of the same profile. */
export async function openIn(context: BrowserContext, path: string): Promise<Opened> {
  const page = await context.newPage();
  const [complaints, requested]: [string[], string[]] = [[], []];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requested.push(request.url()));
  await page.goto(new URL(path, site()).href);
  return { page, complaints, requested };
}
