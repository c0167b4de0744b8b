// A stretch of a lab's file, for code blocks in prose: what a page shows is what the tests ran.
// A lab, variant, file or line that does not exist fails the build and says what does.
import { labIn } from "../../content/course.ts";
import type { Course } from "../../content/course.ts";
import { region } from "./region.ts";

export type Wanted = {
  readonly lab: string;
  /** The state of the files; the act's start where none is named. */
  readonly variant?: string | undefined;
  /** The file that the lab shows first where none is named. */
  readonly file?: string | undefined;
  /** Texts that the first and the last line hold. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export function sourceOf(
  course: Course,
  { lab: id, variant = "start", file, from, to }: Wanted,
): { readonly file: string; readonly code: string } {
  const lab = labIn(course, id);
  const files = lab.variants[variant];
  if (files === undefined) throw new Error(`No variant "${variant}" of the lab ${id}. There are: ${Object.keys(lab.variants).join(", ")}.`);
  const name = file ?? lab.files[0] ?? "";
  const text = files[name];
  if (text === undefined) throw new Error(`No file "${name}" in ${id}, ${variant}. There are: ${Object.keys(files).join(", ")}.`);
  try {
    return { file: name, code: region(text, from, to) };
  } catch (error) {
    throw new Error(`${name} of ${id}, ${variant}: ${(error as Error).message}`, { cause: error });
  }
}
