// Who listens to an event: functions by their triggers, and waits that are open now.
// L7. A wait matches only events received after it was registered; one event may resume many runs.
import { evaluate, type ExpressionScope } from "../expr/expr.ts";
import type { WireEvent } from "../../protocol/events.ts";
import { matchesEventName } from "../../protocol/register.ts";
import { asSeen } from "./finish.ts";
import type { EngineState, Fn, WaitKey } from "./state.ts";

export type Listeners = { readonly functions: readonly Fn[]; readonly waits: readonly WaitKey[] };

export function listenersOf(state: EngineState, event: WireEvent): Listeners {
  return { functions: [...state.functions.values()].filter((fn) => isTriggered(fn, event)), waits: openWaits(state, event) };
}

// One event starts at most one run of a function, however many of its triggers match (protocol.md 5.1).
function isTriggered(fn: Fn, event: WireEvent): boolean {
  return fn.triggers.some(
    (trigger) => trigger.type === "event" && matchesEventName(trigger.event, event.name) && holds(trigger.expression, { event }),
  );
}

function openWaits(state: EngineState, event: WireEvent): readonly WaitKey[] {
  const waiters = [...(state.waits.get(event.name)?.values() ?? [])];
  return waiters.filter(({ runId, hashedId }) => {
    const run = state.runs.get(runId);
    const pending = run?.pending.get(hashedId);
    const first = run?.events[0];
    if (pending?.type !== "wait") return false;
    return holds(pending.expr, first === undefined ? { async: event } : { event: asSeen(first), async: event });
  });
}

// An error while evaluating is no match (protocol.md 5.13).
function holds(expression: string | undefined, scope: ExpressionScope): boolean {
  return expression === undefined || evaluate(expression, scope);
}
