// Writes the content policy into every built page, as a meta tag: the site keeps it from any static server,
// also one that sets no header. Inline scripts are allowed by hash alone, so what is not written here does not run.
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { pagePolicy } from "../../sandbox/adapters/worker/policy.ts";

const inlineScript = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;
const charset = /<meta charset="?utf-8"?\s*\/?>/i;

/** `sha256-…` sources of every inline script that would run on the page. */
export function scriptHashes(html: string): readonly string[] {
  const hashes = new Set<string>();
  for (const [, attributes = "", body = ""] of html.matchAll(inlineScript)) {
    const runs =
      !/\bsrc\s*=/.test(attributes) && (!/\btype\s*=/.test(attributes) || /\btype\s*=\s*"?(module|text\/javascript)"?/.test(attributes));
    if (runs) hashes.add(`'sha256-${createHash("sha256").update(body).digest("base64")}'`);
  }
  return [...hashes];
}

/** The page with its policy as the first thing after the character set, before anything that it governs. */
export function withPolicy(html: string, policy: (hashes: readonly string[]) => string): string {
  const tag = `<meta http-equiv="Content-Security-Policy" content="${policy(scriptHashes(html))}">`;
  if (!charset.test(html)) throw new Error("A page without <meta charset> cannot carry its policy.");
  return html.replace(charset, (found) => found + tag);
}

export function contentPolicy(): AstroIntegration {
  return {
    name: "content-policy",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".html"));
        for (const page of pages) {
          const path = join(root, page);
          await writeFile(path, withPolicy(await readFile(path, "utf8"), pagePolicy));
        }
        logger.info(`policy written into ${pages.length} pages`);
      },
    },
  };
}
