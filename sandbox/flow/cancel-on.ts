// CancelOn: events that end a run (protocol.md 5.8).
// Promise: an event cancels each unfinished run that listens for its name, was created before it, is still within the rule's
// time, and whose `if` holds for both events. A run listens from its creation to its end, also while it waits to start.
// An event is newer than a run when its ULID is later. ULIDs of one millisecond have no order: there the later arrival is the newer
// (as L7 has it for waits).
// Cost: an event is compared with the runs that listen for its name and no others.
import type { Instant } from "../log/facts.ts";
import { DAY_MS } from "../protocol/duration.ts";
import { ulidTime } from "../protocol/ulid.ts";
import type { CancelRule } from "../log/rules.ts";

const VALID_MS = 365 * DAY_MS;

/** Which runs listen for which event, with their rules. */
export type Cancels = { readonly listeners: { [event: string]: { [runId: string]: readonly CancelRule[] } } };

export type CancelCandidate = { readonly runId: string; readonly rules: readonly CancelRule[] };
/** `startAt`: when the run was to start at the earliest. */
export type Listener = { readonly runId: string; readonly startAt: Instant };

export function createCancels(): Cancels {
  return { listeners: {} };
}

/** Folds a run's creation. Not to be called for batch runs, which have no cancelOn (5.7). */
export function subscribed({ listeners }: Cancels, runId: string, rules: readonly CancelRule[]): void {
  for (const { event } of rules) (listeners[nameOf(event)] ??= {})[runId] = rules.filter((rule) => rule.event === event);
}

/** Folds a run's end. */
export function unsubscribed({ listeners }: Cancels, runId: string, rules: readonly CancelRule[]): void {
  for (const { event } of rules) {
    const runs = listeners[nameOf(event)];
    if (runs === undefined) continue;
    delete runs[runId];
    if (isEmpty(runs)) delete listeners[nameOf(event)];
  }
}

/** The runs that an event of this name may cancel, first created first. */
export function candidatesFor({ listeners }: Cancels, event: string): readonly CancelCandidate[] {
  return Object.entries(listeners[nameOf(event)] ?? {}).map(([runId, rules]) => ({ runId, rules }));
}

/** The first rule by which the event ends the run. `holds` evaluates an `if` over both events; an error counts as no match (5.13). */
export function cancelledBy(
  rules: readonly CancelRule[],
  run: Listener,
  event: { readonly eventId: string; readonly name: string },
  now: Instant,
  holds: (expression: string) => boolean,
): CancelRule | undefined {
  if (ulidTime(event.eventId) < ulidTime(run.runId)) return undefined;
  return rules.find(
    (rule) => rule.event === event.name && now < run.startAt + (rule.timeoutMs ?? VALID_MS) && (rule.if === undefined || holds(rule.if)),
  );
}

function isEmpty(runs: object): boolean {
  for (const _ in runs) return false;
  return true;
}

// Event names come from outside. The prefix keeps a name such as "constructor" apart from the properties that every object has.
function nameOf(event: string): string {
  return `=${event}`;
}
