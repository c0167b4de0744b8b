// What plain-text forms read: the course, the project's files, the address of the site. Boundary: reads the disk, at build alone.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Course } from "../../../content/course.ts";
import { readLabs, readRecordings } from "../../../content/labs.ts";
import type { Lab, LabRecording } from "../../../content/labs.ts";
import { readCourse } from "../../../content/read.ts";

/** A flag of the Node place's command, as `--help` prints it. */
export type Flag = { readonly usage: string; readonly meaning: string };

/** What the caller knows: where the project lies, at which address its site stands, the flags of the engine's command. */
export type Where = { readonly root: string; readonly site: string; readonly flags: readonly Flag[] };

export type Sources = Pick<Where, "site" | "flags"> & {
  readonly course: Course;
  /** Text of a file of the project. */
  readonly read: (path: string) => string;
  /** What the measuring scripts wrote, one object a file. */
  readonly results: () => readonly { readonly name: string }[];
  readonly recordings: (lab: string) => { readonly [actId: string]: LabRecording };
};

export function sourcesOf({ root, site, flags }: Where, labs: readonly Lab[] = readLabs(root)): Sources {
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  return {
    site: site.replace(/\/$/, ""),
    flags,
    course: readCourse(root, labs),
    read,
    results: () =>
      globSync("bench/results/*.json", { cwd: root })
        .sort()
        .map((path) => JSON.parse(read(path)) as { name: string }),
    recordings: (lab) => readRecordings(root, lab),
  };
}
