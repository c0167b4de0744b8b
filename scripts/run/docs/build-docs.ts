// The course's text as one value, for the engine's `list_docs`, `grep_docs` and `read_doc`: every page of the site as Markdown,
// its components told in words. `node scripts/run/docs/build-docs.ts FILE` writes it as JSON.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import type { Doc, Docs } from "../../../sandbox/adapters/node/mcp/docs.ts";
import { inProject } from "../project.ts";
import { tellComponent } from "./components.ts";
import { mdxToMarkdown } from "./mdx-text.ts";

const PAGES = "src/content/docs";
/** Pages that say nothing by themselves. */
const WITHOUT_TEXT = new Set(["404", "reference/answers"]);

type FrontMatter = { title?: string; description?: string; lead?: string };

export function buildDocs(): Docs {
  return globSync("**/*.{md,mdx}", { cwd: inProject(PAGES) })
    .map((file) => ({ file, path: file.replaceAll("\\", "/").replace(/\.mdx?$/, "") }))
    .filter(({ path }) => !WITHOUT_TEXT.has(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ file, path }) => page(path, readFileSync(inProject(PAGES, file), "utf8")));
}

function page(path: string, source: string): Doc {
  const [, front = "", body = source] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
  const { title = path, description = "", lead } = parse(front) as FrontMatter;
  try {
    const text = mdxToMarkdown(body, tellComponent);
    return { path, title, description, text: [`# ${title}`, ...(lead === undefined ? [] : [lead]), text].join("\n\n") };
  } catch (error) {
    throw new Error(`${PAGES}/${path}: ${(error as Error).message}`, { cause: error });
  }
}

const [, script, out] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  if (out === undefined) throw new Error("Say where to: node scripts/run/docs/build-docs.ts FILE");
  writeFileSync(out, JSON.stringify(buildDocs()));
}
