// Human gate: a gate that holds for the right request, in every branch, and against a click that comes too early.
import type { Fact } from "../../log/facts.ts";
import { between, ofType } from "../../log/read.ts";
import { met, open } from "../goal.ts";
import type { Goal } from "../goal.ts";
import { ACTIONS, approvals, decisionsOf, gateRuns, heldAt, hostIsUp, inWait, problemOf, sayActions, waitingAt } from "./gate-runs.ts";
import type { Branch, GateRun } from "./gate-runs.ts";

const oneOfTwo: Goal = {
  id: "human-gate/one-of-two",
  act: 1,
  title: "Two requests wait, one is approved, and one is paid",
  guided: false,
  check(log) {
    const runs = gateRuns(log);
    for (const decision of approvals(log)) {
      const waiting = waitingAt(runs, decision);
      const matched = waiting.filter((run) => run.matched?.eventId === decision.eventId);
      const [paid] = matched;
      const othersWell = waiting.every((run) => run === paid || run.end !== undefined || inWait(run));
      if (waiting.length >= 2 && matched.length === 1 && paid?.end?.type === "run.completed" && paid.refunds === 1 && othersWell) {
        return met(
          paid.end,
          `${waiting.length} runs waited; the decision on ${paid.requestId} matched 1 of them, and 1 refund was paid.`,
          freedLater(log, runs, paid.end),
        );
      }
    }
    return open(oneOfTwoMissing(log, runs));
  },
};

/** After the goal was met: one decision that let several runs go. */
function freedLater(log: readonly Fact[], runs: readonly GateRun[], met: Fact): string | undefined {
  const freed = approvals(log)
    .filter((decision) => decision.seq > met.seq)
    .map((decision) => runs.filter((run) => run.matched?.eventId === decision.eventId).length)
    .find((count) => count > 1);
  return freed === undefined ? undefined : `A later approval let ${freed} runs go.`;
}

function oneOfTwoMissing(log: readonly Fact[], runs: readonly GateRun[]): string {
  const decision = approvals(log).at(-1);
  const last = runs.at(-1);
  if (last === undefined) return "Nothing waits yet. Press Run for one request, choose the other under Event, and press Run again.";
  if (last.end?.type === "run.failed") return `The run failed: ${problemOf(last)} Change the code and run two new requests.`;
  const waitingNow = runs.filter(inWait).length;
  const missing = waitingNow === 0 ? "No run waits." : waitingNow === 1 ? "One run waits." : `${waitingNow} runs wait.`;
  if (decision === undefined) return waitingNow >= 2 ? `${missing} Approve one of them.` : `${missing} Run two requests, then approve one.`;
  const waiting = waitingAt(runs, decision);
  const matched = waiting.filter((run) => run.matched?.eventId === decision.eventId).length;
  if (waiting.length < 2) return `${missing} The last approval found only ${waiting.length} waiting. Run two requests, then approve one.`;
  if (matched === 0)
    return `${waiting.length} runs waited and the approval matched none: compare a field that the decision carries. Tie the wait to its request and run two new ones.`;
  if (matched > 1)
    return `One approval let ${matched} runs go, and ${waiting.reduce((sum, run) => sum + run.refunds, 0)} refunds were paid. Tie the wait to its request.`;
  return "The approved run has not completed yet. Let it go on.";
}

const notRecommended: Goal = {
  id: "human-gate/not-recommended",
  act: 2,
  title: "A request that the agent advises against ends without a refund, on record",
  guided: false,
  check(log) {
    const run = gateRuns(log).find((each) => branchOf(each) === "not recommended");
    if (run?.end)
      return met(
        run.end,
        `${run.requestId}: not recommended, 0 refunds, audit row ${ACTIONS["not recommended"]}.`,
        paidUnaskedLater(gateRuns(log), run.end),
      );
    return open(notRecommendedMissing(gateRuns(log)));
  },
};

