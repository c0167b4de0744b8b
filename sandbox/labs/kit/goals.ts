// A goal is a list of clauses over the log, in the order in which a learner should hear of them. The first that fails is the
// sentence; when all hold for one candidate the goal is met, and stays met; a later candidate that breaks one is told beside it.
import { LogView } from "./view/log-view.ts";
import type { RunLog } from "./view/run-log.ts";

/** What a goal judges: one run, a decision and the runs that it freed, a burst. `seq`: the fact that ended it, 0 until then. */
export type Candidate = { readonly seq: number };

type Words<C> = string | ((of: C, log: LogView) => string);

/** One condition of a goal, with the sentences that a learner reads. */
type Clause<C> = {
  readonly name: string;
  readonly holds: (of: C, log: LogView) => boolean;
  /** What is missing and what to press. */
  readonly says: Words<C>;
  /** What a later candidate that gets as far as this clause and fails it says beside the met goal. */
  readonly broken?: Words<C>;
};

export type Goal = {
  /** Never changes once published: progress is kept by it, for example `quick-win/two-entries`. */
  readonly id: string;
  /** 1-based number of the act that it ends. */
  readonly act: number;
  readonly title: string;
  /** True when pressing what the act offers, without an edit, can meet it. */
  readonly guided: boolean;
  /** Names of its clauses, in order. */
  readonly clauses: readonly string[];
  /** Those that a later candidate may break, so that the met goal says it. */
  readonly broken: readonly string[];
  /** What the learner reads while nothing has been done. */
  readonly missing: string;
  /** Id of the act whose runs it judges. */
  readonly within: string;
  /** A judge that follows a view of its act's part of a log. */
  readonly judge: (log: LogView) => Judge;
};

export type GoalState =
  | { readonly state: "met"; readonly evidence: string; readonly seq: number; readonly violated?: string }
  /** `clause`: the first that fails; undefined while there is no candidate. */
  | { readonly state: "open"; readonly missing: string; readonly clause?: string };

/** Looks at what has come since it last looked. Costs what is new, not what is there. */
export type Judge = {
  /** A run has ended: only then can a goal be met, or a met one be broken. So it does not depend on when somebody looks. */
  settle(): void;
  state(): GoalState;
};

/** A goal as `lab.ts` writes it: its clauses by name, in order, and under the same names what a learner hears of each. */
type GoalWords<C, K extends string> = {
  readonly title: string;
  /** True when pressing what the act offers, without an edit, can meet it. */
  readonly guided?: boolean;
  /** Said while there is nothing to judge. */
  readonly none: string | ((log: LogView) => string);
  /** Asked of a run that goes on too: a goal is met once all hold and the run has ended. */
  readonly clauses: { readonly [name in K]: (of: C, log: LogView) => boolean };
  /** What is missing and what to press. */
  readonly says: { readonly [name in NoInfer<K>]: Words<C> };
  /** Said beside a met goal when a later candidate fails this clause. */
  readonly broken?: { readonly [name in NoInfer<K>]?: Words<C> };
  /** Said once it is met: what the log shows. */
  readonly evidence: Words<C>;
};
type Told<C> = Pick<GoalWords<C, string>, "title" | "guided" | "none" | "evidence"> & { readonly list: readonly Clause<C>[] };

/** A goal without its lab and act, as `lab.ts` writes it. */
export type GoalSpec = {
  readonly id: string;
  readonly placed: (lab: string, act: { readonly id: string; readonly number: number }) => Goal;
};

/** A goal that one run meets. `about`: the runs that it is about; by default every run of its act. */
export function goal<K extends string>(
  id: string,
  words: GoalWords<RunLog, K> & { readonly about?: (run: RunLog, log: LogView) => boolean },
): GoalSpec {
  const about = words.about ?? (() => true);
  return placed(id, toldBy(words), (log, since) => log.changedSince(since).filter((run) => about(run, log)));
}

/** A goal about the newest burst of runs as a whole. */
export function burstGoal<K extends string>(id: string, words: GoalWords<LogView["burst"], K>): GoalSpec {
  return placed(id, toldBy(words), (log) => (log.burst.runs.length === 0 ? [] : [log.burst]));
}

/** A goal about candidates of its own, in the order in which they came: decisions, versions of the code. */
export function goalOf<C extends Candidate, K extends string>(
  id: string,
  all: (log: LogView) => readonly C[],
  words: GoalWords<C, K>,
): GoalSpec {
  return placed(id, toldBy(words), all);
}

function toldBy<C, K extends string>({ title, guided, none, evidence, clauses, says, broken = {} }: GoalWords<C, K>): Told<C> {
  const sentences: { readonly [name: string]: Words<C> } = says;
  const breaks: { readonly [name: string]: Words<C> | undefined } = broken;
  const list = Object.entries<Clause<C>["holds"]>(clauses).map(([name, holds]): Clause<C> => {
    const breach = breaks[name];
    return { name, holds, says: sentences[name] ?? "", ...(breach !== undefined && { broken: breach }) };
  });
  return { title, none, evidence, list, ...(guided !== undefined && { guided }) };
}

type Find<C> = (log: LogView, since: number) => readonly C[];

function placed<C extends Candidate>(id: string, words: Told<C>, find: Find<C>): GoalSpec {
  return {
    id,
    placed: (lab, act) => ({
      id: `${lab}/${id}`,
      act: act.number,
      title: words.title,
      guided: words.guided === true,
      clauses: words.list.map(({ name }) => name),
      broken: words.list.filter((each) => each.broken !== undefined).map(({ name }) => name),
      missing: said(words.none, new LogView()),
      within: act.id,
      judge: (log) => createJudge(words, find, log),
    }),
  };
}

function createJudge<C extends Candidate>(words: Told<C>, find: Find<C>, log: LogView): Judge {
  let seen = 0;
  let newest: C | undefined;
  let met: { readonly seq: number; readonly evidence: string } | undefined;
  let violated: { readonly seq: number; readonly text: string } | undefined;

  const look = (): readonly C[] => {
    const fresh = find(log, seen);
    seen = log.size;
    for (const of of fresh) newest = laterOf(newest, of);
    return fresh;
  };
  return {
    settle() {
      for (const of of look()) {
        if (of.seq === 0) continue;
        const failed = words.list.find((each) => !each.holds(of, log));
        if (failed === undefined) met ??= { seq: of.seq, evidence: said(words.evidence, of, log) };
        else if (failed.broken !== undefined && met !== undefined && of.seq > Math.max(met.seq, violated?.seq ?? 0))
          violated = { seq: of.seq, text: said(failed.broken, of, log) };
      }
    },
    state() {
      look();
      return met === undefined ? openState(words, newest, log) : { state: "met", ...met, ...(violated && { violated: violated.text }) };
    },
  };
}

function openState<C>(words: Told<C>, newest: C | undefined, log: LogView): GoalState {
  if (newest === undefined) return { state: "open", missing: said(words.none, log) };
  const failed = words.list.find((each) => !each.holds(newest, log));
  return failed === undefined
    ? { state: "open", missing: said(words.none, log) }
    : { state: "open", missing: said(failed.says, newest, log), clause: failed.name };
}

/** Candidates come in order; a run that has changed may be older than the newest. */
function laterOf<C>(known: C | undefined, next: C): C {
  const n = (of: C | undefined): number =>
    of !== undefined && typeof of === "object" && of !== null && "n" in of ? Number(of.n) : Infinity;
  return known === undefined || n(next) >= n(known) ? next : known;
}

function said<A extends readonly unknown[]>(text: string | ((...of: A) => string), ...of: A): string {
  return typeof text === "string" ? text : text(...of);
}
