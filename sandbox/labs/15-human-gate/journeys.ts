// Human gate, pressed through.
import type { Fact } from "../../log/facts.ts";
import { effects, ofType, runsOf } from "../../log/read.ts";
import { approve, change, crash, firstOf, reject, run, runEvent, start, wake } from "../journey.ts";
import type { LabJourneys, Press } from "../journey.ts";

const ADA = run;
const BEN = runEvent(1);
const CHIDI = runEvent(2);

/** Approved through a crash, rejected, timed out, not recommended; `first` is the number of the first card. */
const fourBranches = (first: number): readonly Press[] => [ADA, crash, start, approve(first), BEN, reject(first + 1), ADA, wake, CHIDI];
const clickEarly = (request: number): readonly Press[] => [ADA, approve(request), wake];

const paidByOneDecision = (log: readonly Fact[]): string => {
  const [decision] = ofType(log, "wait.matched");
  const runs = ofType(log, "wait.matched").filter((match) => match.eventId === decision?.eventId);
  return { 0: "none", 1: "one", 2: "two" }[runs.length] ?? "other";
};

export const journeys: LabJourneys = {
  acts: [
    {
      act: "two-requests",
      passage: [ADA, BEN, approve(1), change("request"), ADA, BEN, approve(3)],
      proof: [ADA, BEN, approve(1)],
      openUpTo: (log) => ofType(log, "wait.registered")[1],
      answer: paidByOneDecision,
    },
    {
      act: "advised-against",
      passage: [run, change("record"), run],
      proof: [run],
      openUpTo: (log) => ofType(log, "step.completed").find((step) => step.stepId === "investigate"),
      answer: (log) =>
        effects(log, { kind: "stripe.refund", runId: runsOf(log)[0]?.runId ?? "" }).length === 1 &&
        effects(log, { kind: "slack.posted" }).length === 0
          ? "unasked"
          : "other",
    },
    {
      act: "silence",
      passage: [ADA, wake, wake, change("branch"), ...fourBranches(2)],
      proof: fourBranches(1),
      openUpTo: firstOf("wait.registered"),
      answer: (log) => (runsOf(log)[0]?.end?.type === "run.failed" ? "fails" : "other"),
    },
    {
      act: "early-click",
      passage: [...clickEarly(1), change("together"), ...clickEarly(2)],
      proof: clickEarly(1),
      openUpTo: firstOf("run.held"),
    },
  ],
  starts: [],
  wrong: [],
};
