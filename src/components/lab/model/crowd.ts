// Many runs in one sentence, and one run that stands in line.
import type { Instant } from "../../../../sandbox/log/facts.ts";
import { inWords } from "../../../../sandbox/log/rules.ts";
import { count, roughly } from "./format.ts";
import type { Queued, RunStatus, RunView } from "./runs.ts";

/** Nearest to doing something first: the order in which states are counted and told. */
export const STATUSES: readonly RunStatus[] = [
  "running",
  "held",
  "queued",
  "retrying",
  "waiting",
  "sleeping",
  "completed",
  "failed",
  "cancelled",
];

/** How many runs are in each state; those that no run is in are left out. */
export function countsOf(runs: readonly RunView[]): ReadonlyMap<RunStatus, number> {
  const counts = new Map<RunStatus, number>();
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1);
  return new Map(STATUSES.flatMap((status) => (counts.has(status) ? [[status, counts.get(status) ?? 0]] : [])));
}

/** "40 runs: 5 running, 33 queued, 2 completed." */
export function saysCrowd(runs: readonly RunView[]): string {
  const told = [...countsOf(runs)].map(([status, many]) => `${many} ${status}`);
  return `${count(runs.length, "run")}: ${told.join(", ")}.`;
}

/** What a run stands in line for. */
export function whyQueued({ reason, rule }: Queued): string {
  if (rule !== undefined) return inWords(rule);
  switch (reason) {
    case "host":
      return "no host takes calls";
    case "future-event":
      return "its event is for later";
    case "cron":
      return "it is not yet time";
    default:
      return reason;
  }
}

export function saysQueuedRun({ n, queued }: RunView, now: Instant): string {
  if (queued === undefined) return `Run ${n} is queued.`;
  const start = queued.until === undefined ? "" : `, and goes on in ${roughly(queued.until - now)} at the earliest`;
  const waited = now > queued.since ? ` It has waited ${roughly(now - queued.since)}.` : "";
  return `Run ${n} is queued: ${whyQueued(queued)}${start}.${waited}`;
}
