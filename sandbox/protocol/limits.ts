// Limits of the protocol (protocol.md 5.14 and 2.1). Data only.
import { DAY_MS, HOUR_MS, SECOND_MS } from "./duration.ts";

const MEBIBYTE = 1024 * 1024;

export const LIMITS = {
  /** One event, as JSON. */
  eventBytes: 3 * MEBIBYTE,
  eventsPerRequest: 5000,
  eventNameLength: 255,
  metaBytes: 32 * 1024,
  sessionsPerEvent: 5,
  sessionsPerRun: 25,
  stepOutputBytes: 4 * MEBIBYTE,
  /** Arguments of a step, payload of an invoke, body of a request that the engine makes. */
  stepInputBytes: 4 * MEBIBYTE,
  responseBytes: 8 * MEBIBYTE,
  /** A call's body; above it, events and memo state are read on demand (2.9). */
  requestBytes: 4 * MEBIBYTE,
  stateBytes: 32 * MEBIBYTE,
  stepsPerRun: 1000,
  timeoutMs: 366 * DAY_MS,
  retryAfterMinMs: SECOND_MS,
  retryAfterMaxMs: 24 * HOUR_MS,
  retries: 20,
  defaultRetries: 4,
  triggers: 10,
  cancelOn: 5,
  defersPerRun: 20,
  /** Of one defer, and of all defers of a run together. */
  deferInputBytes: 4 * MEBIBYTE,
  concurrencyEntries: 2,
  /** How long a run's event id keeps a second run of the same function away (4.3). */
  idempotencyMs: 24 * HOUR_MS,
  /** An invoke without a timeout of its own waits this long (5.11). */
  invokeTimeoutMs: 365 * DAY_MS,
} as const;
