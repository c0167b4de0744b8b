// Pace: the generic cell rate algorithm behind throttle and rate limit (protocol.md 5.3, 5.4), for any number of buckets.
// Promise: of the starts that it lets go, any stretch of time W holds at most `capacity` + W · limit / period.
// Asking changes nothing; only a start that was recorded spends. Exact: times stay whole milliseconds, intervals are compared
// as fractions, so a thousand starts of 1000 / 7 ms drift by nothing.
// L6, L9. Cost: constant per question; paid-off buckets are swept out once they may be the greater part.
import type { Instant } from "../log/facts.ts";

/** One start per `periodMs / limit`; after a rest up to `capacity` of them at once. */
export type Pace = { readonly limit: number; readonly periodMs: number; readonly capacity: number };

/** What a bucket owes: `used` intervals of `periodMs / limit`, counted from `at`. */
type Debt = { readonly at: Instant; readonly used: number; readonly limit: number; readonly periodMs: number };

export type Paces = { readonly debts: { [bucket: string]: Debt }; size: number; sweepAt: number };

const FEWEST_SWEPT = 64;

export function createPaces(): Paces {
  return { debts: {}, size: 0, sweepAt: FEWEST_SWEPT };
}

/** When the bucket lets the next start go: `now`, or a later whole millisecond. */
export function opensAt(paces: Paces, bucket: string, pace: Pace, now: Instant): Instant {
  const { at, used } = owed(paces.debts[bucket], pace, now);
  return Math.max(now, at + Math.ceil(((used + 1 - pace.capacity) * pace.periodMs) / pace.limit));
}

/** Folds one start at `now`. */
export function spend(paces: Paces, bucket: string, pace: Pace, now: Instant): void {
  const { at, used } = owed(paces.debts[bucket], pace, now);
  if (paces.debts[bucket] === undefined) paces.size += 1;
  paces.debts[bucket] = { at, used: used + 1, limit: pace.limit, periodMs: pace.periodMs };
  if (paces.size >= paces.sweepAt) sweep(paces, now);
}

function owed(debt: Debt | undefined, pace: Pace, now: Instant): { readonly at: Instant; readonly used: number } {
  if (debt === undefined || isPaid(debt, now)) return { at: now, used: 0 };
  if (debt.limit === pace.limit && debt.periodMs === pace.periodMs) return debt;
  // The function was registered anew with another rule: what is owed stays owed.
  return { at: debt.at + Math.ceil((debt.used * debt.periodMs) / debt.limit), used: 0 };
}

function isPaid({ at, used, limit, periodMs }: Debt, now: Instant): boolean {
  return used * periodMs <= (now - at) * limit;
}

function sweep(paces: Paces, now: Instant): void {
  for (const [bucket, debt] of Object.entries(paces.debts)) {
    if (!isPaid(debt, now)) continue;
    delete paces.debts[bucket];
    paces.size -= 1;
  }
  paces.sweepAt = Math.max(FEWEST_SWEPT, 2 * paces.size);
}
