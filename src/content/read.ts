// The content as it lies on the disk, for Astro's loaders, scripts and tests. Boundary: reads below `root`, at build alone.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { z } from "astro/zod";
import { ContentMistake, courseOf } from "./course.ts";
import type { Course } from "./course.ts";
import { check, frontMatter } from "./fields.ts";
import { readLabs } from "./labs.ts";
import type { Lab } from "./labs.ts";
import { pageOf } from "./page.ts";
import type { Page } from "./page.ts";

export const PAGES = "src/content/docs";
export const DATA = "src/content";

export type Source = {
  /** Address without slashes around it, e.g. `balance/human-gate`; the landing page's is `index`. */
  readonly id: string;
  /** Path below the root. */
  readonly file: string;
  readonly front: unknown;
  /** The page without its front matter, on the same lines. */
  readonly body: string;
};

export function readPages(root: string): readonly Source[] {
  return globSync("**/*.{md,mdx}", { cwd: join(root, PAGES) })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({
      id: path.replace(/\.mdx?$/, "").replace(/\/index$/, ""),
      file: `${PAGES}/${path}`,
      ...inFile(`${PAGES}/${path}`, () => split(readFileSync(join(root, PAGES, path), "utf8"))),
    }));
}

/** Front matter and body; the body keeps its lines' numbers, so that a mistake can be found by them. */
export function split(source: string): { readonly front: unknown; readonly body: string } {
  const [head, front] = /^---\n([\s\S]*?)\n---\n/.exec(source) ?? [];
  if (head === undefined) return { front: {}, body: source };
  return { front: parse(front ?? "") as unknown, body: "\n".repeat(head.split("\n").length - 1) + source.slice(head.length) };
}

/** One entry of a file of data; `order` is where it stands among all. */
export type Entry = { readonly id: string; readonly file: string; readonly order: number; readonly data: object };

/** The entries of `src/content/<folder>/*.yaml`: each file is a list, and every id in it begins with the file's name. */
export function readEntries(root: string, folder: string): readonly Entry[] {
  const home = join(root, DATA, folder);
  if (!existsSync(home)) return [];
  return globSync("*.yaml", { cwd: home })
    .sort()
    .flatMap((path) => {
      const file = `${DATA}/${folder}/${path}`;
      const entries = inFile(file, () => (parse(readFileSync(join(home, path), "utf8")) ?? []) as readonly ({ id: string } & object)[]);
      const odd = entries.find(({ id }) => !String(id).startsWith(`${basename(path, ".yaml")}/`));
      if (odd !== undefined) throw new ContentMistake([`${file}: the id "${odd.id}" does not begin with the file's name and a slash.`]);
      return entries.map((data) => ({ id: data.id, file, data }));
    })
    .map((entry, order) => ({ ...entry, order }));
}

/** The whole course from the disk. A mistake names its file. */
export function readCourse(root: string, labs: readonly Lab[] = readLabs(root)): Course {
  const pages = readPages(root).map(({ id, file, front }): Page => pageOf(id, valid(frontMatter, front, file)));
  const checks = readEntries(root, "checks").map(({ file, data }) => valid(check, data, file));
  return courseOf({ pages, checks, labs });
}

/** The files that are a lesson's own, as paths below `root`: its page, and its checks where it has some. Its labs' folders count by themselves. */
export function ownFiles(root: string, lesson: string): readonly string[] {
  const pages = readPages(root).filter(({ id }) => id.split("/").at(-1) === lesson);
  const checks = `${DATA}/checks/${lesson}.yaml`;
  return [...pages.map(({ file }) => file), ...(existsSync(join(root, checks)) ? [checks] : [])];
}

/** What YAML cannot read is told with its file. */
function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ContentMistake([`${file}: ${(error as Error).message}`], { cause: error });
  }
}

function valid<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ContentMistake(
    result.error.issues.map(({ code, path, message }) => {
      const hint = code === "unrecognized_keys" ? ". What may stand here is in src/content/fields.ts." : "";
      return [file, path.join("."), `${message}${hint}`].filter((part) => part !== "").join(": ");
    }),
  );
}
