// The words in which a lab is written: one call of `lab()` in `sandbox/labs/NN-slug/lab.ts` says what is its own, and all else is
// derived: what the page draws, the recordings, the tests. Ids never change once published: readers' progress is kept by them.
import type { Json } from "../../log/json.ts";
import type { Files } from "../../session/lab-session.ts";
import { actOf, announced, proofOf } from "./act.ts";
import type { ActProof, ActSpec, OfLab } from "./act.ts";
import type { LabDefinition } from "./definition.ts";
import type { Goal } from "./goals.ts";
import { LabMistake } from "./variants.ts";
import type { Variants } from "./variants.ts";

export { act, ask, by } from "./act.ts";
export type { ActProof, Failure } from "./act.ts";
export { event, many, webhook } from "./events.ts";
export { goal, burstGoal, goalOf } from "./goals.ts";
export { after, before, edit, edits, files, from, inStep, lines } from "./variants.ts";
export { count, unfinished } from "./words.ts";
export type { RunLog } from "./view/run-log.ts";
export type { LogView } from "./view/log-view.ts";

export type Lab = {
  readonly definition: LabDefinition;
  /** Files of `sandbox/labs/doors` that the lab shows beside its own. */
  readonly doors: readonly string[];
  readonly variants: Variants;
  readonly goals: readonly Goal[];
  readonly proofs: readonly ActProof[];
};

type LabWords = OfLab & {
  readonly number: string;
  readonly title: string;
  /** Path of the lesson that holds it. */
  readonly page: string;
  readonly clock?: string;
  readonly seed?: string;
  /** Own files, the one shown first in front. */
  readonly shows: readonly string[];
  readonly doors?: readonly string[];
  readonly imports?: readonly string[];
  readonly database?: string;
  readonly world?: { readonly [key: string]: Json };
  readonly requests?: LabDefinition["requests"];
  readonly transforms?: Files;
  readonly variants?: Variants;
  readonly acts: readonly ActSpec[];
};

/** Every lab's clock starts here unless it says otherwise: a Monday morning. */
const CLOCK = "2026-11-23T09:00:00Z";

export function lab(words: LabWords): Lab {
  const { doors = [], variants = {} } = words;
  const definition = definitionOf(words, doors);
  checkNames(definition, variants);
  return {
    definition,
    doors,
    variants,
    goals: words.acts.flatMap((one, index) => [one.goals].flat().map((spec) => spec.placed(words.id, { id: one.id, number: index + 1 }))),
    proofs: words.acts.map(proofOf),
  };
}

function definitionOf(words: LabWords, doors: readonly string[]): LabDefinition {
  const {
    id,
    number,
    title,
    page,
    clock = CLOCK,
    seed = id,
    shows,
    imports = ["inngest"],
    database,
    world = {},
    requests,
    transforms,
  } = words;
  return {
    id,
    number,
    title,
    page,
    clock,
    seed,
    files: [...shows, ...doors],
    imports,
    world: { options: world, ...(database !== undefined && { database }) },
    ...(requests && { requests }),
    ...(transforms && { transforms }),
    acts: announced(words.acts.map((one) => actOf(words, one))),
  };
}

/** Every variant that an act names must exist, and every predicted answer must be an option. */
function checkNames({ id, acts }: LabDefinition, variants: Variants): void {
  const known = new Set(["start", ...Object.keys(variants)]);
  for (const one of acts) {
    const named = [one.starts, one.solution, ...one.changes.map((change) => change.id)];
    const missing = named.find((name) => !known.has(name));
    if (missing !== undefined) throw new LabMistake(`${id}/lab.ts: act ${one.id}: there is no variant ${missing}.`);
    const { prediction } = one;
    if (prediction && !prediction.options.some((option) => option.id === prediction.answer))
      throw new LabMistake(`${id}/lab.ts: act ${one.id}: the answer ${prediction.answer} is none of the options.`);
  }
}
