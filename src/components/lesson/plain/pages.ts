// Every page of the course as plain text: what `llms.txt` and its companions, the pages' `.md` and the engine's docs are made of.
import type { Course } from "../../../content/course.ts";
import { reading } from "../../../content/lists.ts";
import type { Page } from "../../../content/page.ts";
import { readPages } from "../../../content/read.ts";
import { formsOf, tellBy } from "./forms.ts";
import type { Form } from "./forms.ts";
import { mdxToMarkdown } from "./mdx.ts";
import { sourcesOf } from "./sources.ts";
import type { Where } from "./sources.ts";
import { paragraphs } from "./words.ts";

export type PlainPage = {
  readonly page: Page;
  /** Markdown that begins with the page's title. */
  readonly text: string;
};

/** All pages that say something by themselves, the landing page first, then in the order of reading. */
export function plainPages(where: Where): readonly PlainPage[] {
  const sources = sourcesOf(where);
  const forms = formsOf(sources);
  const bodies = new Map(readPages(where.root).map(({ id, body }) => [id, body]));
  return inOrder(sources.course).map((page) => ({ page, text: pageInWords(page, bodies.get(page.id) ?? "", forms) }));
}

const inOrder = (course: Course): readonly Page[] => [...course.pages.filter(({ landing }) => landing), ...reading(course)];

/** Throws with the page's name where something in it cannot be told. */
export function pageInWords(page: Page, body: string, forms: Readonly<Record<string, Form>>): string {
  try {
    return paragraphs(
      `# ${page.title}`,
      page.description === "" ? "" : `> ${page.description}`,
      page.lead ?? "",
      mdxToMarkdown(body, tellBy(forms)),
    );
  } catch (error) {
    throw new Error(`${page.id}: ${(error as Error).message}`, { cause: error });
  }
}
