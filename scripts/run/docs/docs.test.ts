// The course's text as the engine gives it to agents.
import { describe, expect, it } from "vitest";
import { readCourse } from "../../../src/content/read.ts";
import { root } from "../project.ts";
import { buildDocs } from "./build-docs.ts";

describe("the course's text", () => {
  const docs = buildDocs();

  it("has every page that search finds, with its title", () => {
    const { pages } = readCourse(root);
    expect(docs.map(({ path }) => path).toSorted()).toEqual(pages.flatMap(({ id, found }) => (found ? [id] : [])).toSorted());
    expect(docs.filter(({ title, text }) => !text.startsWith(`# ${title}\n`))).toEqual([]);
  });

  it("has the files that a lesson shows, and every flag of the engine's command", () => {
    const text = docs.map((doc) => doc.text).join("\n");
    expect(text).toContain('await step.run("load-customer"');
    expect(text).toContain("`--event-key");
  });
});
