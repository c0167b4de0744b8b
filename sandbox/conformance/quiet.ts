// When a place whose time flows has come to rest, read from its log: no call is open, and whatever is unfinished waits for time,
// an event or a press. A batch of facts carries the calls that follow from it, so there is no moment that only looks like rest.
import type { Fact, FactOf } from "../log/facts.ts";
import type { PlaceView } from "../session/lab-session.ts";

/** Runs that have not ended. */
export function openRuns(log: readonly Fact[]): readonly FactOf<"run.created">[] {
  const open = new Map<string, FactOf<"run.created">>();
  for (const fact of log) {
    if (fact.type === "run.created") open.set(fact.runId, fact);
    if (fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") open.delete(fact.runId);
  }
  return [...open.values()];
}

export function isQuiet(log: readonly Fact[], place: PlaceView): boolean {
  const { held, clock, callsInFlight } = place;
  const { calls, waits, invokes } = pending(log);
  if (calls > held.length || callsInFlight > held.length) return false;
  if (clock.next !== undefined && clock.next.kind !== "held" && clock.next.at <= clock.now) return false;
  const open = openRuns(log).map((run) => run.runId);
  const rests = open.filter((runId) => waits.has(runId) || held.some((hold) => hold.runId === runId));
  // An invoker rests on the run that it invoked.
  return open.every((runId) => rests.includes(runId) || (invokes.has(runId) && rests.length > 0));
}

/** How many calls are open, and which runs wait for time or an event, or for another run. */
function pending(log: readonly Fact[]): {
  readonly calls: number;
  readonly waits: ReadonlySet<string>;
  readonly invokes: ReadonlySet<string>;
} {
  const calls = new Set<string>();
  const waits = new Map<string, string>();
  const invokes = new Map<string, string>();
  for (const fact of log) {
    switch (fact.type) {
      case "engine.restarted":
        calls.clear();
        break;
      case "call.sent":
        calls.add(fact.callId);
        waits.delete(`${fact.runId} ${fact.target}`);
        break;
      case "call.answered":
      case "call.failed":
      case "call.ignored":
        calls.delete(fact.callId);
        break;
      case "sleep.started":
      case "wait.registered":
      case "signal.registered":
        waits.set(`${fact.runId} ${fact.hashedId}`, fact.runId);
        break;
      case "sleep.ended":
      case "wait.matched":
      case "wait.timedout":
      case "signal.matched":
      case "signal.timedout":
        waits.delete(`${fact.runId} ${fact.hashedId}`);
        break;
      case "step.retry.scheduled":
        waits.set(`${fact.runId} ${fact.target}`, fact.runId);
        break;
      case "run.queued":
        waits.set(`${fact.runId} ${"target" in fact ? fact.target : "step"}`, fact.runId);
        break;
      case "invoke.started":
        invokes.set(fact.hashedId, fact.runId);
        break;
      case "invoke.ended":
        invokes.delete(fact.hashedId);
        break;
    }
  }
  return { calls: calls.size, waits: new Set(waits.values()), invokes: new Set(invokes.values()) };
}
