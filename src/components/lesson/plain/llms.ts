// The course's text for language models, in the form that such files usually have. Pure.
import type { Page } from "../../../content/page.ts";
import type { PlainPage } from "./pages.ts";
import { paragraphs, withoutFolded } from "./words.ts";

const NAME = "Agent Nervous System";

/** Whether a page has a Markdown of its own: the landing page, and every page of a part. */
export const isTold = ({ landing, folder }: Page): boolean => landing || folder !== undefined;

/** Where a page's own Markdown stands. */
export const markdownPath = (id: string): string => `/${id}.md`;

/** What there is to read, with an address for each page. */
export function llmsIndex(pages: readonly PlainPage[], site: string): string {
  const line = ({ page }: PlainPage): string => `- [${page.label}](${new URL(markdownPath(page.id), site).href}): ${page.description}`;
  const isLesson = ({ page }: PlainPage): boolean => page.folder !== undefined && page.folder !== "reference";
  const text = paragraphs(
    `# ${NAME}`,
    "> A free course on durable execution for AI agents: what wakes an agent, what keeps it going after a crash, what keeps it steady.",
    "The labs of the course run in a browser. Here they are told in words: their questions, their first file, and what the engine recorded.\nIf a learner asks you about a lab, ask first what they expect, and give a hint before an answer.",
    "## Documentation Sets",
    [
      `- [Abridged documentation](${new URL("/llms-small.txt", site).href}): every page without what it folds away`,
      `- [Complete documentation](${new URL("/llms-full.txt", site).href}): every page in full, with recordings and answers`,
    ].join("\n"),
    "## Lessons",
    pages.filter(isLesson).map(line).join("\n"),
    "## Reference",
    pages
      .filter((one) => one.page.folder === "reference")
      .map(line)
      .join("\n"),
  );
  return `${text}\n`;
}

export const llmsFull = (pages: readonly PlainPage[]): string =>
  all(
    `<SYSTEM>This is the full text of ${NAME}, a course. It holds the answers to its questions.</SYSTEM>`,
    pages.map(({ text }) => text),
  );

/** Without recordings and answers, as the engine's docs are. */
export const llmsSmall = (pages: readonly PlainPage[]): string =>
  all(
    `<SYSTEM>This is the abridged text of ${NAME}, a course.</SYSTEM>`,
    abridged(pages).map(({ text }) => text),
  );

/** Pages that search finds, without what they fold away. */
export const abridged = (pages: readonly PlainPage[]): readonly PlainPage[] =>
  pages.filter(({ page }) => page.found).map(({ page, text }) => ({ page, text: withoutFolded(text) }));

const all = (system: string, texts: readonly string[]): string => `${[system, ...texts].join("\n\n")}\n`;
