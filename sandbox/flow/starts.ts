// Starts: whether a due call may go now, and which waiting call goes next (protocol.md 5.1, last line).
// Throttle and concurrency are decided together, because a call needs all its gates at once: a start without a free slot must not
// count for the throttle, and a throttled start must not keep a slot from others. Priority orders the calls that wait.
//
// How the core uses it:
//   - A due call: `decideStart`. "go": a fact says that the call was sent, and `started` folds it. "wait": a fact says that it is
//     queued, with the rule, and `queued` folds it.
//   - A call's end, of whatever kind: `ended` with its id. A run's end: `ended` with the run's id (rules with the unit `run`), and
//     `dequeued` for each of its calls that waits.
//   - Before anything else that is due: `nextStart`, until it names no call. The next alarm is `nextStartAt` at the latest.
//   - A function registered anew with other rules: its waiting calls are decided again, by `dequeued` and then `decideStart`.
import type { Instant } from "../log/facts.ts";
import { createBacklog, dequeue, enqueue, next, nextAt, released, type Backlog, type Gates, type Opening } from "./backlog.ts";
import { acquire, createSlots, isFree, release, type SlotGate, type Slots } from "./concurrency.ts";
import { allowedAt, createRateBuckets, recordStart, type RateBuckets } from "./gcra.ts";
import type { ConcurrencyRule, ThrottleRule } from "../log/rules.ts";
import { throttleRate, type ThrottleGate } from "./throttle.ts";

/** What a call must pass, slots before throttles. Plain data: a fact may carry it. */
export type Gate = { readonly rule: ConcurrencyRule | ThrottleRule; readonly bucket: string } & (SlotGate | ThrottleGate);

export type Starts = { readonly slots: Slots; readonly throttles: RateBuckets; readonly backlog: Backlog<Gate> };

/** `wait` names the first gate that is closed; `until` is known for a throttle alone. */
export type StartVerdict = { readonly type: "go" } | { readonly type: "wait"; readonly gate: Gate; readonly until?: Instant };

/** A call in the queue: `order` grows with arrival, `score` comes from the priority. */
export type WaitingCall = { readonly id: string; readonly score: number; readonly order: number; readonly gates: readonly Gate[] };
export type StartedCall = { readonly id: string; readonly callId: string; readonly runId: string; readonly gates: readonly Gate[] };

export function createStarts(): Starts {
  return { slots: createSlots(), throttles: createRateBuckets(), backlog: createBacklog() };
}

export function decideStart(starts: Starts, gates: readonly Gate[], now: Instant): StartVerdict {
  const { opening } = at(starts, now);
  for (const gate of gates) {
    const when = opening(gate);
    if (when !== "open") return { type: "wait", gate, ...(typeof when === "number" ? { until: when } : {}) };
  }
  return { type: "go" };
}

/** Folds that a call waits. */
export function queued(starts: Starts, { id, score, order, gates }: WaitingCall, now: Instant): void {
  enqueue(starts.backlog, { id, score, order }, gates, at(starts, now));
}

/** Folds that a call was sent: it acquires what its gates ask, and leaves the queue if it waited there. */
export function started(starts: Starts, { id, callId, runId, gates }: StartedCall, now: Instant): void {
  const slots = gates.filter(isSlot);
  const bucketsOf = (unit: ConcurrencyRule["unit"]): string[] => slots.flatMap((gate) => (gate.rule.unit === unit ? [gate.bucket] : []));
  acquire(starts.slots, callId, bucketsOf("step"));
  acquire(starts.slots, runId, bucketsOf("run"));
  for (const gate of gates) if (!isSlot(gate)) recordStart(starts.throttles, gate.bucket, throttleRate(gate.rule), now);
  dequeue(starts.backlog, id, at(starts, now));
}

/** Folds the end of a call, or of a run: it releases its slots. */
export function ended(starts: Starts, holder: string, now: Instant): void {
  for (const bucket of release(starts.slots, holder)) released(starts.backlog, bucket, at(starts, now));
}

/** Folds that a call waits no more. */
export function dequeued(starts: Starts, id: string, now: Instant): void {
  dequeue(starts.backlog, id, at(starts, now));
}

/** The waiting call that may go now: by score, then by arrival, among those whose gates are all open. */
export function nextStart(starts: Starts, now: Instant): string | undefined {
  return next(starts.backlog, now, at(starts, now));
}

/** When `nextStart` is worth asking again although nothing has happened. To be asked when it names no call. */
export function nextStartAt(starts: Starts, now: Instant): Instant | undefined {
  return nextAt(starts.backlog, at(starts, now));
}

function isSlot(gate: Gate): gate is Gate & SlotGate {
  return gate.rule.type === "concurrency";
}

function at(starts: Starts, now: Instant): Gates<Gate> {
  return { nameOf, bucketOf: (gate) => gate.bucket, opening: (gate) => openingOf(starts, gate, now) };
}

function openingOf({ slots, throttles }: Starts, gate: Gate, now: Instant): Opening {
  if (isSlot(gate)) return isFree(slots, gate) ? "open" : "when freed";
  const when = allowedAt(throttles, gate.bucket, throttleRate((gate as ThrottleGate).rule), now);
  return when <= now ? "open" : when;
}

// Functions that share a bucket may measure it by limits of their own: each limit is a gate.
function nameOf({ rule, bucket }: Gate): string {
  return JSON.stringify(rule.type === "concurrency" ? [rule.limit, bucket] : [rule.limit, rule.periodMs, rule.burst, bucket]);
}
