// How long to wait before the next attempt (protocol.md 5.9). Pure: chance comes in as a draw.
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./duration.ts";

const TABLE_MS = [
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  40 * MINUTE_MS,
  HOUR_MS,
];
const LONGEST_MS = 2 * HOUR_MS;
const JITTER_MS = 30 * SECOND_MS;

/** Milliseconds to wait after the failure of the 0-based `attempt`; `draw` in [0, 1) spreads it over up to 30 s more. */
export function backoffMs(attempt: number, draw: number): number {
  return (TABLE_MS[attempt] ?? LONGEST_MS) + Math.floor(draw * JITTER_MS);
}
