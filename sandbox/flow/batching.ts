// Batching: one run for several events (protocol.md 5.7, corrections E).
// Promise: a batch closes when it is full, when it has grown to 10 MiB, or `timeout` after its first event, whichever comes first.
// Every event is in one batch, in order of arrival. An event that does not pass the rule's `if` runs alone and at once.
// Later events do not move the timeout. A batch ignores a `ts` in the future, and has neither cancelOn nor a start timeout.
import type { Instant, StoredEvent } from "../log/facts.ts";
import type { BatchRule } from "../log/rules.ts";

export const BATCH_BYTES = 10 * 1024 * 1024;

export type Batch = { readonly events: StoredEvent[]; readonly dueAt: Instant; bytes: number };
export type Batches = { readonly open: { [bucket: string]: Batch } };

/** `waits`: the batch closes at `dueAt` at the latest. `fills`: the batch closes with this event. */
export type BatchVerdict =
  | { readonly type: "alone" }
  | { readonly type: "waits"; readonly dueAt: Instant; readonly size: number }
  | { readonly type: "fills"; readonly why: "size" | "bytes"; readonly dueAt: Instant; readonly size: number };

export function createBatches(): Batches {
  return { open: {} };
}

/** `isWanted`: whether the event passes the rule's `if`; an `if` that cannot be evaluated lets nothing pass. `bytes`: the event's size as JSON. */
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

/** Folds that the event has joined the batch. */
export function batched({ open }: Batches, bucket: string, event: StoredEvent, bytes: number, dueAt: Instant): void {
  const batch = (open[bucket] ??= { events: [], dueAt, bytes: 0 });
  batch.events.push(event);
  batch.bytes += bytes;
}

/** The events of an open batch, which its run will get. */
export function eventsOfBatch({ open }: Batches, bucket: string): readonly StoredEvent[] {
  return open[bucket]?.events ?? [];
}

/** Whether the batch's timeout has passed. */
export function isBatchDue({ open }: Batches, bucket: string, now: Instant): boolean {
  const batch = open[bucket];
  return batch !== undefined && batch.dueAt <= now;
}

/** Folds that the batch is closed. */
export function batchEnded({ open }: Batches, bucket: string): void {
  delete open[bucket];
}
