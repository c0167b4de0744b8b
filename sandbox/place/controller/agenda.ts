// What will happen without a press, in the words of the page's "next wake-up". The engine decides when and in what order.
import type { Upcoming } from "../../engine/engine.ts";
import type { Boundary } from "../../log/facts.ts";
import type { ClockView } from "../../session/lab-session.ts";

export type Due = NonNullable<ClockView["next"]>;

export function dueOf(next: Upcoming | undefined): Due | undefined {
  if (next === undefined) return undefined;
  const { at } = next;
  switch (next.type) {
    case "sleep":
      return { kind: "sleep", at, label: `"${next.stepId}" ends` };
    case "wait":
    case "signal":
    case "invoke":
      return { kind: "wait", at, label: `"${next.stepId}" times out` };
    case "retry":
      return { kind: "retry", at, label: next.stepId === undefined ? "the call is tried again" : `"${next.stepId}" is tried again` };
    case "start":
      return { kind: "event", at, label: "the run starts" };
    case "timeout":
      return { kind: "timeout", at, label: `a run of ${next.fn} is cancelled: it has taken too long` };
    case "throttle":
      return { kind: "throttle", at, label: "the next run may start" };
    case "cron":
      return { kind: "cron", at, label: `${next.fn} ticks` };
    case "batch":
      return { kind: "batch", at, label: `the batch goes to ${next.fn}` };
    case "debounce":
      return { kind: "debounce", at, label: `the event goes to ${next.fn}, if it stays quiet` };
  }
}

/** The boundary at which the run that is due next stands, when it sleeps or waits. */
export function standing(
  next: Upcoming | undefined,
): { readonly at: Boundary; readonly runId: string; readonly stepId: string } | undefined {
  switch (next?.type) {
    case "sleep":
      return { at: "in sleep", runId: next.runId, stepId: next.stepId };
    case "wait":
    case "signal":
    case "invoke":
      return { at: "in wait", runId: next.runId, stepId: next.stepId };
    default:
      return undefined;
  }
}