/** After the goal was met: a refund that the agent advised against and nobody approved. */
function paidUnaskedLater(runs: readonly GateRun[], met: Fact): string | undefined {
  const run = runs.find(
    (each) => each.created.seq > met.seq && each.recommended === false && each.matched === undefined && each.refunds > 0,
  );
  return run && `${run.requestId} was paid later, although the agent advised against it and nobody was asked.`;
}

function notRecommendedMissing(runs: readonly GateRun[]): string {
  const run = runs.findLast((each) => each.recommended === false);
  if (run === undefined) return "The agent has not advised against anything yet. Choose Carla's request under Event and press Run.";
  if (run.refunds > 0)
    return `${run.requestId}: the agent advised against it, nobody was asked, and the refund was paid. End the run before the gate.`;
  if (run.end === undefined)
    return inWait(run)
      ? `${run.requestId}: the agent advised against it, and the reviewer is asked all the same. End the run before the gate.`
      : `${run.requestId} is under way.`;
  if (run.audits.length === 0)
    return `${run.requestId} ended without a refund and without a trace. Write the audit row ${ACTIONS["not recommended"]} before it ends.`;
  return `${run.requestId} was recorded as ${sayActions(run)}. Its row must say ${ACTIONS["not recommended"]}.`;
}

/** How a completed run went, when its refunds and its one audit row agree with it. */
function branchOf(run: GateRun): Branch | undefined {
  const branch = run.branch;
  if (run.end?.type !== "run.completed" || branch === undefined) return undefined;
  const paid = branch === "approved" ? 1 : 0;
  return run.refunds === paid && run.audits.length === 1 && run.audits[0] === ACTIONS[branch] ? branch : undefined;
}

const BRANCHES: readonly Branch[] = ["approved", "rejected", "timed out", "not recommended"];

const fourBranches: Goal = {
  id: "human-gate/four-branches",
  act: 3,
  title: "Approved through a crash, rejected, timed out, not recommended: each ends on record",
  guided: false,
  check(log) {
    const runs = gateRuns(log);
    const versions = [...new Set(runs.flatMap((run) => run.version ?? []))];
    for (const version of versions) {
      const found = BRANCHES.map((branch) =>
        runs.find((run) => run.version === version && branchOf(run) === branch && (branch !== "approved" || crashedAsleep(log, run))),
      );
      const last = found.reduce(
        (latest, run) => (run?.end && run.end.seq > (latest?.seq ?? 0) ? run.end : latest),
        undefined as Fact | undefined,
      );
      if (found.every((run) => run !== undefined) && last)
        return met(
          last,
          "One version of the code: 1/0/0/0 refunds, 4 audit rows, and the host died while the approved run waited.",
          silencePaidLater(runs, last),
        );
    }
    return open(fourBranchesMissing(log, runs));
  },
};

/** After the goal was met: silence that was taken for a yes, or for a failure. */
function silencePaidLater(runs: readonly GateRun[], met: Fact): string | undefined {
  const run = runs.find(
    (each) => each.created.seq > met.seq && each.branch === "timed out" && (each.refunds > 0 || each.end?.type === "run.failed"),
  );
  return run && `${run.requestId}: later, four hours of silence ended in ${run.refunds > 0 ? "a refund" : "a failed run"}.`;
}

/** The host died between the wait and its match, and nothing was entered until the match. */
function crashedAsleep(log: readonly Fact[], run: GateRun): boolean {
  if (run.registered === undefined || run.matched === undefined) return false;
  const kill = ofType(between(log, run.registered, run.matched), "host.killed").find((each) => each.by !== "deploy");
  return kill !== undefined && between(log, kill, run.matched).every((fact) => fact.type !== "handler.entered" || fact.runId !== run.runId);
}

