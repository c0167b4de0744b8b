// `npm run bench:page`: bytes of script of every page and of the browser place, and Lighthouse on a phone for each kind of page.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import lighthouse from "lighthouse";
import { chromium } from "playwright";
import { browserFlags, findBrowser, howToInstall } from "../run/browser.ts";
import { builtPages, inlineScriptsOfPage, scriptsOfPage, scriptsOfPlace } from "../run/page-scripts.ts";
import { precompress } from "../run/precompress.ts";
import { dist, inProject } from "../run/project.ts";
import { serve } from "../run/static-server.ts";
import { type Figure, median, report } from "./figures.ts";

const kinds = { landing: "/", lesson: "/reflexes/step-run/", reference: "/reference/how-our-engine-differs/" };
const categories = ["performance", "accessibility", "best-practices", "seo"] as const;
/** Lighthouse finds the browser by this port. */
const port = 9222;
const rounds = process.env["LONG"] ? 3 : 1;

const kilobytes = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + brotliCompressSync(readFileSync(inProject(file))).length, 0) / 1000;

function sizes(): Figure[] {
  const pages = builtPages().map((page): [string, number] => [page, kilobytes([...scriptsOfPage(page), inlineScriptsOfPage(page)])]);
  const [largest = ["no page", Number.NaN] as const] = pages.sort((a, b) => b[1] - a[1]);
  return [
    { name: `script before a lab is opened, most of all pages (${largest[0]})`, value: largest[1], unit: "kB", atMost: 60 },
    { name: "engine, SDK host and transpiler", value: kilobytes(scriptsOfPlace()), unit: "kB", atMost: 220 },
  ];
}

async function scores(site: string, executablePath: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [kind, path] of Object.entries(kinds)) {
    const found: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round += 1) {
      const chrome = await chromium.launch({ executablePath, args: [...browserFlags, `--remote-debugging-port=${port}`] });
      const result = await lighthouse(new URL(path, site).href, { port, onlyCategories: [...categories], logLevel: "error" });
      await chrome.close();
      for (const category of categories) (found[category] ??= []).push((result?.lhr.categories[category]?.score ?? 0) * 100);
    }
    for (const category of categories) {
      figures.push({
        name: `Lighthouse, mobile, ${kind}: ${category}`,
        value: median(found[category] ?? []),
        unit: "of 100",
        atLeast: category === "performance" ? 95 : 100,
      });
    }
  }
  return figures;
}

const browser = findBrowser();
if (browser === undefined) {
  console.error(howToInstall);
  process.exit(1);
}
const site = mkdtempSync(join(tmpdir(), "site-"));
precompress(dist, site);
const serving = await serve(site, 0, { brotli: true });
try {
  report("page", [...sizes(), ...(await scores(serving.url, browser))]);
} finally {
  await serving.close();
  rmSync(site, { recursive: true });
}
