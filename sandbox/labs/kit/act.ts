// An act as `lab.ts` writes it, and what follows: what the page shows, and what the act owes its proof.
import type { Action } from "./actions.ts";
import { CONTROL_NAMES } from "./control-names.ts";
import { CONTROLS_OF } from "./controls.ts";
import type { ControlName } from "./control-names.ts";
import type { Act, At, LabEvent, LabWebhook, Moment, Prediction, RailName, TabName } from "./definition.ts";
import type { Saw } from "./follow.ts";
import type { GoalSpec } from "./goals.ts";
import { newsOf } from "./news.ts";
import { LabMistake } from "./variants.ts";
import type { LogView } from "./view/log-view.ts";

/** What an act owes: how it is walked, and which variants fail it, on which clause. */
export type ActProof = {
  readonly act: string;
  /** From the act's start to its last goal, failing first where the act does. It is recorded. */
  readonly walk: readonly Action[];
  /** Meets the act's goals on its solution; fails on the start and on `fails`. By default the walk after its last change. */
  readonly proof: readonly Action[];
  /** The last fact of the recording that gives nothing away. */
  readonly opensUpTo: (log: LogView) => { readonly seq: number } | undefined;
  /** Reads the answer to the act's question off its log. */
  readonly saw?: Saw;
  /** Words that would answer the question before the run. */
  readonly tells: readonly string[];
  readonly fails: readonly Failure[];
  readonly alsoSolve: readonly string[];
  readonly alternatives: readonly Alternative[];
};

/** Presses, and a variant to open the act with, that meet every goal as well as the walk does. `how` completes "when somebody …". */
export type Alternative = { readonly how: string; readonly walk: readonly Action[]; readonly opens?: string };

/** A variant that leaves a goal of the act open, and the clause that says so. */
export type Failure = {
  readonly variant: string;
  readonly clause: string;
  /** The variant that the act opens with, when it is another; `walk` then puts `variant` into service. */
  readonly opens?: string;
  readonly walk?: readonly Action[];
};

type Asked = { readonly prediction: Prediction; readonly saw: Saw; readonly tells: readonly string[] };

/**
 * A prediction: the last part of its id, the question, its options by id, the right one, why; how the answer is read off the log,
 * which has none before the run that the question is about; and the words that would give the answer away.
 */
export const ask = (
  id: string,
  question: string,
  options: { readonly [id: string]: string },
  answer: string,
  because: string,
  saw: Saw,
  tells: readonly string[],
): Asked => ({
  prediction: { id, question, options: labeled(options), answer, because, ask: "What did you see?" },
  saw,
  tells,
});

/** What an act shows unless it says otherwise. */
type Shown = {
  readonly rails: readonly RailName[];
  readonly tabs: readonly TabName[];
  /** Controls beside those that the walk needs. */
  readonly also: readonly ControlName[];
  /** First and last line that matter in the file shown first; the others are folded on a phone. */
  readonly focus: readonly [number, number];
};

type ActWords = Partial<Shown> & {
  readonly title: string;
  /** What to do, in two or three sentences. */
  readonly task: string;
  /** What the act adds to the frame; by default a sentence is made from its new controls. */
  readonly announces?: string;
  /** The hint, or several, each of which says more than the one before. */
  readonly nudge?: string | readonly string[];
  /** A challenge: no guiding button, and no prepared change. The last act of a lab. */
  readonly open?: boolean;
  /** What meeting the act's goals has shown, for the end of the lab. Three acts of a lab say it, or all where there are fewer. */
  readonly shown?: string;
  /** Where every run waits until Next wake-up, or a crash. */
  readonly holds?: readonly At[];
  /** What is offered under Crash at; `arm(0)` in a walk is the first. */
  readonly moments?: readonly Moment[];
  /** Names of the lab's events that the act offers; by default all, of which the first is what Run sends. */
  readonly events?: readonly string[];
  readonly webhooks?: readonly string[];
  readonly faults?: { readonly [id: string]: string };
  readonly predict?: Asked;
  /** The variant that the act opens with; by default `start`. */
  readonly starts?: string;
  /** The variant that Show solution shows; `start` may be one. By default the act's start: then no solution is offered. */
  readonly solution?: string;
  /** Variants offered under Change, with their labels. */
  readonly offers?: { readonly [variant: string]: string };
  /** The act's controls are those that its walk needs, and what `also` adds. */
  readonly walk: readonly Action[];
  /** Presses that meet the goals on the solution and fail them on the start and on `fails`; by default the walk after its last change. */
  readonly proof?: readonly Action[];
  /** The recording opens up to here, so that a prediction is not given away. A type of fact, whose first is the last that gives nothing away, or a way to find it. */
  readonly opensUpTo: Parameters<LogView["of"]>[0] | ActProof["opensUpTo"];
  /** One goal, or several in the order in which they are shown. */
  readonly goals: GoalSpec | readonly GoalSpec[];
  /** Variants that leave a goal open, each with the clause that says so. */
  readonly fails?: { readonly [variant: string]: string | Failing };
  /** Further variants that meet every goal. */
  readonly alsoSolve?: readonly string[];
  /** What is accepted beside the walk: other names, orders and shapes that a right solution may have. */
  readonly alternatives?: { readonly [how: string]: readonly Action[] | Via };
};
type Via = { readonly opens: string; readonly walk: readonly Action[] };
/** An alternative that opens the act with another variant. */
export const via = (opens: string, walk: readonly Action[]): Via => ({ opens, walk });
type Failing = { readonly clause: string; readonly walk: readonly Action[]; readonly opens?: string };
export type ActSpec = ActWords & { readonly id: string };
export const act = (id: string, words: ActWords): ActSpec => ({ ...words, id });

