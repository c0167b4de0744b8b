// What the learner reads on coming back: how long they were away, and what their run did meanwhile.
import type { FactOf, Instant } from "../../../../sandbox/log/facts.ts";
import { foldOf, type Fold } from "./fold.ts";
import { roughly } from "./format.ts";
import { pendingOf, type RunView } from "./runs.ts";

type Away = FactOf<"time.away">;

/** The last absence that the log tells of. */
export function awayFold(): Fold<Away | undefined> {
  return foldOf<{ last: Away | undefined }, Away | undefined>({
    start: () => ({ last: undefined }),
    take(state, fact) {
      if (fact.type === "time.away") state.last = fact;
    },
    show: (state) => state.last,
  });
}

/** `since`: the last `seq` that this page had seen before; an absence older than that has been told. */
export function saysAway(away: Away | undefined, run: RunView | undefined, now: Instant, since: number): string | undefined {
  if (away === undefined || away.seq <= since) return undefined;
  const head = `You were away ${roughly(away.ms)}.`;
  if (run === undefined) return head;
  const left = roughly((pendingOf(run)?.until ?? now) - now);
  switch (run.status) {
    case "sleeping":
      return `${head} Your run slept on: ${left} left.`;
    case "waiting":
      return `${head} Your run still waits: ${left} left.`;
    case "retrying":
      return `${head} Your run's next attempt is due in ${left}.`;
    case "queued":
      return `${head} Your run is still queued.`;
    case "completed":
      return run.endSeq !== undefined && run.endSeq > away.seq ? `${head} Your run woke up and completed.` : head;
    case "failed":
      return `${head} Your run has failed.`;
    case "cancelled":
      return `${head} Your run was cancelled.`;
    case "running":
    case "held":
      return `${head} Your run goes on from its last record.`;
  }
}
