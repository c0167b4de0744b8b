// Looks at the built pages: every link, image and script within the site leads to a file, every fragment to an id.
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Ran, dist } from "./project.ts";

type Page = { readonly path: string; readonly ids: ReadonlySet<string>; readonly links: readonly string[] };

export async function deadLinks(): Promise<Ran> {
  const started = performance.now();
  const output = deadLinksIn(dist).join("\n");
  return { code: output === "" ? 0 : 1, output, ms: performance.now() - started };
}

/** Links of the pages in `folder` that lead nowhere, each with its page. A folder without pages is one complaint. */
export function deadLinksIn(folder: string): string[] {
  const files = globSync("**/*.html", { cwd: folder }).sort();
  const pages = files.map((file) => read(folder, file));
  if (pages.length === 0) return ["There is no page."];
  return pages.flatMap((page) =>
    page.links.filter((link) => !leadsSomewhere(folder, link, page, pages)).map((link) => `${page.path}: ${link}`),
  );
}

function read(folder: string, file: string): Page {
  const html = readFileSync(join(folder, file), "utf8");
  const ids = new Set([...html.matchAll(/\s(?:id|name)=(?:"([^"]*)"|([^\s>"]+))/g)].map((match) => match[1] ?? match[2] ?? ""));
  const links = [...html.matchAll(/<(?:a|link|img|script|source)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map((match) => match[1] ?? "");
  return { path: `/${file}`.replace(/index\.html$/, ""), ids, links: [...new Set(links.map(unescape))] };
}

const unescape = (text: string): string => text.replaceAll("&amp;", "&").replaceAll("&#38;", "&");

function leadsSomewhere(folder: string, link: string, from: Page, pages: readonly Page[]): boolean {
  if (/^(data|mailto|blob|javascript):/.test(link)) return true;
  const url = new URL(link, `http://site.local${from.path}`);
  if (url.host !== "site.local" || url.pathname === "/404.html") return true;
  const path = decodeURIComponent(url.pathname);
  const page = pages.find((one) => one.path === path || one.path === `${path}/`);
  if (page === undefined) return existsSync(join(folder, path)) && statSync(join(folder, path)).isFile();
  const fragment = decodeURIComponent(url.hash.slice(1));
  return fragment === "" || fragment === "_top" || fragment.includes("=") || fragment.includes(":") || page.ids.has(fragment);
}