/** A failure that takes presses of its own; `opens`: the variant that the act is opened with, when it is another. */
export const by = (clause: string, walk: readonly Action[], opens?: string): Failing => ({
  clause,
  walk,
  ...(opens !== undefined && { opens }),
});

/** What acts take from their lab. */
export type OfLab = {
  readonly id: string;
  /** Rails, tabs, further controls and folded lines of every act that names none of its own. */
  readonly frame: Partial<Shown>;
  readonly events: { readonly [key: string]: Omit<LabEvent, "key"> };
  readonly webhooks?: { readonly [key: string]: Omit<LabWebhook, "key"> };
};

export function actOf(words: OfLab, one: ActSpec): Act {
  const { id, title, task, announces, holds = [], moments = [], predict, nudge = [], open = false, starts = "start", shown } = one;
  const { rails = ["run", "host"], tabs = ["Journal"], also = [], focus } = { ...words.frame, ...one };
  if (open && one.offers !== undefined)
    throw new LabMistake(`${words.id}/lab.ts: act ${id} is open: a challenge whose answers stand in a menu is none. Leave out \`offers\`.`);
  const pick = <T>(
    all: { readonly [key: string]: T } | undefined,
    keys: readonly string[],
    what: string,
  ): readonly (T & { key: string })[] =>
    keys.map((key) => {
      const found = all?.[key];
      if (found === undefined) throw new LabMistake(`${words.id}/lab.ts: act ${id}: there is no ${what} ${key}.`);
      return { ...found, key };
    });
  const events = pick(words.events, one.events ?? Object.keys(words.events), "event");
  return {
    id,
    title,
    task,
    ...(announces !== undefined && { announces }),
    controls: controlsFor(one, events, also),
    rails,
    tabs,
    holds,
    crashAt: moments,
    events,
    webhooks: pick(words.webhooks, one.webhooks ?? [], "webhook"),
    faults: labeled(one.faults),
    ...(predict && { prediction: { ...predict.prediction, id: `${words.id}/${predict.prediction.id}` } }),
    starts,
    solution: one.solution ?? starts,
    changes: labeled(one.offers),
    hints: [nudge].flat(),
    ...(shown !== undefined && { shown }),
    open,
    ...(!open && { walk: one.walk }),
    ...(focus && { focus }),
  };
}

/** Each act with a sentence on what it adds to the frame, where it has none of its own. */
export function announced(acts: readonly Act[]): readonly Act[] {
  return acts.map((one, index) => {
    const news = one.announces ?? newsOf(one, acts.slice(0, index));
    return news === undefined ? one : { ...one, announces: news };
  });
}

/** The controls that a walk needs, and those that are added, in the order of the frame. */
function controlsFor({ walk, offers }: ActSpec, events: readonly LabEvent[], also: readonly ControlName[]): readonly ControlName[] {
  const first = events[0]?.key;
  const needed = walk.flatMap((action): readonly ControlName[] =>
    action.do === "send" && action.event !== first ? ["Run", "Event"] : CONTROLS_OF[action.do],
  );
  const wanted = new Set([...needed, ...also]);
  if (offers === undefined) wanted.delete("Change");
  return CONTROL_NAMES.filter((name) => wanted.has(name));
}

function labeled(all: { readonly [id: string]: string } = {}): readonly { id: string; label: string }[] {
  return Object.entries(all).map(([id, label]) => ({ id, label }));
}

export function proofOf(one: ActSpec): ActProof {
  const { id, walk, opensUpTo, predict, fails = {}, alsoSolve = [], alternatives = {} } = one;
  const lastChange = walk.findLastIndex((action) => action.do === "change");
  return {
    act: id,
    walk,
    proof: one.proof ?? walk.slice(lastChange + 1),
    opensUpTo: typeof opensUpTo === "string" ? (log) => log.of(opensUpTo)[0] : opensUpTo,
    ...(predict && { saw: predict.saw }),
    tells: predict?.tells ?? [],
    fails: Object.entries(fails).map(([variant, how]) => ({ variant, ...(typeof how === "string" ? { clause: how } : how) })),
    alsoSolve,
    alternatives: Object.entries(alternatives).map(([how, via]) => ("opens" in via ? { how, ...via } : { how, walk: via })),
  };
}
