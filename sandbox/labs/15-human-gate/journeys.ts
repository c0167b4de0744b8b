// Human gate, pressed through.
import type { Fact } from "../../log/facts.ts";
import { effects, ofType, runsOf } from "../../log/read.ts";
import { applyEdit, approve, change, crash, firstOf, reject, run, runEvent, start, wake } from "../journey.ts";
import type { LabJourneys, Press } from "../journey.ts";

const ADA = run;
const BEN = runEvent(1);
const CARLA = runEvent(2);

/** Approved through a crash, rejected, timed out, not recommended; `first` is the number of the first card. */
const fourBranches = (first: number): readonly Press[] => [ADA, crash, start, approve(first), BEN, reject(first + 1), ADA, wake, CARLA];
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
  starts: [
    {
      folder: "start",
      act: "two-requests",
      goal: "human-gate/one-of-two",
      says: "One approval let 2 runs go, and 2 refunds were paid. Tie the wait to its request.",
    },
    {
      folder: "wrong/pays-unasked",
      act: "advised-against",
      goal: "human-gate/not-recommended",
      says: "r-101: the agent advised against it, nobody was asked, and the refund was paid. End the run before the gate.",
    },
    {
      folder: "wrong/silence-forgotten",
      act: "silence",
      goal: "human-gate/four-branches",
      presses: [ADA, wake, wake],
      says: "r-101: four hours of silence, and the run failed: Cannot read properties of null (reading 'data'). Write the branch for a reply that is null.",
    },
    {
      folder: "wrong/early-click-lost",
      act: "early-click",
      goal: "human-gate/early-click",
      says: "The click on r-101 came before the wait, and is lost: the run waits for another one. Let the wait begin before the notice goes out.",
    },
  ],
  alsoSolve: [
    { act: "early-click", folder: "solution-stored" },
    { act: "silence", folder: "solution" },
    { act: "two-requests", folder: "solution" },
    { act: "advised-against", folder: "solution" },
  ],
  violations: [
    {
      folder: "start",
      opens: "wrong/pays-unasked",
      act: "two-requests",
      goal: "human-gate/one-of-two",
      presses: [ADA, BEN, approve(1), reject(2), applyEdit("start"), ADA, BEN, approve(3)],
      says: "A later approval let 2 runs go.",
    },
    {
      folder: "wrong/pays-unasked",
      opens: "wrong/silence-forgotten",
      act: "advised-against",
      goal: "human-gate/not-recommended",
      presses: [run, applyEdit("wrong/pays-unasked"), run],
      says: "r-102 was paid later, although the agent advised against it and nobody was asked.",
    },
    {
      folder: "wrong/silence-pays",
      opens: "solution",
      act: "silence",
      goal: "human-gate/four-branches",
      presses: [...fourBranches(1), applyEdit("wrong/silence-pays"), ADA, wake],
      says: "r-105: later, four hours of silence ended in a refund.",
    },
  ],
  wrong: [
    {
      folder: "wrong/match-customer",
      act: "two-requests",
      goal: "human-gate/one-of-two",
      says: "2 runs waited and the approval matched none: compare a field that the decision carries. Tie the wait to its request and run two new ones.",
    },
    {
      folder: "wrong/unquoted-id",
      act: "two-requests",
      goal: "human-gate/one-of-two",
      presses: [ADA, BEN],
      says: 'The run failed: The wait "answer" has an expression that cannot be read: Unknown variable: r. Change the code and run two new requests.',
    },
    {
      folder: "wrong/exit-unrecorded",
      act: "advised-against",
      goal: "human-gate/not-recommended",
      says: "r-101 ended without a refund and without a trace. Write the audit row refund_not_recommended before it ends.",
    },
    {
      folder: "wrong/ask-always",
      act: "advised-against",
      goal: "human-gate/not-recommended",
      says: "r-101: the agent advised against it, and the reviewer is asked all the same. End the run before the gate.",
    },
    {
      folder: "wrong/silence-pays",
      act: "silence",
      goal: "human-gate/four-branches",
      presses: [ADA, wake],
      says: "r-101: four hours of silence, and the refund was paid. Silence is not a yes: write its branch.",
    },
    {
      folder: "wrong/silence-rejects",
      act: "silence",
      goal: "human-gate/four-branches",
      presses: [ADA, wake],
      says: "r-101: nobody answered, and the record says refund_rejected. Write refund_timed_out: a later reader must tell silence from a No.",
    },
    {
      folder: "wrong/silence-unrecorded",
      act: "silence",
      goal: "human-gate/four-branches",
      presses: [ADA, wake],
      says: "r-101 ended (timed out) without an audit row. Every branch writes one.",
    },
    {
      folder: "wrong/wait-first",
      act: "early-click",
      goal: "human-gate/early-click",
      presses: [ADA, wake, wake],
      says: "r-101 ended before anybody decided: was the reviewer told in time? Run another and approve it while it is held.",
    },
    {
      folder: "wrong/longer-wait",
      act: "early-click",
      goal: "human-gate/early-click",
      says: "The click on r-101 came before the wait, and is lost: the run waits for another one. Let the wait begin before the notice goes out.",
    },
  ],
};
