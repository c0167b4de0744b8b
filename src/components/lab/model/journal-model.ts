// The log as a table: the text alternative of the timeline.
import type { Fact, FactType, Instant } from "../../../../sandbox/log/facts.ts";
import { runIdOf } from "../../../../sandbox/log/read.ts";
import { type ActWatch, createActWatch } from "./act-facts.ts";
import { foldOf, type Fold } from "./fold.ts";
import { clockFace, since } from "./format.ts";
import { says } from "./wording.ts";

export type Tone = "plain" | "bad" | "good" | "quiet" | "world";
export type JournalRow = {
  readonly seq: number;
  readonly type: FactType;
  readonly runId: string | undefined;
  /** Number of its run in the log. */
  readonly run: number | undefined;
  /** It belongs to the act on show; without an act every row does. */
  readonly here: boolean;
  readonly clock: string;
  readonly step: string;
  readonly text: string;
  readonly tone: Tone;
  readonly plumbing: boolean;
};

/** The traffic between engine and app. Told in full on the Wire tab, dimmed in the journal. */
const PLUMBING: ReadonlySet<FactType> = new Set([
  "engine.started",
  "app.registered",
  "call.sent",
  "call.answered",
  "call.held",
  "calls.paused",
  "calls.resumed",
  "handler.left",
  "run.started",
  "clock.rate",
  "act.entered",
  "step.planned",
]);
const BAD: ReadonlySet<FactType> = new Set([
  "host.killed",
  "host.contained",
  "run.failed",
  "step.failed",
  "call.failed",
  "code.rejected",
  "protocol.violated",
  "event.unmatched",
  "step.unasked",
  "step.moved",
  "defer.rejected",
  "webhook.rejected",
  "service.refused",
]);
const GOOD: ReadonlySet<FactType> = new Set(["run.completed"]);

export function toneOf(fact: Fact): Tone {
  if (fact.type === "host.killed" && (fact.by === "deploy" || fact.by === "lab")) return "quiet";
  if (BAD.has(fact.type) || (fact.type === "console" && fact.level === "error")) return "bad";
  if (GOOD.has(fact.type)) return "good";
  if (fact.type === "effect") return fact.suppressed ? "quiet" : "world";
  if (fact.type === "step.memo" || PLUMBING.has(fact.type)) return "quiet";
  return "plain";
}

/** The name that a fact puts in the step column: what the learner wrote. */
export function stepOf(fact: Fact): string {
  return "stepId" in fact && fact.stepId !== undefined ? fact.stepId : "";
}

type Clocks = {
  readonly rows: JournalRow[];
  /** When each run began, by its id, in the order of the log. */
  readonly starts: Map<string, number>;
  readonly runs: Map<string, number>;
  readonly ofAct: ActWatch;
  origin: number;
};

type Shown = {
  /** The act on show. */
  readonly act?: string | undefined;
  /** When the lab's clock started: each row has that clock's time. Without it a row counts from the first fact of its run. */
  readonly startsAt?: Instant;
};

/** One row for each fact. */
export function journalFold({ act, startsAt }: Shown = {}): Fold<readonly JournalRow[]> {
  return foldOf<Clocks, readonly JournalRow[]>({
    start: () => ({ rows: [], starts: new Map(), runs: new Map(), ofAct: createActWatch(act), origin: Number.NaN }),
    take(state, fact) {
      const from = startOf(state, fact);
      if (fact.type === "run.created") state.runs.set(fact.runId, state.runs.size + 1);
      const clock = startsAt === undefined ? since(fact.t - from) : clockFace(fact.t, startsAt);
      state.rows.push(rowOf(fact, { clock, run: state.runs.get(runIdOf(fact) ?? ""), here: state.ofAct.take(fact) }));
    },
    show: ({ rows }) => rows.slice(),
  });
}

export const journalRows = (facts: readonly Fact[], shown?: Shown): readonly JournalRow[] => journalFold(shown)(facts);

/** Whether the rows tell of more runs than one: then each says which. */
export const ofSeveralRuns = (rows: readonly JournalRow[]): boolean => new Set(rows.flatMap(({ run }) => run ?? [])).size > 1;

/** The instant from which a fact's clock counts. */
function startOf(state: Clocks, fact: Fact): number {
  const runId = runIdOf(fact);
  if (fact.type === "event.received" || Number.isNaN(state.origin)) state.origin = fact.t;
  if (runId === undefined) return state.origin;
  const start = state.starts.get(runId) ?? fact.t;
  state.starts.set(runId, start);
  state.origin = start;
  return start;
}

function rowOf(fact: Fact, placed: Pick<JournalRow, "clock" | "run" | "here">): JournalRow {
  return {
    seq: fact.seq,
    type: fact.type,
    runId: runIdOf(fact),
    ...placed,
    step: stepOf(fact),
    text: says(fact),
    tone: toneOf(fact),
    plumbing: PLUMBING.has(fact.type),
  };
}
