// Tools over the course's own text.
import { z } from "zod";
import { findDoc, grepDocs } from "../docs.ts";
import { tool, type Tool, ToolProblem } from "../tool.ts";

const listDocs = tool({
  name: "list_docs",
  title: "List the course's pages",
  description: "Pages of the course on durable execution that this engine belongs to: path, title, what each is about.",
  input: z.strictObject({}),
  reads: true,
  run: async ({ docs }) => {
    const all = await docs();
    const categories: Record<string, number> = {};
    for (const { path } of all) {
      const category = path.includes("/") ? path.slice(0, path.indexOf("/")) : "course";
      categories[category] = (categories[category] ?? 0) + 1;
    }
    return {
      totalDocs: all.length,
      categories,
      docs: all.map(({ path, title, description, text }) => ({ path, title, description, size: text.length })),
    };
  },
});

const grep = tool({
  name: "grep_docs",
  title: "Search the course's text",
  description: "Lines of the course's pages that hold a pattern: plain text or a regular expression, without regard to case.",
  input: z.strictObject({
    pattern: z.string().describe("E.g. `at least once` or `step\\.(sleep|waitForEvent)`."),
    limit: z.number().int().min(1).max(200).default(10).describe("Most lines to return."),
  }),
  reads: true,
  run: async ({ docs }, { pattern, limit }) => {
    const found = grepDocs(await docs(), pattern, limit);
    if (!found.ok) throw new ToolProblem("bad-pattern", found.why);
    return { matches: found.matches.map((match) => ({ ...match })), count: found.matches.length };
  },
});

const readDoc = tool({
  name: "read_doc",
  title: "Read a page of the course",
  description: "One page as Markdown, by the path that list_docs and grep_docs return.",
  input: z.strictObject({ path: z.string().min(1) }),
  reads: true,
  run: async ({ docs }, { path }) => {
    const all = await docs();
    const doc = findDoc(all, path);
    if (doc === undefined)
      throw new ToolProblem("doc-unknown", `No page "${path.slice(0, 100)}". There are: ${all.map((one) => one.path).join(", ")}.`);
    return { path: doc.path, title: doc.title, size: doc.text.length, content: doc.text };
  },
});

export const docsTools: readonly Tool[] = [listDocs, grep, readDoc];
