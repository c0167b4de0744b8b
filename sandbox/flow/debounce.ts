// Debounce: one run for many events, once no event has come for `period` (protocol.md 5.5).
// Promise: a run starts `period` after the last event of its key, and no later than `timeout` after the first. It gets the event
// with the newest `ts`. Each other event is skipped with a fact that says why; none starts two runs, none disappears (L9).
// An event with an older `ts` than the one kept changes nothing, as on the real server. Of equal ones the later arrival is the newer.
// The run starts at the due time itself, where the real server is up to a second late: what is due comes before what arrives (L6).
import type { Instant, StoredEvent } from "../log/facts.ts";
import type { DebounceRule } from "../log/rules.ts";

/** The event that a debounce keeps. `openedAt`: when the first event of this debounce came. */
export type Debounced = { readonly event: StoredEvent; readonly openedAt: Instant; readonly dueAt: Instant };
export type Debounces = { readonly open: { [bucket: string]: Debounced } };

/** `skips`: the event that starts no run because a newer one takes its place. */
export type DebounceVerdict =
  | { readonly type: "opens"; readonly dueAt: Instant }
  | { readonly type: "replaces"; readonly skips: StoredEvent; readonly dueAt: Instant }
  | { readonly type: "is-older"; readonly skips: StoredEvent; readonly newer: StoredEvent; readonly dueAt: Instant };

export function createDebounces(): Debounces {
  return { open: {} };
}

export function decideDebounce({ open }: Debounces, rule: DebounceRule, bucket: string, event: StoredEvent, now: Instant): DebounceVerdict {
  const kept = open[bucket];
  if (kept === undefined) return { type: "opens", dueAt: dueFrom(rule, now, now) };
  if (event.ts < kept.event.ts) return { type: "is-older", skips: event, newer: kept.event, dueAt: kept.dueAt };
  return { type: "replaces", skips: kept.event, dueAt: dueFrom(rule, kept.openedAt, now) };
}

/** Folds that the debounce keeps this event until `dueAt`, in place of the one that it kept before. */
export function debounced({ open }: Debounces, bucket: string, event: StoredEvent, dueAt: Instant, now: Instant): void {
  open[bucket] = { event, dueAt, openedAt: open[bucket]?.openedAt ?? now };
}

/** The event that a debounce has kept to its due time, if it has. */
export function eventDue({ open }: Debounces, bucket: string, now: Instant): StoredEvent | undefined {
  const kept = open[bucket];
  return kept !== undefined && kept.dueAt <= now ? kept.event : undefined;
}

/** Folds that the debounce has ended: the next event opens another. */
export function debounceEnded({ open }: Debounces, bucket: string): void {
  delete open[bucket];
}

function dueFrom({ periodMs, timeoutMs }: DebounceRule, openedAt: Instant, now: Instant): Instant {
  const due = now + periodMs;
  return timeoutMs === undefined ? due : Math.max(now, Math.min(due, openedAt + timeoutMs));
}
