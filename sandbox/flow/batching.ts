// Batching: one run for several events (protocol.md 5.7, corrections E).
// Promise: a batch goes when it is full, when it has grown to 10 MiB, or `timeout` after its first event, whichever is first;
// every event is in one batch, in order of arrival. An event that `if` does not let in runs alone and at once.
// The timeout is counted from the first event and does not move. A batch ignores future `ts`, has no cancelOn and no start timeout.
import type { Instant, StoredEvent } from "../log/facts.ts";
import type { BatchRule } from "../log/rules.ts";

export const BATCH_BYTES = 10 * 1024 * 1024;

export type Batch = { readonly events: StoredEvent[]; readonly dueAt: Instant; bytes: number };
export type Batches = { readonly open: { [bucket: string]: Batch } };

/** `waits`: until the batch goes at the latest. `fills`: this event is the last one, and the batch goes with it. */
export type BatchVerdict =
  | { readonly type: "alone" }
  | { readonly type: "waits"; readonly dueAt: Instant; readonly size: number }
  | { readonly type: "fills"; readonly why: "size" | "bytes"; readonly dueAt: Instant; readonly size: number };

export function createBatches(): Batches {
  return { open: {} };
}

/** `isWanted`: what the rule's `if` says of this event; an `if` that cannot be evaluated says no. `bytes`: the event's, as JSON. */
export function decideBatch(
  { open }: Batches,
  rule: BatchRule,
  bucket: string,
  event: { readonly isWanted: boolean; readonly bytes: number },
  now: Instant,
): BatchVerdict {
  if (!event.isWanted) return { type: "alone" };
  const batch = open[bucket];
  const size = (batch?.events.length ?? 0) + 1;
  const dueAt = batch?.dueAt ?? now + rule.timeoutMs;
  if (size >= rule.maxSize) return { type: "fills", why: "size", dueAt, size };
  if ((batch?.bytes ?? 0) + event.bytes >= BATCH_BYTES) return { type: "fills", why: "bytes", dueAt, size };
  return { type: "waits", dueAt, size };
}

/** Folds that this event is in the batch. */
export function batched({ open }: Batches, bucket: string, event: StoredEvent, bytes: number, dueAt: Instant): void {
  const batch = (open[bucket] ??= { events: [], dueAt, bytes: 0 });
  batch.events.push(event);
  batch.bytes += bytes;
}

/** The events of a batch: those of its run, once it goes. */
export function eventsOfBatch({ open }: Batches, bucket: string): readonly StoredEvent[] {
  return open[bucket]?.events ?? [];
}

/** Whether the batch's time has come. */
export function isBatchDue({ open }: Batches, bucket: string, now: Instant): boolean {
  const batch = open[bucket];
  return batch !== undefined && batch.dueAt <= now;
}

/** Folds that the batch has gone. */
export function batchEnded({ open }: Batches, bucket: string): void {
  delete open[bucket];
}
