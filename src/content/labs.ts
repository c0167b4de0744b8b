// The labs as pages need them: the one door from the site's content to `sandbox/labs`. Boundary: reads the disk, at build alone.
import { join } from "node:path";
import type { Act, LabEvent, Prediction } from "../../sandbox/labs/kit/definition.ts";
import { firstOf } from "../../sandbox/labs/kit/events.ts";
import { lastSolution } from "../../sandbox/labs/kit/lab.ts";
import { recordingOf } from "../../sandbox/labs/kit/recording.ts";
import type { Recording } from "../../sandbox/labs/kit/recording.ts";
import { labSlugs, loadLab, pythonOf, storedRecording } from "../../sandbox/labs/proof/load.ts";
import type { LoadedLab } from "../../sandbox/labs/proof/load.ts";

export type LabPrediction = Omit<Prediction, "ask">;

export type LabAct = {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly prediction?: LabPrediction | undefined;
  /** Ids of its goals, in order. */
  readonly goals: readonly string[];
  /** Variant that the act begins with. */
  readonly starts: string;
  /** How long a newcomer takes for it. */
  readonly minutes: number;
  /** A challenge, without a guiding button. */
  readonly open: boolean;
  /** What Run sends the first time. */
  readonly event: Sent;
};

/** An event as it is sent. */
export type Sent = Pick<LabEvent, "name" | "data">;

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
  /** The event by which a reviewer approves what the first act sends, where the lab has a reviewer. */
  readonly decision?: Sent;
  /** Texts by variant and file; `python` holds the files that only the prose shows. */
  readonly variants: { readonly [variant: string]: { readonly [file: string]: string } };
};

/** A finished walk through one act, made by the engine. */
export type LabRecording = Pick<Recording, "facts" | "openUpTo">;

const labsOf = (root: string): string => join(root, "sandbox/labs");

/** Every lab below `root`, in order of its folder. */
export function readLabs(root: string): readonly Lab[] {
  return labSlugs(labsOf(root)).map((slug) => labOf(loadLab(slug, labsOf(root)), pythonOf(slug, labsOf(root))));
}

function labOf({ lab: { definition, goals, minutes }, sources }: LoadedLab, python: Lab["variants"][string]): Lab {
  const { id, number, title, page, files, acts, requests } = definition;
  const sent = (act: Act | undefined): Sent => (act?.events[0] === undefined ? { name: "", data: {} } : firstOf(act.events[0]));
  return {
    ...{ id, number, title, page, files },
    acts: acts.map((act, index) => ({
      id: act.id,
      title: act.title,
      task: act.task,
      ...(act.prediction && { prediction: act.prediction }),
      goals: goals.filter((goal) => goal.act === index + 1).map((goal) => goal.id),
      starts: act.starts,
      minutes: minutes[index] ?? 0,
      open: act.open,
      event: sent(act),
    })),
    solution: lastSolution(definition),
    ...(requests && {
      decision: { name: requests.decisionEvent, data: { [requests.id]: sent(acts[0]).data[requests.id] ?? "", approved: true } },
    }),
    variants: { ...sources.variants, python },
  };
}

/** What the engine recorded of a lab, by act. */
export function readRecordings(root: string, lab: string): { readonly [actId: string]: LabRecording } {
  const slug = labSlugs(labsOf(root)).find((each) => loadLab(each, labsOf(root)).lab.definition.id === lab);
  if (slug === undefined) throw new Error(`There is no lab "${lab}" in sandbox/labs.`);
  const { sources, lab: loaded } = loadLab(slug, labsOf(root));
  const acts = loaded.proofs.map(({ act }) => [act, recordingOf(storedRecording(slug, act, labsOf(root)), sources.variants)] as const);
  return Object.fromEntries(acts);
}
