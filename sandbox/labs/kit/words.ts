// Sentences and counts that goals of many labs share.
import type { RunLog } from "./view/run-log.ts";

/** "1 time", "6 times". */
export const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

/** Why a run has not completed, and what to press. */
export function unfinished(run: RunLog, asleep = "The run sleeps and nothing is executing. Press Next wake-up."): string {
  if (run.end?.type === "run.cancelled") return "The run was cancelled. Press Run for another one.";
  if (run.end !== undefined) return "The run failed. Press Run for another one.";
  if (run.waitsForHost && !run.asleep) return "No host is up, and the run waits for one. Press Start host.";
  return run.asleep ? asleep : "The run is under way. Let it go on, with Next wake-up if it waits.";
}
