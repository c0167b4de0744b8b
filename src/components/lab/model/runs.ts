// What each run is doing, folded from the log: the words of `data-run`, lanes, and the Runs tab. Pure.
import type { Fact, Instant, WireError } from "../../../../sandbox/log/facts.ts";
import type { Json } from "../../../../sandbox/log/json.ts";
import { changingList, type ChangingList } from "./changing-list.ts";
import { foldOf, type Fold } from "./fold.ts";
import { createRunBook, type Pending, type Queued, type Retry, type Run, type RunBook } from "./run-fold.ts";

export type { Pending, Queued, RunStatus } from "./run-fold.ts";

export type RunView = Readonly<Omit<Run, "calls" | "lines" | "retries" | "sleeps" | "waits" | "end" | "eventIds">> & {
  readonly endSeq: number | undefined;
  readonly output: Json | undefined;
  readonly error: WireError | undefined;
  /** Why it was cancelled. */
  readonly because: string | undefined;
  /** What it goes on by without anybody's help, soonest. */
  readonly next: Pending | undefined;
  /** Until when the oldest of its open waits stands. */
  readonly waitsUntil: Instant | undefined;
  readonly retry: Retry | undefined;
  /** Set while its status is `queued`: the line it has stood in for longest. */
  readonly queued: Queued | undefined;
};

export const hasEnded = (run: RunView): boolean => run.endSeq !== undefined;

/** The runs that began in an act, and those of which the log does not say where; all of them without an act. */
export const runsOfAct = (runs: readonly RunView[], act: string | undefined): readonly RunView[] =>
  act === undefined ? runs : runs.filter((run) => run.act === undefined || run.act === act);

/** What a run waits for next, soonest first. */
export const pendingOf = (run: RunView): Pending | undefined => run.next;

/** Every run of a log in order of creation. */
export function runsFold(): Fold<readonly RunView[]> {
  type State = { readonly book: RunBook; readonly runs: ChangingList<Run, RunView> };
  return foldOf<State, readonly RunView[]>({
    start: () => ({ book: createRunBook(), runs: changingList(viewOf) }),
    take({ book, runs }, fact) {
      const changed = book.take(fact);
      if (fact.type === "run.created") for (const run of changed) runs.add(run);
      else for (const run of changed) runs.touch(run);
    },
    show: ({ runs }) => runs.drawn(),
  });
}

export const runsIn = (facts: readonly Fact[]): readonly RunView[] => runsFold()(facts);

function viewOf(run: Run): RunView {
  const { calls: _calls, lines, retries, sleeps: _sleeps, waits, end, eventIds: _eventIds, ...told } = run;
  return {
    ...told,
    endSeq: end?.seq,
    output: end?.type === "run.completed" ? end.output : undefined,
    error: end?.type === "run.failed" ? end.error : undefined,
    because: end?.type === "run.cancelled" ? end.because : undefined,
    next: nextOf(run),
    waitsUntil: first(waits)?.until,
    retry: first(retries),
    queued: told.status === "queued" ? oldest(lines.values()) : undefined,
  };
}

const first = <T>(map: ReadonlyMap<string, T>): T | undefined => map.values().next().value;

function oldest(lines: Iterable<Queued>): Queued | undefined {
  return [...lines].sort((a, b) => a.since - b.since)[0];
}

function nextOf({ end, sleeps, waits, retries, lines }: Run): Pending | undefined {
  if (end !== undefined) return undefined;
  const starts = [...lines.values()].flatMap(({ until }) => (until === undefined ? [] : [{ until, stepId: "", what: "its turn" }]));
  return [...sleeps.values(), ...waits.values(), ...retries.values(), ...starts].sort((a, b) => a.until - b.until)[0];
}

/** More runs at a time than this are drawn as thin bars on a clock, and counted rather than told one by one. */
export const MANY = 6;

/** The newest run with all since nothing was unfinished: what the page shows at once. */
export function sceneRuns(runs: readonly RunView[]): readonly RunView[] {
  let begins = 0;
  let endsAt = 0;
  for (const [index, run] of runs.entries()) {
    if (run.firstSeq > endsAt) begins = index;
    endsAt = Math.max(endsAt, run.endSeq ?? Number.POSITIVE_INFINITY);
  }
  return runs.slice(begins);
}

/** The same with the fact that it begins with: the event that caused it, where that stands right before. */
export function sceneOf(facts: readonly Fact[], runs: readonly RunView[]): { readonly from: number; readonly runs: readonly RunView[] } {
  const scene = sceneRuns(runs);
  const from = scene[0]?.firstSeq ?? 0;
  const cause = facts.findLast((fact) => fact.seq < from && fact.type === "event.received");
  return { from: cause !== undefined && from - cause.seq <= 2 ? cause.seq : from, runs: scene };
}
