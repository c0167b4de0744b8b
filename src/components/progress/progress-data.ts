// What a reader has done, as plain data: goals met, predictions made, quick checks answered.
// Pure: no storage, no clock, no DOM. Keyed by ids that never change, never by the address of a page.
//
// Example:
//   { version: 1,
//     goals: { "quick-win/two-entries": { by: "learner", at: 1795182031359 } },
//     predictions: { "quick-win/how-often": { said: "once", confidence: 2, saw: "twice", log: "twice", at: … } },
//     checks: { "memo-key": { chosen: "b", right: true, at: … } } }

export const progressVersion = 1;

export type GoalRecord = { readonly by: "learner" | "solution"; readonly at: number };
export type Confidence = 1 | 2 | 3;
export type PredictionRecord = {
  /** Option chosen before the run. */
  readonly said: string;
  readonly confidence?: Confidence;
  /** Option chosen after the run as what the reader saw. */
  readonly saw?: string;
  /** Option that the log bears out. */
  readonly log?: string;
  readonly at: number;
};
export type CheckRecord = { readonly chosen: string; readonly right: boolean; readonly at: number };

export type ProgressData = {
  readonly version: typeof progressVersion;
  readonly goals: { readonly [id: string]: GoalRecord };
  readonly predictions: { readonly [id: string]: PredictionRecord };
  readonly checks: { readonly [id: string]: CheckRecord };
};

export const emptyProgress: ProgressData = { version: progressVersion, goals: {}, predictions: {}, checks: {} };

export type Migration = (older: Record<string, unknown>) => Record<string, unknown>;

/** `migrations[n]` turns version n into version n + 1. Version 1 is the first, so there is none yet. */
export const migrations: { readonly [from: number]: Migration } = {};

export type Parsed = { readonly ok: true; readonly data: ProgressData } | { readonly ok: false; readonly reason: "not-progress" | "newer" };

/** Reads what was stored or exported, older versions included. Entries that do not fit are left out, not fatal. */
export function parseProgress(text: string, steps = migrations, current: number = progressVersion): Parsed {
  const raw = readJson(text);
  if (!isRecord(raw) || typeof raw["version"] !== "number") return { ok: false, reason: "not-progress" };
  if (raw["version"] > current) return { ok: false, reason: "newer" };
  let data: Record<string, unknown> = raw;
  for (let version = raw["version"]; version < current; version++) {
    const step = steps[version];
    if (!step) return { ok: false, reason: "not-progress" };
    data = step(data);
  }
  return {
    ok: true,
    data: {
      version: progressVersion,
      goals: keep(data["goals"], isGoal),
      predictions: keep(data["predictions"], isPrediction),
      checks: keep(data["checks"], isCheck),
    },
  };
}

/** Joins two records of progress: nothing done is undone, and the reader's own work outweighs a shown solution. */
export function mergeProgress(mine: ProgressData, other: ProgressData): ProgressData {
  const goals: Record<string, GoalRecord> = { ...other.goals };
  for (const [id, goal] of Object.entries(mine.goals)) goals[id] = betterGoal(goals[id], goal);
  return {
    version: progressVersion,
    goals,
    predictions: { ...other.predictions, ...mine.predictions },
    checks: mergeChecks(mine.checks, other.checks),
  };
}

export function betterGoal(known: GoalRecord | undefined, next: GoalRecord): GoalRecord {
  if (!known) return next;
  return known.by === "solution" && next.by === "learner" ? next : known;
}

function mergeChecks(mine: ProgressData["checks"], other: ProgressData["checks"]): ProgressData["checks"] {
  const checks: Record<string, CheckRecord> = { ...other };
  for (const [id, check] of Object.entries(mine)) if (!checks[id]?.right) checks[id] = check;
  return checks;
}

/** What counts as done in a lesson. A goal and a check may have the same id: they are kept apart. */
export type Outcomes = { readonly goals: readonly string[]; readonly checks: readonly string[] };

/** What is missing, in words: "three checks are open", "one goal and two checks are open"; nothing when all is done. */
export function saysOpen(data: ProgressData, { goals, checks }: Outcomes): string {
  const open = [
    counted(goals.filter((id) => !(id in data.goals)).length, "goal"),
    counted(checks.filter((id) => data.checks[id]?.right !== true).length, "check"),
  ].filter(({ count }) => count > 0);
  const one = open.reduce((sum, { count }) => sum + count, 0) === 1;
  return open.length === 0 ? "" : `${open.map(({ words }) => words).join(" and ")} ${one ? "is" : "are"} open`;
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const counted = (count: number, noun: string): { readonly count: number; readonly words: string } => ({
  count,
  words: `${NUMBERS[count] ?? count} ${noun}${count === 1 ? "" : "s"}`,
});

/** How much is done: goals met by whatever means, checks answered rightly. */
export function share(data: ProgressData, { goals, checks }: Outcomes): { readonly done: number; readonly of: number } {
  const met = goals.filter((id) => id in data.goals);
  const right = checks.filter((id) => data.checks[id]?.right === true);
  return { done: met.length + right.length, of: goals.length + checks.length };
}

/** The outcomes that an element carries in `data-outcomes`. */
export const outcomesOf = (element: HTMLElement): Outcomes =>
  JSON.parse(element.dataset["outcomes"] ?? '{"goals":[],"checks":[]}') as Outcomes;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keep<T>(value: unknown, fits: (entry: unknown) => entry is T): { readonly [id: string]: T } {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, T] => fits(entry[1])));
}

const hasTime = (value: unknown): value is { at: number } & Record<string, unknown> => isRecord(value) && typeof value["at"] === "number";
const isGoal = (value: unknown): value is GoalRecord => hasTime(value) && (value["by"] === "learner" || value["by"] === "solution");
const isCheck = (value: unknown): value is CheckRecord =>
  hasTime(value) && typeof value["chosen"] === "string" && typeof value["right"] === "boolean";
const isPrediction = (value: unknown): value is PredictionRecord => hasTime(value) && typeof value["said"] === "string";
