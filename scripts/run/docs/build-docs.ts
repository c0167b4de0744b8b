// The course's text as one value, for the engine's `list_docs`, `grep_docs` and `read_doc`: the site's own plain text, without what
// its pages fold away. `node scripts/run/docs/build-docs.ts FILE` writes it as JSON.
import { writeFileSync } from "node:fs";
import { FLAGS } from "../../../sandbox/adapters/node/cli/flags.ts";
import { meaning, usage } from "../../../sandbox/adapters/node/cli/help.ts";
import type { Docs } from "../../../sandbox/adapters/node/mcp/docs.ts";
import { abridged } from "../../../src/components/lesson/plain/llms.ts";
import { plainPages } from "../../../src/components/lesson/plain/pages.ts";
import { siteUrl } from "../../../src/content/site-url.ts";
import { root } from "../project.ts";

export function buildDocs(): Docs {
  const flags = FLAGS.map((flag) => ({ usage: usage(flag), meaning: meaning(flag) }));
  return abridged(plainPages({ root, site: siteUrl(), flags })).map(({ page: { id, title, description }, text }) => ({
    path: id,
    title,
    description,
    text,
  }));
}

if (import.meta.main) {
  const [, , out] = process.argv;
  if (out === undefined) throw new Error("Say where to: node scripts/run/docs/build-docs.ts FILE");
  writeFileSync(out, JSON.stringify(buildDocs()));
}
