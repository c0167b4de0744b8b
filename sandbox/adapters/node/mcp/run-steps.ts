// A run's steps, folded from its facts: what each was asked to do, its attempts, how it ended. Pure.
import type { Fact, Instant, WireError } from "../../../log/facts.ts";
import type { Json } from "../../../log/json.ts";

export type StepKind = "run" | "sleep" | "wait" | "invoke" | "signal" | "request";

/** One try at a step that ended. `at`: when it was recorded. */
export type StepAttempt = { readonly attempt: number; readonly at: Instant; readonly ok: boolean; readonly error?: WireError };

export type StepView = {
  readonly stepId: string;
  readonly hashedId: string;
  readonly kind: StepKind;
  readonly status: "planned" | "retrying" | "waiting" | "completed" | "failed";
  readonly since: Instant;
  readonly endedAt?: Instant;
  /** When it goes on by itself, where that is known. */
  readonly until?: Instant;
  /** What it waits for, or whom it asks: an event's name, a signal, a function, an address. */
  readonly what?: string;
  readonly attempts: readonly StepAttempt[];
  readonly output?: Json;
  readonly error?: WireError;
};

type StepFact = Extract<Fact, { stepId: string; hashedId: string; runId: string }>;

/** In order of their first fact. */
export function stepsOf(facts: readonly Fact[]): readonly StepView[] {
  const steps = new Map<string, StepView>();
  for (const fact of facts) {
    if (fact.type === "step.retry.scheduled" && fact.hashedId !== undefined) {
      const before = steps.get(fact.hashedId);
      if (before !== undefined) steps.set(fact.hashedId, { ...before, status: "retrying", until: fact.until });
      continue;
    }
    if (!isOfStep(fact)) continue;
    const after = withFact(steps.get(fact.hashedId), fact);
    if (after !== undefined) steps.set(fact.hashedId, after);
  }
  return [...steps.values()];
}

const isOfStep = (fact: Fact): fact is StepFact => "hashedId" in fact && "stepId" in fact && fact.hashedId !== undefined;

function withFact(before: StepView | undefined, fact: StepFact): StepView | undefined {
  const { stepId, hashedId, t } = fact;
  const known: StepView = before ?? { stepId, hashedId, kind: "run", status: "planned", since: t, attempts: [] };
  const { until: _, ...open } = known;
  switch (fact.type) {
    case "step.planned":
      return known;
    case "sleep.started":
      return { ...known, kind: "sleep", status: "waiting", until: fact.until };
    case "wait.registered":
      return { ...known, kind: "wait", status: "waiting", until: fact.until, what: fact.event };
    case "signal.registered":
      return { ...known, kind: "signal", status: "waiting", until: fact.until, what: fact.signal };
    case "invoke.started":
      return { ...known, kind: "invoke", status: "waiting", until: fact.until, what: fact.target };
    case "gateway.started":
      return { ...known, kind: "request", status: "waiting", what: `${fact.method} ${fact.url}` };
    case "step.completed":
      return {
        ...open,
        status: "completed",
        endedAt: t,
        output: fact.output,
        attempts: [...known.attempts, { attempt: fact.attempt, at: t, ok: true }],
      };
    case "step.failed":
      return {
        ...open,
        status: fact.retriable ? "retrying" : "failed",
        error: fact.error,
        ...(fact.retriable ? {} : { endedAt: t }),
        attempts: [...known.attempts, { attempt: fact.attempt, at: t, ok: false, error: fact.error }],
      };
    case "gateway.ended":
      return { ...open, status: "completed", endedAt: t, output: fact.output };
    case "invoke.ended":
      return "error" in fact.result
        ? { ...open, status: "failed", endedAt: t, error: fact.result.error }
        : { ...open, status: "completed", endedAt: t, output: fact.result.data };
    case "signal.matched":
      return { ...open, status: "completed", endedAt: t, output: fact.data };
    case "wait.matched":
      return { ...open, status: "completed", endedAt: t, output: { eventId: fact.eventId } };
    case "wait.timedout":
    case "signal.timedout":
      return { ...open, status: "completed", endedAt: t, output: null };
    case "sleep.ended":
      return { ...open, status: "completed", endedAt: t };
    default:
      return before;
  }
}
