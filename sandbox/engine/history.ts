// History: reads from the store what a rerun or a replay needs and the state no longer has: the events and results of ended runs.
import type { Fact, FactOf, Instant, RerunFrom, StoredEvent } from "../log/facts.ts";
import { storedEvent } from "../log/events.ts";
import type { Json } from "../log/json.ts";
import { isEndOfStep, memoOf } from "./core/fold-step.ts";
import type { EventStore } from "./ports/event-store.ts";

/** What a new run is started with. `of`: the run that it repeats; none for an event that started no run. */
export type Rerun = { readonly fn: string; readonly of?: string; readonly events: readonly StoredEvent[]; readonly from?: RerunFrom };

export type FromStep = {
  /** The step's id as the function names it, or its hashed id. */
  readonly stepId: string;
  /** Arguments that the step gets instead of its own. */
  readonly input?: readonly Json[];
};

export type ReplayFilter = {
  readonly fn?: string;
  /** Runs that ended, and events that were skipped, at or after `from` and before `to`. */
  readonly from?: Instant;
  readonly to?: Instant;
  /** Text that the error's name, message or stack contains. */
  readonly error?: string;
  /** Default: runs that failed. */
  readonly ended?: readonly ("failed" | "cancelled" | "completed" | "skipped")[];
};

export class RerunStepUnknown extends Error {
  readonly code = "rerun-step-unknown";
  constructor(stepId: string, runId: string) {
    // The server's words come first (protocol.md 6.5).
    super(
      `error reconstructing input state: rerun step not found. The run ${runId} has no step "${stepId}": look at its steps and choose one.`,
    );
    this.name = "RerunStepUnknown";
  }
}

function eventsIn(facts: readonly Fact[]): ReadonlyMap<string, StoredEvent> {
  return new Map(facts.flatMap((fact) => (fact.type === "event.received" ? [[fact.eventId, storedEvent(fact)] as const] : [])));
}

/** The events that a run was started with, and those that its waits matched. */
async function eventsFor(store: EventStore, ofRun: readonly Fact[]): Promise<ReadonlyMap<string, StoredEvent>> {
  if (store.readEvents === undefined) return eventsIn(await store.read(1));
  const ids = ofRun.flatMap((fact) => (fact.type === "run.created" ? fact.eventIds : fact.type === "wait.matched" ? [fact.eventId] : []));
  return eventsIn(await store.readEvents(ids));
}

/** The rerun of a run, from the top or from a step. `undefined` when there is no such run. Rejects with `RerunStepUnknown`. */
export async function rerunOf(store: EventStore, runId: string, step?: FromStep): Promise<Rerun | undefined> {
  const ofRun = await store.readRun(runId);
  const created = ofRun.find((fact) => fact.type === "run.created");
  if (created === undefined) return undefined;
  const received = created.events !== undefined && step === undefined ? new Map<string, StoredEvent>() : await eventsFor(store, ofRun);
  const events = created.events ?? created.eventIds.flatMap((id) => received.get(id) ?? []);
  const rerun = { fn: created.fn, of: runId, events };
  if (step === undefined) return rerun;
  const from = fromStep(ofRun, step, received, created.from);
  if (from === undefined) throw new RerunStepUnknown(step.stepId, runId);
  return { ...rerun, from };
}

function fromStep(
  ofRun: readonly Fact[],
  { stepId, input }: FromStep,
  received: ReadonlyMap<string, StoredEvent>,
  base: RerunFrom | undefined,
): RerunFrom | undefined {
  const ofSteps = ofRun.filter((fact) => "hashedId" in fact && fact.hashedId !== undefined) as readonly StepFact[];
  const named = ofSteps.find((fact) => fact.stepId === stepId || fact.hashedId === stepId);
  if (named === undefined) return undefined;
  const { hashedId } = named;
  const memos = new Map<string, Json>(base?.memos.filter(([id]) => id !== hashedId));
  for (const fact of ofSteps) {
    if (!isEndOfStep(fact)) continue;
    if (fact.hashedId === hashedId) break;
    memos.set(fact.hashedId, memoOf(fact, fact.type === "wait.matched" ? received.get(fact.eventId) : undefined));
  }
  // Only a step that runs code can be called by name; any other is found by the next discovery.
  const runs = ofSteps.some(
    (fact) => fact.hashedId === hashedId && (fact.type === "step.completed" || fact.type === "step.planned" || fact.type === "step.failed"),
  );
  const asked = ofSteps.some((fact) => fact.hashedId === hashedId && fact.type === "gateway.started");
  return {
    stepId: named.stepId,
    hashedId,
    ...(input === undefined ? {} : { input }),
    ...(runs && !asked ? { targeted: true } : {}),
    memos: [...memos],
  };
}

type StepFact = Extract<Fact, { stepId: string; hashedId: string; runId: string }>;

/** The reruns of all runs and skipped events that the filter matches, oldest end first. */
export async function rerunsFor(store: EventStore, filter: ReplayFilter): Promise<readonly Rerun[]> {
  // A skipped event has no run, and `readEnds` reads ends of runs alone: the whole log must be read for it.
  if (store.readEnds !== undefined && filter.ended?.includes("skipped") !== true) {
    const ends = (await store.readEnds(filter.from, filter.to)).filter((fact) => matches(fact, filter));
    const reruns = await Promise.all(
      ends.map((fact) => ("runId" in fact && fact.runId !== undefined ? rerunOf(store, fact.runId) : undefined)),
    );
    return reruns.filter((each) => each !== undefined);
  }
  const facts = await store.read(1);
  const received = eventsIn(facts);
  const created = new Map(facts.flatMap((fact) => (fact.type === "run.created" ? [[fact.runId, fact] as const] : [])));
  return facts.flatMap((fact): readonly Rerun[] => {
    if (!matches(fact, filter)) return [];
    if (fact.type === "run.skipped") {
      const event = received.get(fact.eventId);
      return event === undefined ? [] : [{ fn: fact.fn, events: [event] }];
    }
    const run = "runId" in fact && fact.runId !== undefined ? created.get(fact.runId) : undefined;
    if (run === undefined) return [];
    return [{ fn: run.fn, of: run.runId, events: run.events ?? run.eventIds.flatMap((id) => received.get(id) ?? []) }];
  });
}

const ENDS = { failed: "run.failed", cancelled: "run.cancelled", completed: "run.completed", skipped: "run.skipped" } as const;

function matches(fact: Fact, { fn, from, to, error, ended = ["failed"] }: ReplayFilter): boolean {
  if (!ended.some((end) => ENDS[end] === fact.type)) return false;
  if (fn !== undefined && (!("fn" in fact) || fact.fn !== fn)) return false;
  if ((from !== undefined && fact.t < from) || (to !== undefined && fact.t >= to)) return false;
  if (error === undefined) return true;
  return fact.type === "run.failed" && [fact.error.name, fact.error.message, fact.error.stack ?? ""].some((text) => text.includes(error));
}

/** The bulk cancellations that have not been deleted, newest first. */
export async function cancellationsOf(store: EventStore): Promise<readonly FactOf<"cancellation.created">[]> {
  const facts = await (store.readCancellations?.() ?? store.read(1));
  const gone = new Set(facts.flatMap((fact) => (fact.type === "cancellation.deleted" ? [fact.id] : [])));
  return facts
    .filter((fact): fact is FactOf<"cancellation.created"> => fact.type === "cancellation.created" && !gone.has(fact.id))
    .reverse();
}
