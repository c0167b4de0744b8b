// Debounce: one run for many events, once they have been quiet for `period` (protocol.md 5.5).
// Promise: a run starts `period` after the last event of its key, and no later than `timeout` after the first; it gets the event
// with the newest `ts`. Each event that loses is a skip with its reason; none starts two runs, none disappears (L9).
// An event older by `ts` than the one kept changes nothing, as on the real server. Of equals, the later arrival is the newer.
// Exact where the real server is late by a second and a tick: what is due by now comes before what arrives now (L6).
import type { Instant, StoredEvent } from "../log/facts.ts";
import type { DebounceRule } from "../log/rules.ts";

/** An event that waits for quiet. `openedAt`: when the first event of this debounce came. */
export type Quiet = { readonly event: StoredEvent; readonly openedAt: Instant; readonly dueAt: Instant };
export type Debounces = { readonly open: { [bucket: string]: Quiet } };

/** `skips`: the event that starts no run because a newer one stands for it. */
export type DebounceVerdict =
  | { readonly type: "opens"; readonly dueAt: Instant }
  | { readonly type: "replaces"; readonly skips: StoredEvent; readonly dueAt: Instant }
  | { readonly type: "is-older"; readonly skips: StoredEvent; readonly newer: StoredEvent; readonly dueAt: Instant };

export function createDebounces(): Debounces {
  return { open: {} };
}

export function decideDebounce({ open }: Debounces, rule: DebounceRule, bucket: string, event: StoredEvent, now: Instant): DebounceVerdict {
  const quiet = open[bucket];
  if (quiet === undefined) return { type: "opens", dueAt: dueFrom(rule, now, now) };
  if (event.ts < quiet.event.ts) return { type: "is-older", skips: event, newer: quiet.event, dueAt: quiet.dueAt };
  return { type: "replaces", skips: quiet.event, dueAt: dueFrom(rule, quiet.openedAt, now) };
}

/** Folds that this event waits for quiet until `dueAt`, in place of the one that did. */
export function debounced({ open }: Debounces, bucket: string, event: StoredEvent, dueAt: Instant, now: Instant): void {
  open[bucket] = { event, dueAt, openedAt: open[bucket]?.openedAt ?? now };
}

/** The event whose quiet has lasted, if it has. */
export function quietSince({ open }: Debounces, bucket: string, now: Instant): StoredEvent | undefined {
  const quiet = open[bucket];
  return quiet !== undefined && quiet.dueAt <= now ? quiet.event : undefined;
}

/** Folds that the debounce is over: the next event opens another. */
export function debounceEnded({ open }: Debounces, bucket: string): void {
  delete open[bucket];
}

function dueFrom({ periodMs, timeoutMs }: DebounceRule, openedAt: Instant, now: Instant): Instant {
  const due = now + periodMs;
  return timeoutMs === undefined ? due : Math.max(now, Math.min(due, openedAt + timeoutMs));
}
