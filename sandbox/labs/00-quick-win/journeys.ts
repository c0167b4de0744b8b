// Quick Win, pressed through.
import { attempts, ofType, runsOf } from "../../log/read.ts";
import { applyEdit, change, crash, firstOf, restartEngine, run, start, wake } from "../journey.ts";
import type { LabJourneys } from "../journey.ts";

export const journeys: LabJourneys = {
  acts: [
    {
      act: "entries",
      passage: [run, wake],
      proof: [run, wake],
      openUpTo: firstOf("sleep.started"),
      answer: (log) => (ofType(log, "console").filter((line) => line.text === "starting").length === 2 ? "twice" : "other"),
    },
    {
      act: "crash",
      passage: [run, crash, start, wake],
      proof: [run, crash, start, wake],
      openUpTo: firstOf("host.killed"),
      answer: (log) =>
        attempts(log, runsOf(log)[0]?.runId ?? "", "greeting").length === 1 && runsOf(log)[0]?.end?.type === "run.completed"
          ? "nothing"
          : "other",
    },
    {
      act: "closed-tab",
      passage: [run, restartEngine, wake],
      proof: [run, restartEngine, wake],
      openUpTo: firstOf("sleep.started"),
      answer: (log) => (runsOf(log).length === 1 && runsOf(log)[0]?.end?.type === "run.completed" ? "asleep" : "other"),
    },
    {
      act: "repair",
      passage: [run, change("throws"), wake, wake, change("repaired"), wake],
      proof: [run, change("throws"), wake, wake, change("repaired"), wake],
      openUpTo: firstOf("step.failed"),
      answer: (log) => {
        const id = runsOf(log)[0]?.runId ?? "";
        return attempts(log, id, "greeting").length === 1 && attempts(log, id, "farewell").length > 1 && runsOf(log).length === 1
          ? "farewell"
          : "other";
      },
    },
    { act: "agent", passage: [change("inside"), run, wake], proof: [run, wake], openUpTo: firstOf("run.created") },
  ],
  starts: [
    {
      folder: "start",
      act: "agent",
      goal: "quick-win/agent-greeting",
      says: "The last completed run did not ask the agent. Use writeGreeting from agent.ts in the greeting, apply the edit and press Run.",
    },
  ],
  alsoSolve: [],
  violations: [],
  wrong: [
    {
      folder: "wrong/plain-timer",
      act: "entries",
      goal: "quick-win/two-entries",
      says: "The run completed without a sleep in the log: it waited inside the process. Sleep with step.sleep, then press Run.",
    },
    {
      folder: "wrong/farewell-throws",
      act: "repair",
      goal: "quick-win/repaired",
      presses: [run, wake, wake, wake, wake, wake],
      says: "The run has used up its attempts and failed. Press Run and repair the next one before its fifth attempt.",
    },
    {
      folder: "wrong/farewell-renamed",
      opens: "start",
      act: "repair",
      goal: "quick-win/repaired",
      presses: [run, change("throws"), wake, wake, change("renamed"), wake],
      says: "The farewell failed 2 times and was never repaired: the step that worked is called goodbye, which is another step. Keep the name farewell.",
    },
    {
      folder: "wrong/greeting-renamed",
      opens: "wrong/farewell-throws",
      act: "repair",
      goal: "quick-win/repaired",
      presses: [run, wake, wake, applyEdit("wrong/greeting-renamed"), wake],
      says: "The run completed, but a step ran under the new name welcome: to the engine that is new work, done again. Keep the names greeting and farewell.",
    },
    {
      folder: "wrong/agent-outside",
      act: "agent",
      goal: "quick-win/agent-greeting",
      says: "The agent was asked outside a step: paid 2 times in one run, once at every entry. Ask it inside step.run.",
    },
    {
      folder: "wrong/agent-unmarked",
      act: "agent",
      goal: "quick-win/agent-greeting",
      says: "A step asked the agent, but the run's output has no text marked by: agent. Return the agent's whole answer from the step.",
    },
  ],
};
