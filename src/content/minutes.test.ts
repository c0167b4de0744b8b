// The minutes that a lesson states are no less than its words and its acts take.
import { describe, expect, it } from "vitest";
import { mdxToMarkdown } from "../components/lesson/plain/mdx.ts";
import { labIn } from "./course.ts";
import { readCourse, readPages } from "./read.ts";

const WORDS_A_MINUTE = 230;
const MINUTES_A_CHECK = 0.5;
/** Of a lesson of the core road. */
const MOST = 12;
/** Folded away, done elsewhere, or counted by its acts. */
const UNREAD = new Set(["Lab", "CheckUs", "Yours", "Challenge", "Teaching", "Source", "Python"]);

const course = readCourse(process.cwd());
const bodies = new Map(readPages(process.cwd()).map(({ id, body }) => [id, body]));

/** Minutes of reading: up to the recap, and behind it. */
function readingOf(id: string): readonly [until: number, behind: number] {
  const [until = "", behind = ""] = (bodies.get(id) ?? "").split("</Recap>");
  const minutes = (mdx: string): number =>
    mdxToMarkdown(mdx, (name, _, children) => (UNREAD.has(name) ? "" : children)).split(/\s+/).length / WORDS_A_MINUTE;
  return [minutes(`${until}</Recap>`), minutes(behind)];
}

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);

describe("the minutes of a lesson", () => {
  it.each(course.lessons.map((lesson) => [lesson.id, lesson] as const))("%s: no less than reading, checks and acts take", (id, lesson) => {
    const acts = lesson.labs.flatMap((lab) => labIn(course, lab).acts);
    const timeOf = (open: boolean): number => sum(acts.filter((act) => act.open === open).map(({ minutes }) => minutes));
    const [until, behind] = readingOf(id);
    expect(lesson.minutes).toBeGreaterThanOrEqual(Math.round(timeOf(false) + until + lesson.checks.length * MINUTES_A_CHECK));
    expect(lesson.further ?? 0).toBeGreaterThanOrEqual(Math.round(timeOf(true) + behind));
    expect(lesson.minutes).toBeLessThanOrEqual(MOST);
  });
});
