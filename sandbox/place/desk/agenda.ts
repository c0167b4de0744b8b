// What will happen by itself, and when: read from the facts, for the learner's "next wake-up". The engine keeps its own.
import type { Boundary, Fact } from "../../log/facts.ts";
import type { ClockView } from "../../session/lab-session.ts";

export type Due = NonNullable<ClockView["next"]>;

export interface Agenda {
  see(fact: Fact): void;
  /** The earliest, if there is any. */
  next(): Due | undefined;
  /** The boundary at which the run that is due next stands, when it sleeps or waits. */
  standing(): { readonly at: Boundary; readonly runId: string; readonly stepId: string } | undefined;
}

type Entry = Due & { readonly runId: string; readonly stepId?: string };

export function createAgenda(): Agenda {
  const dues = new Map<string, Entry>();
  const add = (runId: string, what: string, due: Omit<Entry, "runId">): void => void dues.set(`${runId}\n${what}`, { ...due, runId });
  const drop = (runId: string, what: string): void => void dues.delete(`${runId}\n${what}`);
  const dropRun = (runId: string): void => {
    for (const [key, due] of dues) if (due.runId === runId) dues.delete(key);
  };

  function see(fact: Fact): void {
    switch (fact.type) {
      case "sleep.started":
        return add(fact.runId, fact.hashedId, { kind: "sleep", at: fact.until, stepId: fact.stepId, label: `"${fact.stepId}" ends` });
      case "wait.registered":
        return add(fact.runId, fact.hashedId, { kind: "wait", at: fact.until, stepId: fact.stepId, label: `"${fact.stepId}" times out` });
      case "invoke.started":
        return add(fact.runId, fact.hashedId, { kind: "wait", at: fact.until, stepId: fact.stepId, label: `"${fact.stepId}" times out` });
      case "sleep.ended":
      case "wait.matched":
      case "wait.timedout":
      case "invoke.ended":
        return drop(fact.runId, fact.hashedId);
      case "step.retry.scheduled":
        return add(fact.runId, `retry ${fact.target}`, {
          kind: "retry",
          at: fact.until,
          label: fact.stepId === undefined ? "the call is tried again" : `"${fact.stepId}" is tried again`,
        });
      case "call.sent":
        return drop(fact.runId, `retry ${fact.target}`);
      case "run.queued":
        // Whoever waits for a slot has no time of its own.
        return fact.reason === "concurrency"
          ? undefined
          : add(fact.runId, "start", { kind: "event", at: fact.until, label: "the run starts" });
      case "run.started":
        return drop(fact.runId, "start");
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
        return dropRun(fact.runId);
    }
  }

  function first(): Entry | undefined {
    let earliest: Entry | undefined;
    for (const due of dues.values()) if (earliest === undefined || due.at < earliest.at) earliest = due;
    return earliest;
  }

  return {
    see,
    next: () => {
      const due = first();
      return due && { kind: due.kind, at: due.at, label: due.label };
    },
    standing: () => {
      const due = first();
      if (due?.stepId === undefined) return undefined;
      return { at: due.kind === "sleep" ? "in sleep" : "in wait", runId: due.runId, stepId: due.stepId };
    },
  };
}
