// Rate limit and idempotency: how many events start a run (protocol.md 5.4). An event over the limit is skipped, with a fact.
// Promise: `floor(limit / 10) + 1` runs at once after a rest, then one per `period / limit`. This is the real server's rule, and
// lets fewer runs start than its name says. Idempotency is one run per key in 24 h. A key of `false` is not limited; batches are
// not asked. In Python and TypeScript alike `idempotency` replaces a `rateLimit` that is given beside it. L9.
import type { Instant } from "../log/facts.ts";
import { DAY_MS } from "../protocol/duration.ts";
import { bucketOf, isOff, type Evaluated } from "./keys.ts";
import { allowedAt, recordStart, type Rate, type RateBuckets } from "./gcra.ts";
import type { IdempotencyRule, RateLimitRule } from "../log/rules.ts";

export type AdmissionRule = RateLimitRule | IdempotencyRule;

/** `admit` with a bucket: the run's fact must record it, since it counts. `skip`: the next event is admitted from `until` on. */
export type Admission =
  { readonly type: "admit"; readonly bucket?: string } | { readonly type: "skip"; readonly bucket: string; readonly until: Instant };

export function decideAdmission(
  buckets: RateBuckets,
  rule: AdmissionRule,
  fn: string,
  key: Evaluated | undefined,
  now: Instant,
): Admission {
  if (isOff(key)) return { type: "admit" };
  const bucket = bucketOf(fn, key);
  const until = allowedAt(buckets, bucket, admissionRate(rule), now);
  return until <= now ? { type: "admit", bucket } : { type: "skip", bucket, until };
}

/** Folds the start of a run that `decideAdmission` admitted with this bucket. */
export function admitted(buckets: RateBuckets, rule: AdmissionRule, bucket: string, now: Instant): void {
  recordStart(buckets, bucket, admissionRate(rule), now);
}

function admissionRate(rule: AdmissionRule): Rate {
  if (rule.type === "idempotency") return { limit: 1, periodMs: DAY_MS, capacity: 1 };
  return { limit: rule.limit, periodMs: rule.periodMs, capacity: Math.floor(rule.limit / 10) + 1 };
}
