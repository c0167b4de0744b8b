// The labs as pages need them: the one door from the site's content to `sandbox/labs`. Boundary: reads the disk, at build alone.
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Fact } from "../../sandbox/log/facts.ts";
import type { RecordedLab } from "../../sandbox/labs/recorded.ts";

export type LabPrediction = {
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly answer: string;
  readonly because: string;
};

export type LabAct = {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly prediction?: LabPrediction | undefined;
  /** Ids of its goals, in order. */
  readonly goals: readonly string[];
  /** Variant that the act begins with. */
  readonly starts: string;
  /** What Run sends. */
  readonly event: { readonly name: string; readonly data: unknown };
};

export type Lab = {
  /** As in addresses and progress, e.g. `human-gate`. */
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** Path of the lesson that holds it. */
  readonly page: string;
  readonly acts: readonly LabAct[];
  /** Files that a learner sees, the one shown first at the front. */
  readonly files: readonly string[];
  /** Variant with everything solved: what "Check us" hands out. */
  readonly solution: string;
  /** Texts by variant and file; `python` holds the files that only the prose shows. */
  readonly variants: { readonly [variant: string]: { readonly [file: string]: string } };
};

/** A finished passage of one act, made by the engine. */
export type LabRecording = { readonly facts: readonly Fact[]; readonly openUpTo: number };

const LABS = "sandbox/labs";

/** Every lab below `root`, in order of its folder. */
export function readLabs(root: string): readonly Lab[] {
  return recorded(root).map(({ folder, file: { lab, folders, goals } }) => ({
    id: lab.id,
    number: lab.number,
    title: lab.title,
    page: lab.page,
    acts: lab.acts.map((act, index) => ({
      id: act.id,
      title: act.title,
      task: act.task,
      ...(act.prediction && { prediction: act.prediction }),
      goals: goals.filter((goal) => goal.act === index + 1).map((goal) => goal.id),
      starts: act.starts,
      event: { name: act.events[0]?.name ?? "", data: act.events[0]?.data ?? {} },
    })),
    files: lab.files,
    solution: "solution",
    variants: { ...folders, python: pythonIn(join(folder, "python")) },
  }));
}

/** What the engine recorded of a lab, by act. */
export function readRecordings(root: string, lab: string): { readonly [actId: string]: LabRecording } {
  const found = recorded(root).find(({ file }) => file.lab.id === lab);
  if (found === undefined) throw new Error(`No recording of the lab "${lab}" in ${LABS}. Run: npm run labs:record`);
  return found.file.recordings;
}

function recorded(root: string): readonly { readonly folder: string; readonly file: RecordedLab }[] {
  return globSync(`${LABS}/*/recorded.json`, { cwd: root })
    .sort()
    .map((path) => ({
      folder: join(root, dirname(path)),
      file: JSON.parse(readFileSync(join(root, path), "utf8")) as RecordedLab,
    }));
}

function pythonIn(folder: string): { readonly [file: string]: string } {
  const paths = globSync("*.py", { cwd: folder }).sort();
  return Object.fromEntries(paths.map((path) => [basename(path), readFileSync(join(folder, path), "utf8")]));
}
