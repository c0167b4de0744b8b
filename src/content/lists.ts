// The lists and counts that pages show, each derived from the course. Pure.
import type { Course } from "./course.ts";
import type { Check } from "./fields.ts";
import type { Lesson, Page } from "./page.ts";
import { CONCEPTS, CORE_CONCEPTS, PARTS } from "./parts.ts";

export type Road = Pick<Lesson, "part" | "path" | "label" | "summary" | "minutes"> & { readonly kicker: string };

/** The lessons with what one does there, as the landing page offers them. */
export function roads({ lessons }: Course): readonly Road[] {
  return lessons.map((lesson, index) => ({ ...lesson, kicker: index === 0 ? "Start here" : kicker(lesson) }));
}

const kicker = (lesson: Lesson): string => [partName(lesson), numbered(lesson)].filter((word) => word !== undefined).join(" ");

export const partName = ({ folder }: Page): string | undefined => PARTS.find(({ id }) => id === folder)?.name;

/** `6 of 15`, for a lesson that teaches a concept. */
export const numbered = ({ concept }: Page): string | undefined => (concept === undefined ? undefined : `${concept} of ${CONCEPTS}`);

/** `Quick win and concepts 6 and 15 of 15`: what a reader can open today. */
export function openNow({ lessons }: Course): string {
  const named = lessons.filter(({ concept }) => concept === undefined).map(({ label }) => label);
  const numbers = lessons.flatMap(({ concept }) => concept ?? []).map(String);
  const concepts = numbers.length === 0 ? [] : [`${numbers.length === 1 ? "concept" : "concepts"} ${listed(numbers)} of ${CONCEPTS}`];
  return listed([...named, ...concepts]);
}

export type CoreRoad = { readonly here: readonly Lesson[]; readonly minutes: number; readonly missing: readonly number[] };

/** The lessons that every reader is asked to take: which are here, how long they take, and which concepts are not here yet. */
export function coreRoad({ lessons }: Course): CoreRoad {
  const start = lessons.filter(({ part, concept }) => part === "start" && concept === undefined);
  const taught = CORE_CONCEPTS.map((number) => lessons.find(({ concept }) => concept === number));
  const here = [...start, ...taught.filter((lesson) => lesson !== undefined)];
  return {
    here,
    minutes: here.reduce((sum, { minutes }) => sum + minutes, 0),
    missing: CORE_CONCEPTS.filter((_, index) => taught[index] === undefined),
  };
}

/** `About 12 minutes, and 10 more for the challenge and your own machine.`, for a lesson. */
export function takes({ minutes, further }: Page): string | undefined {
  if (minutes === undefined) return undefined;
  return `About ${minutes} minutes${further === undefined ? "" : `, and ${further} more for the challenge and your own machine`}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

/** Pages in the order a reader turns them: lesson after lesson, then reference. */
export const reading = ({ parts }: Course): readonly Page[] => parts.flatMap(({ pages }) => pages);

export type Neighbors = { readonly last: Page | undefined; readonly next: Page | undefined };

/** What stands before and after a page. A page that is in no part has neither. */
export function neighbors(course: Course, id: string): Neighbors {
  const pages = reading(course);
  const at = pages.findIndex((page) => page.id === id);
  return at < 0 ? { last: undefined, next: undefined } : { last: pages[at - 1], next: pages[at + 1] };
}

/** The lesson that comes after the one that holds the lab. */
export function lessonAfter({ lessons }: Course, lab: string): Pick<Page, "path" | "label"> | undefined {
  const next = lessons[lessons.findIndex((lesson) => lesson.labs.includes(lab)) + 1];
  return next && { path: next.path, label: next.label };
}

export type Progressed = Pick<Lesson, "id" | "path" | "label" | "outcomes">;

/** Lessons in which something can be done, with the ids that progress is kept by. */
export const progressed = ({ lessons }: Course): readonly Progressed[] => lessons.filter((lesson) => countOf(lesson) > 0);

export const countOf = ({ outcomes }: Pick<Lesson, "outcomes">): number => outcomes.goals.length + outcomes.checks.length;

/** Lessons with their quick checks, for the page of answers and the files that answer a choice. */
export const answered = ({ lessons }: Course): readonly Lesson[] => lessons.filter(({ checks }) => checks.length > 0);

/** What the browser fetches when an option is chosen: the right option and all reasons, by check. */
export function answersOf(checks: readonly Check[]): { readonly [check: string]: { readonly right: string; readonly reasons: object } } {
  return Object.fromEntries(
    checks.map(({ id, options }) => [
      id,
      {
        right: options.find((option) => option.right)?.id ?? "",
        reasons: Object.fromEntries(options.map((option) => [option.id, option.reason])),
      },
    ]),
  );
}

/** Labs that a lesson holds: what their files are handed out for. */
export const labsHeld = ({ lessons }: Course) => lessons.flatMap((lesson) => lesson.labsHeld);
