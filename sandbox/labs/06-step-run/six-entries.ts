// The last goal of step.run: the same code entered once with checkpointing and six times without.
import type { Fact } from "../../log/facts.ts";
import { codeVersionsOf, completedRuns, completedSteps, entriesOf, killsDuring, ofRun } from "../../log/read.ts";
import type { RunRead } from "../../log/read.ts";
import type { Goal, GoalState } from "../goal.ts";

const open = (missing: string): GoalState => ({ state: "open", missing });
const met = (fact: Fact, evidence: string): GoalState => ({ state: "met", seq: fact.seq, evidence });

export const sixEntries: Goal = {
  id: "step-run/six-entries",
  act: 4,
  title: "The same code: entered once with checkpointing, six times without",
  guided: true,
  check(log) {
    const clean = completedRuns(log).filter((run) => isClean(log, run));
    for (const run of clean) {
      const [version] = codeVersionsOf(log, run.runId);
      const twin = clean.find(
        (other) =>
          modeOf(log, other) === "per-step" && codeVersionsOf(log, other.runId)[0] === version && entriesOf(log, other.runId).length === 6,
      );
      if (modeOf(log, run) === "checkpoint" && entriesOf(log, run.runId).length === 1 && twin) {
        return met(
          run.end.seq > twin.end.seq ? run.end : twin.end,
          "Two clean runs of one version: 1 entry with checkpointing, 6 without.",
        );
      }
    }
    return open(sixEntriesMissing(log, clean));
  },
};

/** Nothing disturbed this run, and one version and mode served all its entries. */
function isClean(log: readonly Fact[], run: RunRead): boolean {
  const entries = entriesOf(log, run.runId);
  return (
    killsDuring(log, run).length === 0 &&
    ofRun(log, run.runId, "step.retry.scheduled").length === 0 &&
    codeVersionsOf(log, run.runId).length === 1 &&
    new Set(entries.map((entry) => entry.mode)).size === 1
  );
}

function modeOf(log: readonly Fact[], run: RunRead): string | undefined {
  return entriesOf(log, run.runId)[0]?.mode;
}

function sixEntriesMissing(log: readonly Fact[], clean: readonly RunRead[]): string {
  const last = (mode: string): RunRead | undefined => clean.findLast((run) => modeOf(log, run) === mode);
  const perStep = last("per-step");
  const checkpointed = last("checkpoint");
  if (checkpointed === undefined) return "No clean run with checkpointing yet. Switch Checkpointing on and press Run.";
  const entries = entriesOf(log, checkpointed.runId).length;
  if (perStep === undefined)
    return `With checkpointing the function was entered ${count(entries, "time")}. Switch Checkpointing off and press Run.`;
  const steps = new Set(completedSteps(log, perStep.runId)).size;
  const counted = entriesOf(log, perStep.runId).length;
  if (steps !== 5)
    return `Without checkpointing the function was entered ${count(counted, "time")}: this code has ${count(steps, "step")}. Give each of the five calls a step of its own.`;
  return "The two clean runs were of different versions of the code. Run the same version with Checkpointing on and off.";
}

/** "1 time", "6 times". */
export function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
