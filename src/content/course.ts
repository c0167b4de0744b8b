// The course, derived from its pages, checks and labs. Pure. Every list on the site comes from here, so a page that exists is
// listed, and one that does not is not promised.
import type { Check } from "./fields.ts";
import type { Lab, LabPrediction } from "./labs.ts";
import { mistakesIn } from "./mistakes.ts";
import { lessonNameOf } from "./page.ts";
import type { Content, Lesson, Page } from "./page.ts";
import { PARTS } from "./parts.ts";
import type { PartId } from "./parts.ts";

/** A prediction and the act, counted from 1, that asks it. */
export type Asked = { readonly lab: Lab; readonly number: number; readonly prediction: LabPrediction };

export type Part = { readonly id: PartId; readonly name: string; readonly pages: readonly Page[] };

export type Course = {
  readonly pages: readonly Page[];
  /** Parts that have a page, with their pages in order. */
  readonly parts: readonly Part[];
  /** Everything but reference, in the order a reader walks. */
  readonly lessons: readonly Lesson[];
  readonly labs: readonly Lab[];
  readonly checks: readonly Check[];
};

/** Content that contradicts itself: every mistake with where it is and what to do. */
export class ContentMistake extends Error {
  readonly code = "content-mistake";
  constructor(mistakes: readonly string[], options?: ErrorOptions) {
    super(mistakes.join("\n"), options);
  }
}

/** Throws a `ContentMistake` with all that is wrong, e.g. a lab that no folder holds or a check without its lesson. */
export function courseOf(content: Content): Course {
  const parts = PARTS.map((part) => ({ ...part, pages: content.pages.filter((page) => page.folder === part.id).sort(inOrder) }));
  const lessons = parts
    .filter((part) => part.id !== "reference")
    .flatMap(({ id, pages }) => pages.map((page) => lessonOf(page, id, content)));
  const mistakes = mistakesIn(content, lessons);
  if (mistakes.length > 0) throw new ContentMistake(mistakes);
  return { ...content, parts: parts.filter(({ pages }) => pages.length > 0), lessons };
}

const inOrder = (one: Page, other: Page): number =>
  rank(one) - rank(other) || (one.label < other.label ? -1 : one.label > other.label ? 1 : 0);

/** Pages without a number stand behind those that have one. */
const rank = ({ concept, order }: Page): number => concept ?? order ?? Number.MAX_SAFE_INTEGER;

function lessonOf(page: Page, part: PartId, { checks, labs }: Content): Lesson {
  const labsHeld = page.labs.flatMap((id) => labs.find((lab) => lab.id === id) ?? []);
  const own = checks.filter((check) => lessonNameOf(check) === page.name);
  const goals = labsHeld.flatMap((lab) => lab.acts.flatMap((act) => act.goals));
  const outcomes = { goals, checks: own.map(({ id }) => id) };
  return { ...page, part, summary: page.summary ?? "", minutes: page.minutes ?? 0, labsHeld, checks: own, outcomes };
}

/** Throws when no lab has the id: a page asks for one that is not there. */
export function labIn({ labs }: Pick<Course, "labs">, id: string): Lab {
  const found = labs.find((lab) => lab.id === id);
  if (found === undefined) throw new Error(`No lab "${id}". There are: ${labs.map((lab) => lab.id).join(", ") || "none"}.`);
  return found;
}

/** A lesson by its address without slashes around it. Throws with what there is. */
export function lessonIn({ lessons }: Pick<Course, "lessons">, id: string): Lesson {
  const found = lessons.find((lesson) => lesson.id === id);
  if (found === undefined) throw new Error(`No lesson "${id}". There are: ${lessons.map((lesson) => lesson.id).join(", ")}.`);
  return found;
}

/** Throws when no check has the id. */
export function checkIn({ checks }: Pick<Course, "checks">, id: string): Check {
  const found = checks.find((check) => check.id === id);
  if (found !== undefined) return found;
  const own = checks.filter((check) => lessonNameOf(check) === lessonNameOf({ id })).map((check) => check.id);
  throw new Error(`No check "${id}" in src/content/checks/${lessonNameOf({ id })}.yaml. There are: ${own.join(", ") || "none"}.`);
}

/** A prediction of one of the labs, with where it is asked. Throws when no act asks it. */
export function predictionIn({ labs }: Pick<Course, "labs">, id: string): Asked {
  const acts = labs.flatMap((lab) => lab.acts.map((act, index) => ({ lab, number: index + 1, prediction: act.prediction })));
  for (const { lab, number, prediction } of acts) if (prediction?.id === id) return { lab, number, prediction };
  const asked = acts.flatMap(({ prediction }) => prediction?.id ?? []);
  throw new Error(`No lab asks the prediction "${id}". There are: ${asked.join(", ") || "none"}.`);
}
