// What the learner reads on coming back: how long they were away, and what their run did meanwhile.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { Instant } from "../../../../sandbox/log/facts.ts";
import { roughly } from "./format.ts";
import { pendingOf, type RunView } from "./runs.ts";

/** `since`: the last `seq` that this page had seen before; an absence older than that has been told. */
export function saysAway(facts: readonly Fact[], runs: readonly RunView[], now: Instant, since: number): string | undefined {
  const away = facts.findLast((fact) => fact.type === "time.away" && fact.seq > since);
  if (away?.type !== "time.away") return undefined;
  const run = runs.at(-1);
  const head = `You were away ${roughly(away.ms)}.`;
  if (run === undefined) return head;
  const next = pendingOf(run);
  switch (run.status) {
    case "asleep":
      return `${head} Your run slept on: ${roughly((next?.until ?? now) - now)} left.`;
    case "waiting":
      return `${head} Your run still waits: ${roughly((next?.until ?? now) - now)} left.`;
    case "retrying":
      return `${head} Your run's next attempt is due in ${roughly((next?.until ?? now) - now)}.`;
    case "completed":
      return run.endSeq !== undefined && run.endSeq > away.seq ? `${head} Your run woke up and completed.` : head;
    case "failed":
      return `${head} Your run has failed.`;
    case "running":
    case "held":
      return `${head} Your run goes on from its last record.`;
  }
}
