// What a run's steps are doing now, folded from its facts: what each waits for and until when, how often it was tried. Pure.
// What happened when is the trace's (`http/rest/v2-trace.ts`).
import type { Fact, Instant, WireError } from "../../../log/facts.ts";

export type StepKind = "run" | "sleep" | "wait" | "invoke" | "signal" | "request";

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
  /** Tries that ended. */
  readonly attempts: number;
  readonly error?: WireError;
};

type StepFact = Extract<Fact, { stepId: string; hashedId: string; runId: string }>;

/** In order of their first fact. */
export function stepsOf(facts: readonly Fact[]): readonly StepView[] {
  const steps = new Map<string, StepView>();
  for (const fact of facts) {
    if (fact.type === "step.retry.scheduled" && fact.hashedId !== undefined) {
      const before = steps.get(fact.hashedId);
      if (before !== undefined) steps.set(fact.hashedId, { ...before, status: "retrying", until: fact.until, error: fact.error });
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
  const known: StepView = before ?? { stepId, hashedId, kind: "run", status: "planned", since: t, attempts: 0 };
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
      return { ...open, status: "completed", endedAt: t, attempts: fact.attempt + 1 };
    case "step.failed":
      return {
        ...open,
        status: fact.retriable ? "retrying" : "failed",
        error: fact.error,
        ...(fact.retriable ? {} : { endedAt: t }),
        attempts: fact.attempt + 1,
      };
    case "invoke.ended":
      return "error" in fact.result
        ? { ...open, status: "failed", endedAt: t, error: fact.result.error }
        : { ...open, status: "completed", endedAt: t };
    case "gateway.ended":
    case "signal.matched":
    case "signal.timedout":
    case "wait.matched":
    case "wait.timedout":
    case "sleep.ended":
      return { ...open, status: "completed", endedAt: t };
    default:
      return before;
  }
}
