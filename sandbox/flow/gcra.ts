// GCRA, the generic cell rate algorithm, behind throttle and rate limit (protocol.md 5.3, 5.4), for any number of buckets.
// Promise: any stretch of time W holds at most `capacity` + W · limit / period of the starts that it allows.
// Asking changes nothing; only a recorded start counts. Times stay whole milliseconds and intervals are compared as fractions, so
// that a thousand starts of 1000 / 7 ms do not drift.
// L6, L9. Cost: constant per question. Buckets that limit nothing any more are removed once they may be the greater part.
import type { Instant } from "../log/facts.ts";

/** One start per emission interval of `periodMs / limit`; after a rest up to `capacity` of them at once. */
export type Rate = { readonly limit: number; readonly periodMs: number; readonly capacity: number };

/** A bucket's theoretical arrival time, kept as a fraction: `used` emission intervals of `periodMs / limit` after `at`. */
type ArrivalTime = { readonly at: Instant; readonly used: number; readonly limit: number; readonly periodMs: number };

export type RateBuckets = { readonly arrivals: { [bucket: string]: ArrivalTime }; size: number; sweepAt: number };

const LEAST_SWEPT = 64;

export function createRateBuckets(): RateBuckets {
  return { arrivals: {}, size: 0, sweepAt: LEAST_SWEPT };
}

/** When the bucket allows the next start: `now`, or a later whole millisecond. */
export function allowedAt(buckets: RateBuckets, bucket: string, rate: Rate, now: Instant): Instant {
  const { at, used } = arrivalTime(buckets.arrivals[bucket], rate, now);
  return Math.max(now, at + Math.ceil(((used + 1 - rate.capacity) * rate.periodMs) / rate.limit));
}

/** Folds one start at `now`. */
export function recordStart(buckets: RateBuckets, bucket: string, rate: Rate, now: Instant): void {
  const { at, used } = arrivalTime(buckets.arrivals[bucket], rate, now);
  if (buckets.arrivals[bucket] === undefined) buckets.size += 1;
  buckets.arrivals[bucket] = { at, used: used + 1, limit: rate.limit, periodMs: rate.periodMs };
  if (buckets.size >= buckets.sweepAt) sweep(buckets, now);
}

function arrivalTime(known: ArrivalTime | undefined, rate: Rate, now: Instant): { readonly at: Instant; readonly used: number } {
  if (known === undefined || isPast(known, now)) return { at: now, used: 0 };
  if (known.limit === rate.limit && known.periodMs === rate.periodMs) return known;
  // The function was registered anew with another rule: the arrival time stays, counted from now on by the new interval.
  return { at: known.at + Math.ceil((known.used * known.periodMs) / known.limit), used: 0 };
}

function isPast({ at, used, limit, periodMs }: ArrivalTime, now: Instant): boolean {
  return used * periodMs <= (now - at) * limit;
}

function sweep(buckets: RateBuckets, now: Instant): void {
  for (const [bucket, arrival] of Object.entries(buckets.arrivals)) {
    if (!isPast(arrival, now)) continue;
    delete buckets.arrivals[bucket];
    buckets.size -= 1;
  }
  buckets.sweepAt = Math.max(LEAST_SWEPT, 2 * buckets.size);
}
