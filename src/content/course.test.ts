// The course as it lies in the project, and contents that contradict themselves.
import { describe, expect, it } from "vitest";
import { ContentMistake, courseOf } from "./course.ts";
import type { Content, Page } from "./page.ts";
import { CORE_MINUTES } from "./parts.ts";
import { answered, coreRoad, labsHeld, lessonAfter, neighbors, reading } from "./lists.ts";
import { ownFiles, readCourse, readPages } from "./read.ts";

const root = process.cwd();
const course = readCourse(root);
const content: Content = { pages: course.pages, checks: course.checks, labs: course.labs };

/** The course with its pages changed, one by its id. */
const withPage = (id: string, change: Partial<Page>): Content => ({
  ...content,
  pages: content.pages.map((page) => (page.id === id ? { ...page, ...change } : page)),
});

const mistakes = (changed: Content): string => {
  try {
    courseOf(changed);
    return "none";
  } catch (error) {
    if (error instanceof ContentMistake) return error.message;
    throw error;
  }
};

describe("the course", () => {
  it("lists every page of a part once, and no other", () => {
    const listed = reading(course).map(({ id }) => id);
    const written = readPages(root).map(({ id }) => id);
    expect(listed.toSorted()).toEqual(written.filter((id) => id.includes("/")).toSorted());
  });

  it("goes through its lessons in the order of their concepts, reference last", () => {
    const order = course.lessons.map(({ concept }) => concept ?? 0);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(course.parts.at(-1)?.id).toBe("reference");
  });

  it("leads from every page to the next and back", () => {
    const pages = reading(course);
    expect(pages.map(({ id }) => neighbors(course, id).next?.id)).toEqual([...pages.slice(1).map(({ id }) => id), undefined]);
    expect(pages.map(({ id }) => neighbors(course, id).last?.id)).toEqual([undefined, ...pages.slice(0, -1).map(({ id }) => id)]);
  });

  it("promises minutes for the core road alone: it begins with the quick win, and is short enough once it is whole", () => {
    const { here, minutes, missing } = coreRoad(course);
    expect(here[0]?.id).toBe("start/quick-win");
    expect(here.length + missing.length).toBe(8);
    expect(minutes <= CORE_MINUTES || missing.length > 0).toBe(true);
  });

  it("leads from the end of a lab to the next lesson, and from the last one nowhere", () => {
    const next = course.lessons.map(({ labs }) => lessonAfter(course, labs[0] ?? "")?.path);
    expect(next).toEqual([...course.lessons.slice(1).map(({ path }) => path), undefined]);
  });

  it("has every check on the page of answers, and every lab's goals among what counts as done", () => {
    expect(answered(course).flatMap(({ checks }) => checks)).toHaveLength(course.checks.length);
    const goals = labsHeld(course).flatMap((lab) => lab.acts.flatMap((act) => act.goals));
    expect(course.lessons.flatMap(({ outcomes }) => outcomes.goals)).toEqual(goals);
    expect(goals.length).toBeGreaterThan(0);
  });

  it("counts a lesson's own files: its page and its checks", () => {
    for (const { id, name } of course.lessons)
      expect(ownFiles(root, name)).toEqual([`src/content/docs/${id}.mdx`, `src/content/checks/${name}.yaml`]);
  });
});

describe("content that contradicts itself is refused", () => {
  const [first, second] = course.lessons;
  const id = second?.id ?? "";

  it("for a lab that is not there, or one that two lessons hold", () => {
    expect(mistakes(withPage(id, { labs: ["no-such-lab"] }))).toContain(`${id}: there is no lab "no-such-lab"`);
    expect(mistakes(withPage(id, { labs: first?.labs ?? [] }))).toContain("A lab belongs to one lesson");
  });

  it("for a lesson that needs what comes later", () => {
    expect(mistakes(withPage(first?.id ?? "", { needs: [id] }))).toContain(`it needs "${id}", which is no lesson before it`);
  });

  it("for a lesson without minutes, summary or number, and for a number that stands twice or is too high", () => {
    expect(mistakes(withPage(id, { minutes: undefined }))).toContain("needs its minutes");
    expect(mistakes(withPage(id, { summary: undefined }))).toContain("needs a summary");
    expect(mistakes(withPage(id, { concept: undefined }))).toContain("needs the number of its concept");
    expect(mistakes(withPage(id, { concept: 16 }))).toContain("needs the number of its concept");
    expect(mistakes(withPage(id, { concept: course.lessons.at(-1)?.concept }))).toContain("A concept's number stands twice");
  });

  it("for a check without a lesson, and an id that stands twice", () => {
    const [check] = course.checks;
    if (check === undefined) throw new Error("There is no check.");
    expect(mistakes({ ...content, checks: [...content.checks, { ...check, id: "nowhere/why" }] })).toContain("belongs to no lesson");
    expect(mistakes({ ...content, checks: [...content.checks, check] })).toContain(`A check's id stands twice. ${check.id}`);
  });

  it("for a page in a folder that is no part", () => {
    expect(mistakes(withPage(id, { folder: "elsewhere" }))).toContain('there is no part "elsewhere"');
  });
});
