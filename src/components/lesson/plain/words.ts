// Markdown that plain-text forms are made of.
import type { Props } from "./mdx.ts";

export function fence(code: string, language: string, title?: string): string {
  const ticks = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${ticks}${language}${title === undefined ? "" : ` title="${title}"`}\n${code.trimEnd()}\n${ticks}`;
}

export const languageOf = (file: string): string => (file.endsWith(".py") ? "python" : "ts");

/** Paragraphs, with an empty line between those that say something. */
export const paragraphs = (...blocks: readonly string[]): string => blocks.filter((block) => block !== "").join("\n\n");

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

export const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What a page folds away; the abridged texts leave it out. */
export const folded = (summary: string, text: string): string => `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;

export const withoutFolded = (markdown: string): string => markdown.replace(/\n*^<details>$[\s\S]*?^<\/details>$\n*/gm, "\n\n").trim();

/** A question with what one may answer. */
export const question = ({ question: asked, options }: { question: string; options: readonly { label: string }[] }): string =>
  `**${asked}** ${options.map(({ label }) => label).join(" / ")}`;

/** A text that a component cannot do without. */
export function text(props: Props, name: string): string {
  const value = props[name];
  if (typeof value !== "string") throw new Error(`The attribute ${name} is missing.`);
  return value;
}

export const optional = (props: Props, name: string): string | undefined => (props[name] === undefined ? undefined : text(props, name));
