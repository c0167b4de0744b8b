// Rate limit and idempotency: how many events start a run (protocol.md 5.4). What is over the limit is skipped, with a fact.
// Promise: `floor(limit / 10) + 1` runs at once after a rest, then one per `period / limit`: the real server's rule, which is
// less than the name says. Idempotency is one run per key and 24 h. A key of `false` is not limited; batches are not asked.
// Python and TypeScript alike: `idempotency` stands in for a `rateLimit` given beside it. L9.
import type { Instant } from "../log/facts.ts";
import { DAY_MS } from "../protocol/duration.ts";
import { bucketOf, isOff, type Evaluated } from "./keys.ts";
import { opensAt, spend, type Pace, type Paces } from "./pace.ts";
import type { IdempotencyRule, RateLimitRule } from "../log/rules.ts";

export type AdmissionRule = RateLimitRule | IdempotencyRule;

/** `admit` with a bucket is to be recorded with the run: it spends. `skip`: the next would be let in at `until`. */
export type Admission =
  { readonly type: "admit"; readonly bucket?: string } | { readonly type: "skip"; readonly bucket: string; readonly until: Instant };

export function decideAdmission(paces: Paces, rule: AdmissionRule, fn: string, key: Evaluated | undefined, now: Instant): Admission {
  if (isOff(key)) return { type: "admit" };
  const bucket = bucketOf(fn, key);
  const until = opensAt(paces, bucket, admissionPace(rule), now);
  return until <= now ? { type: "admit", bucket } : { type: "skip", bucket, until };
}

/** Folds the start of a run that `decideAdmission` admitted with this bucket. */
export function admitted(paces: Paces, rule: AdmissionRule, bucket: string, now: Instant): void {
  spend(paces, bucket, admissionPace(rule), now);
}

function admissionPace(rule: AdmissionRule): Pace {
  if (rule.type === "idempotency") return { limit: 1, periodMs: DAY_MS, capacity: 1 };
  return { limit: rule.limit, periodMs: rule.periodMs, capacity: Math.floor(rule.limit / 10) + 1 };
}