function fourBranchesMissing(log: readonly Fact[], runs: readonly GateRun[]): string {
  const wrong = runs.findLast((run) => run.end !== undefined && branchOf(run) === undefined);
  const version = runs.at(-1)?.version;
  if (wrong !== undefined && wrong.version === version) return wrongBranch(wrong);
  const done = runs.filter((run) => run.version === version && version !== undefined);
  const branch = BRANCHES.find((each) => !done.some((run) => branchOf(run) === each));
  if (branch === "timed out")
    return "On this version nobody has been silent yet. Run a request, leave its card alone and press Next wake-up: four hours pass.";
  if (branch === "not recommended") return "On this version the agent has not advised against anything yet. Run Carla's request.";
  if (branch === "rejected")
    return "On this version nothing has been rejected yet. Run Ben's request, look into the ledger, and press Reject.";
  if (branch === "approved")
    return "On this version nothing has been approved yet. Run Ada's request, press Crash host while it waits, Start host, then Approve.";
  return "The approved run has waited undisturbed. Run another, press Crash host while it waits, Start host, then Approve.";
}

function wrongBranch(run: GateRun): string {
  const silent = run.branch === "timed out";
  if (run.end?.type === "run.failed")
    return silent
      ? `${run.requestId}: four hours of silence, and the run failed: ${problemOf(run)} Write the branch for a reply that is null.`
      : `${run.requestId} failed: ${problemOf(run)}`;
  if (silent && run.refunds > 0)
    return `${run.requestId}: four hours of silence, and the refund was paid. Silence is not a yes: write its branch.`;
  if (run.audits.length === 0)
    return `${run.requestId} ended (${run.branch ?? "no branch"}) without an audit row. Every branch writes one.`;
  if (silent)
    return `${run.requestId}: nobody answered, and the record says ${sayActions(run)}. Write ${ACTIONS["timed out"]}: a later reader must tell silence from a No.`;
  return `${run.requestId} (${run.branch ?? "no branch"}): ${run.refunds} refunds, record ${sayActions(run)}. Repair its branch and run it again.`;
}

const earlyClick: Goal = {
  id: "human-gate/early-click",
  act: 4,
  title: "An approval that comes before the wait counts",
  guided: false,
  check(log) {
    for (const run of gateRuns(log)) {
      const [decision, ...later] = decisionsOf(log, run.requestId);
      if (decision === undefined || later.length > 0 || !decision.approved || !hostIsUp(log, decision.fact)) continue;
      const early = run.registered === undefined || decision.fact.seq < run.registered.seq || heldAt(log, run.runId, decision.fact);
      if (early && run.end?.type === "run.completed" && run.refunds === 1) {
        return met(
          run.end,
          `${run.requestId} was approved ${heldAt(log, run.runId, decision.fact) ? "while the run was held" : "before its wait"}; it completed with 1 refund.`,
        );
      }
    }
    return open(earlyClickMissing(log));
  },
};

function earlyClickMissing(log: readonly Fact[]): string {
  const run = gateRuns(log).at(-1);
  if (run === undefined) return "Run Ada's request. It holds after the notice: press Approve there, then Next wake-up.";
  const [decision] = decisionsOf(log, run.requestId);
  if (decision === undefined)
    return run.end === undefined
      ? `Nobody has decided on ${run.requestId} yet. Press Approve while the run is held.`
      : `${run.requestId} ended before anybody decided: was the reviewer told in time? Run another and approve it while it is held.`;
  const early = heldAt(log, run.runId, decision.fact) || (run.registered !== undefined && decision.fact.seq < run.registered.seq);
  if (!early) return `${run.requestId} was decided when the run was waiting already. Run another and press Approve while it is held.`;
  if (inWait(run))
    return `The click on ${run.requestId} came before the wait, and is lost: the run waits for another one. Let the wait begin before the notice goes out.`;
  return run.end === undefined
    ? `${run.requestId} was decided early. Press Next wake-up.`
    : `${run.requestId} was decided early and ended with ${run.refunds} refunds (${sayActions(run)}): the click was lost. Let the wait begin before the notice goes out.`;
}

export const goals: readonly Goal[] = [oneOfTwo, notRecommended, fourBranches, earlyClick];
