// step.run, pressed through.
import type { Fact } from "../../log/facts.ts";
import { modelCents, ofType, runsOf } from "../../log/read.ts";
import { applyEdit, change, crash, firstOf, run, start, wake } from "../journey.ts";
import type { LabJourneys, Press } from "../journey.ts";

const crashBeforeDraft: readonly Press[] = [run, crash, start, wake];
const loseTheRecord: readonly Press[] = [{ press: "Crash at", option: 2 }, crash, run, start, wake];
const countEntries: readonly Press[] = [run, { press: "Checkpointing", on: false }, run];

const paid = (log: readonly Fact[]): string => ({ 20: "one", 40: "two" })[modelCents(log, runsOf(log).at(-1)?.runId)] ?? "other";
const printed = (log: readonly Fact[]): string => {
  const last = runsOf(log).at(-1)?.runId;
  return ofType(log, "console").filter((line) => line.text === "line 1" && line.runId === last).length === 6 ? "six" : "other";
};

export const journeys: LabJourneys = {
  acts: [
    { act: "nothing-is-a-step", passage: crashBeforeDraft, proof: crashBeforeDraft, openUpTo: firstOf("host.killed"), answer: paid },
    {
      act: "each-call-a-step",
      passage: [change("agent"), ...crashBeforeDraft],
      proof: crashBeforeDraft,
      openUpTo: firstOf("host.killed"),
      answer: paid,
    },
    {
      act: "two-messages",
      passage: [...loseTheRecord, change("draft"), ...loseTheRecord],
      proof: loseTheRecord,
      openUpTo: firstOf("code.deployed"),
    },
    { act: "checkpointing", passage: countEntries, proof: countEntries, openUpTo: firstOf("run.created"), answer: printed },
  ],
  starts: [
    {
      folder: "start",
      act: "each-call-a-step",
      goal: "step-run/paid-once",
      says: "2 model calls, $0.40: the call to the agent is in no step named run-agent, so every entry makes it. Put it in a step and crash again.",
    },
    {
      folder: "wrong/no-key",
      act: "two-messages",
      goal: "step-run/one-message",
      says: "Two messages: the chat service cannot know that they are one. Give the message a key that both attempts share.",
    },
    {
      folder: "start",
      act: "checkpointing",
      goal: "step-run/six-entries",
      says: "Without checkpointing the function was entered 1 time: this code has 0 steps. Give each of the five calls a step of its own.",
    },
  ],
  alsoSolve: [],
  violations: [
    {
      folder: "wrong/one-big-step",
      opens: "wrong/two-steps",
      act: "each-call-a-step",
      goal: "step-run/paid-once",
      presses: [...crashBeforeDraft, applyEdit("wrong/one-big-step"), ...crashBeforeDraft],
      says: "A later run paid 2 model calls after the same crash.",
    },
    {
      folder: "wrong/key-from-clock",
      opens: "solution",
      act: "two-messages",
      goal: "step-run/one-message",
      presses: [...loseTheRecord, change("clock"), ...loseTheRecord],
      says: "A later run sent 2 messages after the same crash.",
    },
  ],
  wrong: [
    {
      folder: "wrong/cheap-steps",
      act: "each-call-a-step",
      goal: "step-run/paid-once",
      says: "2 model calls, $0.40: the call to the agent is in no step named run-agent, so every entry makes it. Put it in a step and crash again.",
    },
    {
      folder: "wrong/one-big-step",
      act: "each-call-a-step",
      goal: "step-run/paid-once",
      says: "2 model calls, $0.40: the step run-agent had not finished when the host died, so all of it was done again. Give the draft a step of its own.",
    },
    {
      folder: "wrong/two-steps",
      act: "checkpointing",
      goal: "step-run/six-entries",
      says: "Without checkpointing the function was entered 3 times: this code has 2 steps. Give each of the five calls a step of its own.",
    },
    {
      folder: "wrong/key-from-clock",
      act: "two-messages",
      goal: "step-run/one-message",
      says: "Two messages with two keys: review-1795424402700 and review-1795424420497. Make the key from what stays the same at every attempt.",
    },
    {
      folder: "wrong/key-per-attempt",
      act: "two-messages",
      goal: "step-run/one-message",
      says: "Two messages with two keys: drafts-1-0 and drafts-1-1. Make the key from what stays the same at every attempt.",
    },
    {
      folder: "solution",
      act: "two-messages",
      goal: "step-run/two-messages",
      says: "1 message: this code gives the message a key. Take it away for this goal.",
    },
  ],
};
