// What pages, checks and labs must agree on, so that every list that is derived from them is right. Pure.
import { lessonNameOf } from "./page.ts";
import type { Content, Lesson } from "./page.ts";
import { CONCEPTS, PARTS } from "./parts.ts";

export function mistakesIn(content: Content, lessons: readonly Lesson[]): readonly string[] {
  return [
    ...content.pages.filter(({ folder }) => folder !== undefined && !PARTS.some(({ id }) => id === folder)).map(unknownPart),
    ...repeated(lessons.map(({ name, id }) => [name, id])).map((what) => `Two lessons have the same name. ${what}`),
    ...repeated(content.checks.map(({ id }) => [id, lessonNameOf({ id })])).map((what) => `A check's id stands twice. ${what}`),
    ...repeated(lessons.flatMap(({ concept, id }) => (concept === undefined ? [] : [[String(concept), id]]))).map(
      (what) => `A concept's number stands twice. ${what}`,
    ),
    ...repeated(lessons.flatMap(({ labs, id }) => labs.map((lab) => [lab, id]))).map((what) => `A lab belongs to one lesson. ${what}`),
    ...lessons.flatMap(fields),
    ...lessons.flatMap((lesson) => labsOf(lesson, content)),
    ...lessons.flatMap((lesson, index) => needsOf(lesson, lessons.slice(0, index))),
    ...homeless(content, lessons),
  ];
}

const unknownPart = ({ id, folder }: { readonly id: string; readonly folder: string | undefined }): string =>
  `${id}: there is no part "${folder}". There are: ${PARTS.map((part) => part.id).join(", ")}.`;

/** What stands more than once, each with the places where it stands. */
function repeated(entries: readonly (readonly string[])[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const [what = "", where = ""] of entries) places.set(what, [...(places.get(what) ?? []), where]);
  return [...places].filter(([, all]) => all.length > 1).map(([what, all]) => `${what}: ${all.join(", ")}`);
}

function fields({ id, part, concept, summary, minutes }: Lesson): readonly string[] {
  const numbered = concept !== undefined && concept <= CONCEPTS;
  return [
    ...(summary === "" ? [`${id}: a lesson needs a summary, one sentence for lists of lessons.`] : []),
    ...(minutes === 0 ? [`${id}: a lesson needs its minutes.`] : []),
    ...(part === "start" || numbered ? [] : [`${id}: a lesson of this part needs the number of its concept, 1 to ${CONCEPTS}.`]),
  ];
}

function labsOf({ id, path, labs }: Lesson, content: Content): readonly string[] {
  return labs.flatMap((name) => {
    const lab = content.labs.find((one) => one.id === name);
    if (lab === undefined) return [`${id}: there is no lab "${name}". There are: ${content.labs.map((one) => one.id).join(", ")}.`];
    return lab.page === path ? [] : [`${id}: the lab "${name}" says that its page is ${lab.page}.`];
  });
}

function needsOf({ id, needs }: Lesson, before: readonly Lesson[]): readonly string[] {
  return needs
    .filter((need) => !before.some((lesson) => lesson.id === need))
    .map(
      (need) => `${id}: it needs "${need}", which is no lesson before it. There are: ${before.map((one) => one.id).join(", ") || "none"}.`,
    );
}

function homeless({ checks }: Content, lessons: readonly Lesson[]): readonly string[] {
  return checks
    .filter((check) => !lessons.some(({ name }) => name === lessonNameOf(check)))
    .map(({ id }) => `The check "${id}" belongs to no lesson: no page is called "${lessonNameOf({ id })}".`);
}
