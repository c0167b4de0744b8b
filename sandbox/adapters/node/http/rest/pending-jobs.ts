// What a run has yet to do, from its facts: v1 calls these the jobs of its queue (protocol.md 6.2). A job that is due at no
// known instant (it stands in a line, or waits for an event without a time of its own) has the instant at which it was put there.
import type { Fact, Instant } from "../../../../log/facts.ts";
import { formatIso } from "../../../../protocol/date.ts";

type Kind = "start" | "edge" | "edge-error" | "sleep" | "pause";
type Pending = { readonly at: Instant; readonly kind: Kind; readonly attempt: number };
export type Job = { readonly id: string; readonly at: string; readonly kind: Kind; readonly attempt: number; readonly position: number };

export function pendingJobs(facts: readonly Fact[]): readonly Job[] {
  const pending = new Map<string, Pending>();
  for (const fact of facts) fold(pending, fact);
  return [...pending]
    .sort(([, a], [, b]) => a.at - b.at)
    .map(([id, { at, kind, attempt }], position) => ({ id, at: formatIso(at), kind, attempt, position }));
}

function fold(pending: Map<string, Pending>, fact: Fact): void {
  switch (fact.type) {
    case "run.created":
      return void pending.set("start", { at: fact.startAt, kind: "start", attempt: 0 });
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      return pending.clear();
    case "call.sent":
      pending.delete("start");
      return void pending.set(fact.target, { at: fact.t, kind: "edge", attempt: fact.attempt });
    case "call.answered":
    case "call.failed":
      return forgetCalls(pending);
    case "step.retry.scheduled":
      return void pending.set(fact.target, { at: fact.until, kind: "edge-error", attempt: fact.attempt });
    case "run.queued":
      return "target" in fact ? inLine(pending, fact.target, "until" in fact ? fact.until : fact.t) : undefined;
    case "call.held":
      return inLine(pending, fact.target, fact.t);
    case "step.planned":
      return void pending.set(fact.hashedId, { at: fact.t, kind: "edge", attempt: 0 });
    default:
      return foldWaits(pending, fact);
  }
}

/** A call that is due and may not go yet; a run's first call is its start. */
function inLine(pending: Map<string, Pending>, target: string, at: Instant): void {
  const name = pending.has("start") ? "start" : target;
  const { kind = "edge", attempt = 0 } = pending.get(name) ?? {};
  pending.set(name, { at, kind, attempt });
}

function foldWaits(pending: Map<string, Pending>, fact: Fact): void {
  switch (fact.type) {
    case "sleep.started":
      return void pending.set(fact.hashedId, { at: fact.until, kind: "sleep", attempt: 0 });
    case "wait.registered":
    case "invoke.started":
    case "signal.registered":
      return void pending.set(fact.hashedId, { at: fact.until, kind: "pause", attempt: 0 });
    case "step.completed":
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
    case "signal.matched":
    case "signal.timedout":
      return void pending.delete(fact.hashedId);
    case "step.failed":
      return fact.retriable ? undefined : void pending.delete(fact.hashedId);
    default:
      return;
  }
}

/** A call of the whole function is done once it is answered; what it found stands in facts of its own. */
function forgetCalls(pending: Map<string, Pending>): void {
  if (pending.get("step")?.kind === "edge") pending.delete("step");
}
