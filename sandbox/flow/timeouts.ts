// Timeouts: how long a run may wait for its first call, and how long it may take from then on (protocol.md 5.8).
// Promise: a run is cancelled at its deadline and not before (L6). A call in flight then goes on to its end in the app (L10).
// The real server is up to a second late; here a deadline is exact. A batch run has no start timeout (5.7).
import type { Instant } from "../log/facts.ts";
import type { TimeoutRule } from "../log/rules.ts";

export type Deadline = { readonly rule: TimeoutRule; readonly at: Instant };

/** The instants that a run's timeouts count from. `queuedAt`: when it could have started; `startedAt`: its first call. */
export type RunTimes = { readonly queuedAt: Instant; readonly startedAt?: Instant; readonly isBatch: boolean };

/** The present deadline: that of the start until the first call, then that of the finish. */
export function deadlineOf(rules: readonly TimeoutRule[], { queuedAt, startedAt, isBatch }: RunTimes): Deadline | undefined {
  const type = startedAt === undefined ? "timeout-start" : "timeout-finish";
  const rule = rules.find((each) => each.type === type);
  if (rule === undefined || (isBatch && type === "timeout-start")) return undefined;
  return { rule, at: (startedAt ?? queuedAt) + rule.ms };
}

export function isPassed({ at }: Deadline, now: Instant): boolean {
  return at <= now;
}
