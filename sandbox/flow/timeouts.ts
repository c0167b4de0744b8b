// Timeouts: how long a run may wait for its first call, and how long it may take from then on (protocol.md 5.8).
// Promise: a run is cancelled at its deadline, neither before (L6) nor, unless it is within a step (L10), after it.
// The real server is up to a second late; here a deadline is exact. A batch run has no start timeout (5.7).
import type { Instant } from "../log/facts.ts";
import type { TimeoutRule } from "../log/rules.ts";

export type Deadline = { readonly rule: TimeoutRule; readonly at: Instant };

/** What a run's timeouts are measured by. `queuedAt`: when it could have started; `startedAt`: its first call. */
export type RunTimes = { readonly queuedAt: Instant; readonly startedAt?: Instant; readonly isBatch: boolean };

/** The deadline that stands now: the start's until the first call, then the finish's. */
export function deadlineOf(rules: readonly TimeoutRule[], { queuedAt, startedAt, isBatch }: RunTimes): Deadline | undefined {
  const type = startedAt === undefined ? "timeout-start" : "timeout-finish";
  const rule = rules.find((each) => each.type === type);
  if (rule === undefined || (isBatch && type === "timeout-start")) return undefined;
  return { rule, at: (startedAt ?? queuedAt) + rule.ms };
}

export function isPassed({ at }: Deadline, now: Instant): boolean {
  return at <= now;
}
