// What a crash session came to, read from the log and the app's diary alone.
import type { Fact, FactOf, Instant } from "../../../log/facts.ts";
import type { Session } from "./session.ts";

export type Verdict = {
  readonly events: number;
  readonly runs: number;
  readonly steps: number;
  /** Events that were acknowledged and are not in the log, or have not led to a run. */
  readonly lost: readonly string[];
  /** Runs without an end, with more than one, or that did not complete. */
  readonly unended: readonly string[];
  readonly recordedTwice: readonly string[];
  /** Sleeps that ended before their time or never. */
  readonly timersMissed: readonly string[];
  /** Steps in the log whose body never ran. */
  readonly madeUp: readonly string[];
  /** Executions of a body beyond what the log's records and failures ask for. */
  readonly executedAgain: number;
  /** Runs with more of them than calls were in flight when the engine was killed. */
  readonly tooOften: readonly string[];
  /** For each run that a kill found at work: how long after the start of the next process its call went out again, and it had something new. */
  readonly sentAgainMs: readonly number[];
  readonly goesOnMs: readonly number[];
};

const STEP_ENDS: ReadonlySet<string> = new Set(["step.completed", "sleep.ended", "invoke.ended"]);

export function judge({ accepted, facts, executed, starts }: Session): Verdict {
  const created = facts.filter((fact) => fact.type === "run.created");
  const received = new Map(facts.flatMap((fact) => (fact.type === "event.received" ? [[fact.id, fact.eventId] as const] : [])));
  const started = new Set(created.flatMap((run) => run.eventIds));
  const ofRun = Map.groupBy(facts.filter(isOfRun), (fact) => fact.runId);
  const [again, ran] = [executedAgain(ofRun, executed), new Set(executed)];
  return {
    events: accepted.length,
    runs: created.length,
    steps: facts.filter((fact) => fact.type === "step.completed").length,
    lost: accepted.filter((id) => !started.has(received.get(id) ?? "")),
    unended: created.flatMap((run) => (endsOf(ofRun.get(run.runId) ?? []).join() === "run.completed" ? [] : [run.runId])),
    recordedTwice: repeated(
      facts.flatMap((fact) => (STEP_ENDS.has(fact.type) && "hashedId" in fact ? [`${fact.runId} ${fact.hashedId}`] : [])),
    ),
    timersMissed: facts.filter((fact) => fact.type === "sleep.started").flatMap((sleep) => (keptTime(sleep, ofRun) ? [] : [sleep.runId])),
    madeUp: facts.flatMap((fact) =>
      fact.type === "step.completed" && !ran.has(`${fact.runId} ${fact.stepId}`) ? [`${fact.runId} ${fact.stepId}`] : [],
    ),
    executedAgain: again.total,
    tooOften: again.tooOften,
    ...goingOn(facts, ofRun, starts),
  };
}

type OfRun = Extract<Fact, { runId: string; fn: string }>;
const isOfRun = (fact: Fact): fact is OfRun => "runId" in fact && "fn" in fact && fact.runId !== undefined && fact.fn !== undefined;

const endsOf = (facts: readonly OfRun[]): readonly string[] =>
  facts.flatMap((fact) =>
    fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled" ? [fact.type] : [],
  );

function repeated(keys: readonly string[]): readonly string[] {
  return [...Map.groupBy(keys, (key) => key)].flatMap(([key, all]) => (all.length > 1 ? [key] : []));
}

function keptTime(sleep: FactOf<"sleep.started">, ofRun: ReadonlyMap<string, readonly OfRun[]>): boolean {
  const end = ofRun.get(sleep.runId)?.find((fact) => fact.type === "sleep.ended" && fact.hashedId === sleep.hashedId);
  return end !== undefined && end.t >= sleep.until;
}

/** L5. Each record and each failure of a step stands for one execution; what is beyond must have been in flight at a kill. */
function executedAgain(
  ofRun: ReadonlyMap<string, readonly OfRun[]>,
  executed: readonly string[],
): { total: number; tooOften: readonly string[] } {
  const bodies = Map.groupBy(executed, (line) => line.split(" ")[0] ?? "");
  const tooOften: string[] = [];
  let total = 0;
  for (const [runId, facts] of ofRun) {
    const asked = facts.filter((fact) => fact.type === "step.completed" || fact.type === "step.failed").length;
    const more = (bodies.get(runId)?.length ?? 0) - asked;
    total += Math.max(0, more);
    if (more > callsCutOff(facts)) tooOften.push(runId);
  }
  return { total, tooOften };
}

/** Calls that were sent and never answered, because the engine died first. */
function callsCutOff(facts: readonly OfRun[]): number {
  const answered = new Set(facts.flatMap((fact) => (fact.type === "call.answered" || fact.type === "call.failed" ? [fact.callId] : [])));
  return facts.filter((fact) => fact.type === "call.sent" && !answered.has(fact.callId)).length;
}

/** From the start of a process that found runs at work: until the call of each went out, and until each had something new. */
function goingOn(
  facts: readonly Fact[],
  ofRun: ReadonlyMap<string, readonly OfRun[]>,
  starts: Session["starts"],
): Pick<Verdict, "sentAgainMs" | "goesOnMs"> {
  const [sentAgainMs, goesOnMs]: [number[], number[]] = [[], []];
  const restarts = facts.filter((fact) => fact.type === "engine.restarted");
  for (const [i, restart] of restarts.entries()) {
    const begun = starts.findLast((start) => start.startedAt <= restart.t)?.startedAt ?? restart.t;
    const before: Instant | undefined = restarts[i + 1]?.seq;
    for (const run of ofRun.values()) {
      const later = run.filter((fact) => fact.seq > restart.seq && (before === undefined || fact.seq < before));
      const sent = later.find((fact) => fact.type === "call.sent" && fact.because === "engine-restart");
      if (sent === undefined) continue;
      sentAgainMs.push(sent.t - begun);
      const news = later.find((fact) => fact.seq > sent.seq && fact.type !== "call.sent");
      if (news !== undefined) goesOnMs.push(news.t - begun);
    }
  }
  return { sentAgainMs, goesOnMs };
}

/** The value that so many of them, as a share, do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
