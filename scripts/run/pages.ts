// Which pages the course promises by its content, and which of them a built site lacks.
import { globSync } from "node:fs";

const CONTENT = "src/content/docs";

/** Addresses of all pages of a built site, sorted: `/`, `/start/quick-win/`, `/404.html`. */
export function pagesIn(dist: string): string[] {
  return globSync("**/*.html", { cwd: dist })
    .map((file) => `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`)
    .sort();
}

/** The address that each file of the content has on the site. */
export function promisedBy(project: string): string[] {
  return globSync(`${CONTENT}/**/*.{md,mdx}`, { cwd: project })
    .map((file) =>
      file
        .replaceAll("\\", "/")
        .slice(CONTENT.length)
        .replace(/\.mdx?$/, ""),
    )
    .map((name) => (name === "/404" ? "/404.html" : `${name.replace(/\/index$/, "")}/`))
    .sort();
}

/** Promised pages that do not exist, and pages of the site that must: the answers, which every quick check leads to. */
export const missingPages = (promised: readonly string[], there: readonly string[]): string[] =>
  [...new Set([...promised, "/", "/reference/answers/"])].filter((page) => !there.includes(page)).sort();
