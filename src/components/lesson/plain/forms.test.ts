// Every component that a page may use has one plain-text form, and every page of the course can be told by them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GIVEN } from "../given.ts";
import { formsOf, tellBy } from "./forms.ts";
import { abridged } from "./llms.ts";
import { pageInWords, plainPages } from "./pages.ts";
import { sourcesOf } from "./sources.ts";

const where = { root: process.cwd(), site: "https://course.test", flags: [{ usage: "--port <n>", meaning: "Listens there." }] };
const sources = sourcesOf(where);
const pages = plainPages(where);
const prose = (text: string): string => text.replace(/^(`{3,}).*$[\s\S]*?^\1$/gm, "");

describe("components that pages are given", () => {
  it("stand where the table says", () => {
    expect(Object.values(GIVEN).filter((path) => !existsSync(join(where.root, "src/components", path)))).toEqual([]);
  });

  it("have one plain-text form each, and no form is without its component", () => {
    expect(Object.keys(formsOf(sources)).sort()).toEqual(Object.keys(GIVEN).sort());
  });

  it("that are not there are a mistake, told with the page's name", () => {
    const [page] = sources.course.pages;
    if (page === undefined) throw new Error("There is no page.");
    expect(() => pageInWords(page, "<Unheard />", formsOf(sources))).toThrow(`${page.id}: line 1: There is no component <Unheard>`);
    expect(() => tellBy(formsOf(sources))("Lab", { id: "none" }, "")).toThrow('<Lab>: No lab "none"');
  });
});

describe("the course as plain text", () => {
  it("has every page, each with its title and no component left in it", () => {
    expect(pages.map(({ page }) => page.id)).toEqual(["index", ...sources.course.parts.flatMap((part) => part.pages.map(({ id }) => id))]);
    expect(pages.filter(({ page, text }) => !text.startsWith(`# ${page.title}\n`))).toEqual([]);
    expect(pages.filter(({ text }) => /<[A-Z]|^import /m.test(prose(text))).map(({ page }) => page.id)).toEqual([]);
  });

  it("has the code that a lesson shows, what its lab recorded, and the figures that were measured", () => {
    const all = pages.map(({ text }) => text).join("\n");
    const said = [
      'await step.run("load-customer"',
      "What happened (answers the question)",
      "run.completed",
      "`--port <n>`: Listens there.",
    ];
    expect(said.filter((one) => !all.includes(one))).toEqual([]);
  });

  it("abridged holds no answer to a question of a lab or a check", () => {
    const text = abridged(pages)
      .map((page) => page.text)
      .join("\n");
    const reasons = sources.course.checks.flatMap(({ options }) => options.map(({ reason }) => reason));
    const because = sources.course.labs.flatMap(({ acts }) => acts.flatMap(({ prediction }) => prediction?.because ?? []));
    expect([...reasons, ...because].filter((answer) => text.includes(answer))).toEqual([]);
    expect(text).not.toContain("What happened (answers the question)");
  });
});
