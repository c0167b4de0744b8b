// The course as pages see it: derived once from Astro's collections.
import { getCollection } from "astro:content";
import { courseOf } from "../../content/course.ts";
import type { Course } from "../../content/course.ts";
import { pageOf } from "../../content/page.ts";

let built: Promise<Course> | undefined;

/** In dev it is derived anew each time, so that a change shows. */
export const course = (): Promise<Course> => (import.meta.env.PROD ? (built ??= derive()) : derive());

async function derive(): Promise<Course> {
  const [pages, checks, labs] = await Promise.all([getCollection("docs"), getCollection("checks"), getCollection("labs")]);
  return courseOf({
    pages: pages.map(({ id, data }) => pageOf(id, data)),
    checks: checks.map(({ data }) => data).sort((one, other) => one.order - other.order),
    labs: labs.map(({ data }) => data),
  });
}
