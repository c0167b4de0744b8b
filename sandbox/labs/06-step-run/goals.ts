// step.run: what a crash repeats, what it does not, and what no step can prevent.
import type { Fact, FactOf } from "../../log/facts.ts";
import {
  attempts,
  completedRuns,
  completedSteps,
  dollars,
  effects,
  killsDuring,
  modelCents,
  modelCosts,
  ofRun,
  runsOf,
  suppressedEffects,
} from "../../log/read.ts";
import type { RunRead } from "../../log/read.ts";
import { met, open } from "../goal.ts";
import type { Goal } from "../goal.ts";
import { count, sixEntries } from "./six-entries.ts";

const drafts = (log: readonly Fact[], runId: string): readonly Fact[] => effects(log, { kind: "db.insert", table: "drafts", runId });
const messages = (log: readonly Fact[], runId: string): readonly Fact[] => effects(log, { kind: "slack.posted", runId });

/** The kill that fell after the first payment and before the draft's row: the act's crash, wherever a step begins. */
function killBeforeDraft(log: readonly Fact[], run: RunRead): FactOf<"host.killed"> | undefined {
  const paid = modelCosts(log, run.runId)[0];
  const saved = drafts(log, run.runId)[0];
  return killsDuring(log, run).find((kill) => paid !== undefined && kill.seq > paid.seq && (saved === undefined || kill.seq < saved.seq));
}

/** What stands between the learner and a completed run with that crash. */
function crashUndone(log: readonly Fact[]): string | undefined {
  const run = runsOf(log).at(-1);
  if (run === undefined) return "Press Run. The run will hold before the draft is saved: press Crash host there.";
  if (killBeforeDraft(log, run) === undefined) {
    return run.end === undefined
      ? "The model is paid, or soon will be, and the draft is not saved yet. Press Crash host now."
      : "The last run ended without a crash between model and draft. Press Run, and Crash host where the run holds.";
  }
  if (run.end === undefined)
    return hostIsDown(log) ? "The host is dead. Press Start host." : "The engine will call again. Press Next wake-up.";
  return run.end.type === "run.failed" ? "The run used up its attempts and failed. Press Run for another one." : undefined;
}

function hostIsDown(log: readonly Fact[]): boolean {
  const lives = log.filter((fact) => fact.type === "host.started" || fact.type === "host.killed");
  return lives.at(-1)?.type === "host.killed";
}

const paidTwice: Goal = {
  id: "step-run/paid-twice",
  act: 1,
  title: "Without steps, a crash pays the model again",
  guided: true,
  check(log) {
    for (const run of completedRuns(log)) {
      const bare = ofRun(log, run.runId, "step.completed").length === 0;
      const paid = modelCosts(log, run.runId).length;
      if (bare && paid >= 2 && killBeforeDraft(log, run))
        return met(run.end, `No step, one crash before the draft: ${paid} model calls, ${dollars(modelCents(log, run.runId))}.`);
    }
    const undone = crashUndone(log);
    if (undone !== undefined) return open(undone);
    return open("The last run had a step in it. This act is about the code without any: press Reset lab, then Run.");
  },
};

const paidOnce: Goal = {
  id: "step-run/paid-once",
  act: 2,
  title: "With steps, the same crash pays the model once",
  guided: false,
  check(log) {
    for (const run of completedRuns(log)) {
      const steps = completedSteps(log, run.runId);
      const once =
        attempts(log, run.runId, "run-agent").length === 1 &&
        modelCosts(log, run.runId).length === 1 &&
        drafts(log, run.runId).length === 1;
      if (once && steps.includes("run-agent") && steps.includes("save-draft-reply") && killBeforeDraft(log, run)) {
        return met(
          run.end,
          `Killed before the draft, completed: run-agent 1 attempt, ${dollars(modelCents(log, run.runId))}, 1 draft.`,
          paidAgainLater(log, run),
        );
      }
    }
    const undone = crashUndone(log);
    return open(undone ?? paidAgain(log));
  },
};

/** After the goal was met: the same crash, and the model paid more than once. */
function paidAgainLater(log: readonly Fact[], met: RunRead): string | undefined {
  const run = completedRuns(log).find(
    (each) => each.created.seq > (met.end?.seq ?? 0) && modelCosts(log, each.runId).length > 1 && killBeforeDraft(log, each),
  );
  return run && `A later run paid ${modelCosts(log, run.runId).length} model calls after the same crash.`;
}

