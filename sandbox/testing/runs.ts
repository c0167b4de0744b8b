// Runs as a test wants to look at them: folded from the facts, in the words of the lessons. Pure.
import type { Fact, Instant, WireError } from "../log/facts.ts";
import type { Json } from "../log/json.ts";

export type StepStatus = "planned" | "retrying" | "sleeping" | "waiting" | "completed" | "failed";

export type TestStep = {
  /** As the function names it. */
  readonly id: string;
  readonly status: StepStatus;
  /** How often its code ended, well or badly. */
  readonly attempts: number;
  /** What the function gets from it: the result of its code, the event that it waited for, or null after a sleep or a timeout. */
  readonly output?: Json;
  readonly error?: WireError;
  /** When it goes on by itself, while it sleeps, waits or is to be tried again. */
  readonly until?: Instant;
};

export type TestRun = {
  readonly id: string;
  /** The function's slug: `<app>-<function>`. */
  readonly fn: string;
  readonly status: "queued" | "running" | "completed" | "failed" | "cancelled";
  /** Internal ids of its events, as `send` returned them. */
  readonly events: readonly string[];
  readonly output?: Json;
  readonly error?: WireError;
  /** In the order in which they were first heard of. */
  readonly steps: readonly TestStep[];
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
};

type Making<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Making<Omit<TestRun, "steps">> & { readonly steps: Map<string, Making<TestStep>> };

/** Every run that the facts tell of, first created first. */
export function testRuns(facts: readonly Fact[]): readonly TestRun[] {
  const runs = new Map<string, Draft>();
  const events = new Map<string, Json>();
  for (const fact of facts) {
    if (fact.type === "event.received") events.set(fact.eventId, { name: fact.name, data: fact.data, id: fact.id, ts: fact.ts });
    if (fact.type === "run.created")
      runs.set(fact.runId, { id: fact.runId, fn: fact.fn, status: "queued", events: fact.eventIds, steps: new Map() });
    const run = "runId" in fact && fact.runId !== undefined ? runs.get(fact.runId) : undefined;
    if (run === undefined) continue;
    tellRun(run, fact);
    tellStep(run.steps, fact, events);
  }
  return [...runs.values()].map((run) => ({ ...run, steps: [...run.steps.values()] }));
}

function tellRun(run: Draft, fact: Fact): void {
  switch (fact.type) {
    case "run.started":
      Object.assign(run, { status: "running", startedAt: fact.t });
      break;
    case "run.completed":
      Object.assign(run, { status: "completed", output: fact.output, endedAt: fact.t });
      break;
    case "run.failed":
      Object.assign(run, { status: "failed", error: fact.error, endedAt: fact.t });
      break;
    case "run.cancelled":
      Object.assign(run, { status: "cancelled", endedAt: fact.t });
      break;
  }
}

function tellStep(steps: Draft["steps"], fact: Fact, events: ReadonlyMap<string, Json>): void {
  if (!("hashedId" in fact) || fact.hashedId === undefined || fact.stepId === undefined) return;
  const step = steps.get(fact.hashedId) ?? { id: fact.stepId, status: "planned", attempts: 0 };
  steps.set(fact.hashedId, step);
  const end = (output: Json): void => {
    delete step.until;
    delete step.error;
    Object.assign(step, { status: "completed", output });
  };
  switch (fact.type) {
    case "step.completed":
      step.attempts += 1;
      return end(fact.output);
    case "step.failed":
      step.attempts += 1;
      return void Object.assign(step, { status: "failed", error: fact.error });
    case "step.retry.scheduled":
      return void Object.assign(step, { status: "retrying", until: fact.until });
    case "sleep.started":
      return void Object.assign(step, { status: "sleeping", until: fact.until });
    case "wait.registered":
    case "signal.registered":
    case "invoke.started":
      return void Object.assign(step, { status: "waiting", until: fact.until });
    case "gateway.started":
      return void (step.status = "waiting");
    case "wait.matched":
      return end(events.get(fact.eventId) ?? null);
    case "signal.matched":
      return end({ signal: fact.signal, data: fact.data });
    case "gateway.ended":
      return end(fact.output);
    case "sleep.ended":
    case "wait.timedout":
    case "signal.timedout":
      return end(null);
    case "invoke.ended":
      if ("data" in fact.result) return end(fact.result.data);
      delete step.until;
      return void Object.assign(step, { status: "failed", error: fact.result.error });
  }
}
