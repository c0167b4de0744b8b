// Who listens to an event: functions by their triggers, open waits, and runs that it cancels.
// L7. A wait matches only events received after it was registered; one event may resume many runs.
import { evaluate, type ExpressionScope } from "../expr/expr.ts";
import type { Instant } from "../../log/facts.ts";
import type { CancelRule } from "../../log/rules.ts";
import { cancelledBy, candidatesFor } from "../../flow/cancel-on.ts";
import type { WireEvent } from "../../protocol/events.ts";
import { matchesEventName } from "../../protocol/register.ts";
import { asWireEvent } from "./finish.ts";
import type { EngineState, Fn, WaitKey } from "./state.ts";

/** `cancels`: runs that the event cancels, with the rule that says so (protocol.md 5.8). */
export type Listeners = {
  readonly functions: readonly Fn[];
  readonly waits: readonly WaitKey[];
  readonly cancels: readonly { readonly runId: string; readonly rule: CancelRule }[];
};

export function listenersOf(state: EngineState, event: WireEvent, eventId: string, now: Instant): Listeners {
  return {
    functions: [...state.functions.values()].filter((fn) => isTriggered(fn, event, now)),
    waits: openWaits(state, event, now),
    cancels: cancelled(state, event, eventId, now),
  };
}

export function isHeard({ functions, waits, cancels }: Listeners): boolean {
  return functions.length + waits.length + cancels.length > 0;
}

function cancelled(state: EngineState, event: WireEvent, eventId: string, now: Instant): Listeners["cancels"] {
  return candidatesFor(state.flow.cancels, event.name).flatMap(({ runId, rules }) => {
    const run = state.runs.get(runId);
    const first = run?.events[0];
    if (run === undefined || first === undefined) return [];
    const scope = { event: asWireEvent(first), async: event, now };
    const rule = cancelledBy(rules, run, { eventId, name: event.name }, now, (expression) => holds(expression, scope));
    return rule === undefined ? [] : [{ runId, rule }];
  });
}

// One event starts at most one run of a function, however many of its triggers match (protocol.md 5.1).
function isTriggered(fn: Fn, event: WireEvent, now: Instant): boolean {
  return fn.triggers.some(
    (trigger) => trigger.type === "event" && matchesEventName(trigger.event, event.name) && holds(trigger.expression, { event, now }),
  );
}

function openWaits(state: EngineState, event: WireEvent, now: Instant): readonly WaitKey[] {
  const waiters = [...(state.waits.get(event.name)?.values() ?? [])];
  return waiters.filter(({ runId, hashedId }) => {
    const run = state.runs.get(runId);
    const pending = run?.pending.get(hashedId);
    const first = run?.events[0];
    if (pending?.type !== "wait") return false;
    return holds(pending.expr, first === undefined ? { async: event, now } : { event: asWireEvent(first), async: event, now });
  });
}

// An error while evaluating is no match (protocol.md 5.13).
function holds(expression: string | undefined, scope: ExpressionScope): boolean {
  return expression === undefined || evaluate(expression, scope);
}
