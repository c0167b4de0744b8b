// The words in which a lab is written: one call of `lab()` in `sandbox/labs/NN-slug/lab.ts` says what is its own, and all else is
// derived: what the page draws, the recordings, the tests. Ids never change once published: readers' progress is kept by them.
import type { Json } from "../../log/json.ts";
import type { Files } from "../../session/lab-session.ts";
import { actOf, announced, proofOf } from "./act.ts";
import type { ActProof, ActSpec, OfLab } from "./act.ts";
import type { Action } from "./actions.ts";
import type { LabDefinition } from "./definition.ts";
import type { Goal } from "./goals.ts";
import type { Promised } from "./promise.ts";
import { LabMistake } from "./variants.ts";
import type { Variants } from "./variants.ts";

export { act, ask, by, via } from "./act.ts";
export type { ActProof, Alternative, Failure } from "./act.ts";
export { event, many, webhook } from "./events.ts";
export { goal, burstGoal, goalOf } from "./goals.ts";
export { tell } from "./promise.ts";
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
  readonly promise?: Promised;
  /** How long a newcomer takes for each act, in minutes. */
  readonly minutes: readonly number[];
};

/** What `lab()` takes; `id`, `frame`, `events` and `webhooks` are in `act.ts`, with the words of an act. */
type LabWords = OfLab & {
  /** Of its lesson, as readers see it: "L06". */
  readonly number: string;
  readonly title: string;
  /** Path of the lesson that holds it. */
  readonly page: string;
  /** When its clock starts. */
  readonly clock?: string;
  /** By default its id. */
  readonly seed?: string;
  /** Own files, the one shown first in front. */
  readonly shows: readonly string[];
  /** Files of `sandbox/labs/doors`, and those that they import, be it only a type. */
  readonly doors?: readonly string[];
  /** Packages that its files may import; by default `inngest` alone. */
  readonly imports?: readonly string[];
  /** Its schema in `sandbox/labs/doors`, for example `support.sql`; without one there is no database. */
  readonly database?: string;
  /** What the services behind `https://….world` know and answer; `worlds.ts` has those that labs share. */
  readonly world?: { readonly [key: string]: Json };
  /** How a reviewer's request is read from the effects and answered. */
  readonly requests?: LabDefinition["requests"];
  /** Transforms of its webhooks, by file. */
  readonly transforms?: Files;
  /** By name; the files of the folder are the variant `start`, which is not listed. */
  readonly variants?: Variants;
  readonly acts: readonly ActSpec[];
  /** How long a newcomer takes for each act, question included, in minutes; by default 2. */
  readonly minutes?: readonly number[];
  /** What its page promises of its last solution. Every lab of the course owes one. */
  readonly promise?: Promised;
};

/** Every lab's clock starts here unless it says otherwise: a Monday morning. */
const CLOCK = "2026-11-23T09:00:00Z";

export function lab(words: LabWords): Lab {
  const { doors = [], variants = {} } = words;
  const definition = definitionOf(words, doors);
  const proofs = words.acts.map(proofOf);
  checkNames(definition, proofs, variants);
  checkEnding(definition);
  const { minutes = words.acts.map(() => 2) } = words;
  if (minutes.length !== words.acts.length)
    throw new LabMistake(`${words.id}/lab.ts: ${words.acts.length} acts, and minutes for ${minutes.length}.`);
  return {
    definition,
    doors,
    variants,
    goals: words.acts.flatMap((one, index) => [one.goals].flat().map((spec) => spec.placed(words.id, { id: one.id, number: index + 1 }))),
    proofs,
    minutes,
    ...(words.promise && { promise: words.promise }),
  };
}

/** The variant with everything solved: what "Check us" hands out, and what keeps the lab's promise. */
export const lastSolution = ({ acts }: LabDefinition): string => acts.findLast((one) => one.solution !== one.starts)?.solution ?? "start";

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

/** The end of a lab tells in three lines what its reader has shown. */
const ENDING = 3;

function checkEnding({ id, acts }: LabDefinition): void {
  const [said, due] = [acts.filter(({ shown }) => shown !== undefined).length, Math.min(ENDING, acts.length)];
  if (said !== due) throw new LabMistake(`${id}/lab.ts: ${said} acts say what was \`shown\`, and the end of the lab has ${due} lines.`);
}

/** Every variant that an act names must exist, and every predicted answer must be an option. */
function checkNames({ id, acts }: LabDefinition, proofs: readonly ActProof[], variants: Variants): void {
  const known = new Set(["start", ...Object.keys(variants)]);
  for (const [index, one] of acts.entries()) {
    const { fails = [], alsoSolve = [], walk = [], alternatives = [] } = proofs[index] ?? {};
    const others = alternatives.flatMap(({ opens, walk: own }) => [opens ?? "start", ...changedTo(own)]);
    const failing = fails.flatMap(({ variant, opens, walk: own = [] }) => [variant, opens ?? "start", ...changedTo(own)]);
    const named = [
      one.starts,
      one.solution,
      ...one.changes.map((change) => change.id),
      ...alsoSolve,
      ...failing,
      ...others,
      ...changedTo(walk),
    ];
    const missing = named.find((name) => !known.has(name));
    if (missing !== undefined) throw new LabMistake(`${id}/lab.ts: act ${one.id}: there is no variant ${missing}.`);
    const { prediction } = one;
    if (prediction && !prediction.options.some((option) => option.id === prediction.answer))
      throw new LabMistake(`${id}/lab.ts: act ${one.id}: the answer ${prediction.answer} is none of the options.`);
  }
}

const changedTo = (walk: readonly Action[]): readonly string[] =>
  walk.flatMap((action) => (action.do === "change" ? [action.variant] : []));
