// Readers of the log: what goals, timeline and journal ask of it, in the words of the lessons.
// Pure. They import the vocabulary alone, keep nothing, and read engine facts and observations alike.
import type { Fact, FactOf, FactType } from "./facts.ts";
import type { Json, JsonObject } from "./json.ts";

/** A run as the log tells it. `end` is absent while it goes on. */
export type RunRead = {
  readonly runId: string;
  readonly fn: string;
  readonly created: FactOf<"run.created">;
  /** The act in which it began; undefined where the log does not say. */
  readonly act: string | undefined;
  readonly end?: FactOf<"run.completed"> | FactOf<"run.failed"> | FactOf<"run.cancelled">;
};

/** All facts of one type, in order. */
export function ofType<T extends FactType>(log: readonly Fact[], type: T): readonly FactOf<T>[] {
  return log.filter((fact): fact is FactOf<T> => fact.type === type);
}

/** The run that a fact belongs to, if it belongs to one. */
export function runIdOf(fact: Fact): string | undefined {
  return "runId" in fact ? fact.runId : undefined;
}

/** The fact with this number: a log is in order of its numbers, and a pruned one has gaps. */
export function factAt(log: readonly Fact[], seq: number): Fact | undefined {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log[middle]?.seq ?? seq) < seq) low = middle + 1;
    else high = middle;
  }
  return log[low]?.seq === seq ? log[low] : undefined;
}

/** All facts of one run and one type, in order. */
export function ofRun<T extends FactType>(log: readonly Fact[], runId: string, type: T): readonly FactOf<T>[] {
  return ofType(log, type).filter((fact) => runIdOf(fact) === runId);
}

/** Every run, first created first. */
export function runsOf(log: readonly Fact[]): readonly RunRead[] {
  const ends = new Map<string, NonNullable<RunRead["end"]>>();
  const acts = new Map<string, string | undefined>();
  let act: string | undefined;
  for (const fact of log) {
    if (fact.type === "act.entered") act = fact.act;
    if (fact.type === "run.created") acts.set(fact.runId, act);
    if (fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") ends.set(fact.runId, fact);
  }
  return ofType(log, "run.created").map((created) => {
    const end = ends.get(created.runId);
    return { runId: created.runId, fn: created.fn, created, act: acts.get(created.runId), ...(end && { end }) };
  });
}

/** Runs that completed, first created first. */
export function completedRuns(log: readonly Fact[]): readonly (RunRead & { readonly end: FactOf<"run.completed"> })[] {
  return runsOf(log).flatMap((run) => (run.end?.type === "run.completed" ? [{ ...run, end: run.end }] : []));
}

/** Each time the body of this step began to execute. L5: a step is recorded once and may execute more than once. */
export function attempts(log: readonly Fact[], runId: string, stepId: string): readonly FactOf<"step.started">[] {
  return ofRun(log, runId, "step.started").filter((fact) => fact.stepId === stepId);
}

/** Each time the function was entered from its first line for this run. */
export function entriesOf(log: readonly Fact[], runId: string): readonly FactOf<"handler.entered">[] {
  return ofRun(log, runId, "handler.entered");
}

export type EffectFilter = { readonly kind?: string; readonly runId?: string; readonly table?: string };

function matches(fact: FactOf<"effect">, filter: EffectFilter): boolean {
  return (
    (filter.kind === undefined || fact.kind === filter.kind) &&
    (filter.runId === undefined || fact.runId === filter.runId) &&
    (filter.table === undefined || fact.detail.table === filter.table)
  );
}

/** What really happened in the world: effects that no idempotency key suppressed. */
export function effects(log: readonly Fact[], filter: EffectFilter = {}): readonly FactOf<"effect">[] {
  return ofType(log, "effect").filter((fact) => !fact.suppressed && matches(fact, filter));
}

/** Requests that a key recognized as a repetition: asked for again, done once. */
export function suppressedEffects(log: readonly Fact[], filter: EffectFilter = {}): readonly FactOf<"effect">[] {
  return ofType(log, "effect").filter((fact) => fact.suppressed && matches(fact, filter));
}

/** The model calls that were paid for, in one run or in all. */
export function modelCosts(log: readonly Fact[], runId?: string): readonly FactOf<"cost">[] {
  return ofType(log, "cost").filter((fact) => fact.kind === "model" && (runId === undefined || fact.runId === runId));
}

/** What those calls cost, in cents. */
export function modelCents(log: readonly Fact[], runId?: string): number {
  return modelCosts(log, runId).reduce((sum, fact) => sum + fact.cents, 0);
}

/** Requests that a service of the world turned down, all or those with one status: 429 is "too many", 503 "not now". */
export function refusals(log: readonly Fact[], status?: number): readonly FactOf<"service.refused">[] {
  return ofType(log, "service.refused").filter((fact) => status === undefined || fact.status === status);
}

/** Facts strictly between two others. */
export function between(log: readonly Fact[], from: Fact, to: Fact): readonly Fact[] {
  return log.filter((fact) => fact.seq > from.seq && fact.seq < to.seq);
}

/** The versions of the code that this run's entries ran on, in order, each once. */
export function codeVersionsOf(log: readonly Fact[], runId: string): readonly number[] {
  return [...new Set(entriesOf(log, runId).map((entry) => entry.version))];
}

/** The event that started this run. */
export function eventOf(log: readonly Fact[], run: RunRead): FactOf<"event.received"> | undefined {
  return ofType(log, "event.received").find((event) => run.created.eventIds.includes(event.eventId));
}

/** Kills of the host. */
export function kills(log: readonly Fact[]): readonly FactOf<"host.killed">[] {
  return ofType(log, "host.killed").filter((fact) => fact.by !== "deploy");
}

/** Kills that fell into this run's life, between its creation and its end (or now). */
export function killsDuring(log: readonly Fact[], run: RunRead): readonly FactOf<"host.killed">[] {
  const end = run.end?.seq ?? Number.POSITIVE_INFINITY;
  return kills(log).filter((kill) => kill.seq > run.created.seq && kill.seq < end);
}

/** Every object inside a value, the value itself included. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  if (value === null || typeof value !== "object") return [];
  const inner: readonly Json[] = isList(value) ? value : Object.values(value);
  const found = inner.flatMap(objectsIn);
  return isList(value) ? found : [value, ...found];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Cents as a reader expects them: 20 is "$0.20". */
export function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

/** A length of time in its two largest units: "2 d 23 h", "15 s", "0 s". */
export function span(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ];
  const parts: string[] = [];
  let rest = Math.max(0, Math.floor(ms / 1000) * 1000);
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}