function paidAgain(log: readonly Fact[]): string {
  const run = completedRuns(log).at(-1);
  if (run === undefined) return "Press Run.";
  const paid = modelCosts(log, run.runId);
  const tries = attempts(log, run.runId, "run-agent").length;
  const price = `${paid.length} model calls, ${dollars(modelCents(log, run.runId))}`;
  if (tries === 0)
    return `${price}: the call to the agent is in no step named run-agent, so every entry makes it. Put it in a step and crash again.`;
  if (tries > 1)
    return `${price}: the step run-agent had not finished when the host died, so all of it was done again. Give the draft a step of its own.`;
  if (!completedSteps(log, run.runId).includes("save-draft-reply"))
    return "The model was paid once. Put the draft's save in a step too, named save-draft-reply, and crash again.";
  return `${drafts(log, run.runId).length} drafts and ${price}. Press Run, and Crash host where the run holds.`;
}

const AT_RECORD = "after effect, before record";

/** A kill between the message and its record. */
function lostRecord(log: readonly Fact[], run: RunRead): FactOf<"host.killed"> | undefined {
  return killsDuring(log, run).find((kill) => kill.at === AT_RECORD && (kill.stepId ?? "notify-reviewer") === "notify-reviewer");
}

const twoMessages: Goal = {
  id: "step-run/two-messages",
  act: 3,
  title: "Every line in a step, and two messages",
  guided: true,
  check(log) {
    for (const run of completedRuns(log)) {
      const sent = messages(log, run.runId).length;
      if (allInSteps(log, run) && lostRecord(log, run) && sent === 2)
        return met(
          run.end,
          `Killed ${AT_RECORD} of notify-reviewer: ${attempts(log, run.runId, "notify-reviewer").length} attempts, 2 messages.`,
        );
    }
    return open(twoMessagesMissing(log));
  },
};

/** Everything that this run did outside, it did in a step. */
function allInSteps(log: readonly Fact[], run: RunRead): boolean {
  const done = [...ofRun(log, run.runId, "effect"), ...ofRun(log, run.runId, "cost")];
  return done.length > 0 && done.every((fact) => fact.stepId !== undefined);
}

function twoMessagesMissing(log: readonly Fact[]): string {
  const run = completedRuns(log).at(-1);
  if (run === undefined)
    return "No run has completed with two messages. Where must the host die? Choose under Crash at, press Crash host, then Run.";
  if (!allInSteps(log, run))
    return "The last run did something outside its steps. The challenge is to get two messages with every line in a step.";
  if (killsDuring(log, run).length === 0)
    return "The last run was not killed: one message. Choose a moment under Crash at, press Crash host, then Run.";
  if (lostRecord(log, run) === undefined)
    return `The last run was killed at another moment: ${count(messages(log, run.runId).length, "message")}. Try another moment under Crash at.`;
  return `${count(messages(log, run.runId).length, "message")}: this code gives the message a key. Take it away for this goal.`;
}

const oneMessage: Goal = {
  id: "step-run/one-message",
  act: 3,
  title: "The same crash, and one message",
  guided: false,
  check(log) {
    for (const run of completedRuns(log)) {
      const sent = messages(log, run.runId).length;
      const repeated = suppressedEffects(log, { kind: "slack.posted", runId: run.runId });
      if (lostRecord(log, run) && sent === 1 && repeated.length >= 1)
        return met(
          run.end,
          `The same crash: 1 message, ${repeated.length} repeated and suppressed by the key ${repeated[0]?.key ?? ""}.`,
          sentAgainLater(log, run),
        );
    }
    return open(oneMessageMissing(log));
  },
};

/** After the goal was met: the same crash, and more than one message. */
function sentAgainLater(log: readonly Fact[], met: RunRead): string | undefined {
  const run = completedRuns(log).find(
    (each) => each.created.seq > (met.end?.seq ?? 0) && messages(log, each.runId).length > 1 && lostRecord(log, each),
  );
  return run && `A later run sent ${messages(log, run.runId).length} messages after the same crash.`;
}

function oneMessageMissing(log: readonly Fact[]): string {
  const run = completedRuns(log).findLast((each) => lostRecord(log, each) !== undefined);
  if (run === undefined) return `No completed run was killed ${AT_RECORD} of notify-reviewer.`;
  const sent = ofRun(log, run.runId, "effect").filter((effect) => effect.kind === "slack.posted");
  const keys = new Set(sent.map((effect) => effect.key));
  if (keys.has(undefined))
    return "Two messages: the chat service cannot know that they are one. Give the message a key that both attempts share.";
  if (keys.size > 1)
    return `Two messages with two keys: ${[...keys].join(" and ")}. Make the key from what stays the same at every attempt.`;
  return "The message was posted once and never repeated. Let the host die after the message and before its record.";
}

/** Kept in the order of the acts. */
export const goals: readonly Goal[] = [paidTwice, paidOnce, twoMessages, oneMessage, sixEntries];
