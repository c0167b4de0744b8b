// The course as its pages need it at build: parts, their pages, and what counts as done on each.
// Read from the pages' own front matter, the labs' recordings and the quick checks, so that nothing is listed twice.
import { getCollection } from "astro:content";
import type { RecordedLab } from "../../../sandbox/labs/recorded.ts";

const recorded = import.meta.glob<RecordedLab>("../../../sandbox/labs/*/recorded.json", { eager: true, import: "default" });

export type Lesson = { readonly path: string; readonly title: string; readonly outcomes: readonly string[] };

export const recordedLabs: readonly RecordedLab[] = Object.values(recorded);

/** Every lesson that has something to do, in the order of the course, with the ids of its goals and quick checks. */
export async function lessons(): Promise<readonly Lesson[]> {
  const quizzes = await getCollection("quizzes");
  const pages = await getCollection("docs");
  return pages
    .map((page) => {
      const path = `/${page.id}/`;
      const goals = recordedLabs.filter((one) => one.lab.id === page.data.lab).flatMap((one) => one.goals.map((goal) => goal.id));
      const checks = quizzes.filter((quiz) => quiz.data.page === path).flatMap((quiz) => quiz.data.checks.map((check) => check.id));
      const place = page.data.part === "start" ? 0 : (page.data.concept ?? Infinity);
      return { place, path, title: page.data.sidebar.label ?? page.data.title, outcomes: [...goals, ...checks] };
    })
    .filter((lesson) => lesson.outcomes.length > 0)
    .sort((one, other) => one.place - other.place);
}
