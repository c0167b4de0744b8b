// Quick Win: what each act must show in the log, and what to say while it does not.
import type { Fact, FactOf } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import {
  attempts,
  between,
  completedRuns,
  completedSteps,
  dollars,
  entriesOf,
  killsDuring,
  lasted,
  modelCosts,
  objectsIn,
  ofRun,
  ofType,
  runsOf,
  span,
} from "../../log/read.ts";
import type { RunRead } from "../../log/read.ts";
import { met, open } from "../goal.ts";
import type { Goal } from "../goal.ts";

/** Where the newest run stands, for goals that end with a completed run. */
function unfinished(log: readonly Fact[]): string | undefined {
  const run = runsOf(log).at(-1);
  if (run === undefined) return "Nothing has run yet. Press Run.";
  if (run.end !== undefined) return undefined;
  if (asleep(log, run)) return "The run sleeps and nothing is executing. Press Next wake-up.";
  return "The run is under way. Let it go on, with Next wake-up if it waits.";
}

function asleep(log: readonly Fact[], run: RunRead): boolean {
  return ofRun(log, run.runId, "sleep.started").length > ofRun(log, run.runId, "sleep.ended").length;
}

/** The sleep of a completed run: its first and last fact. */
function sleepOf(log: readonly Fact[], runId: string): { from: FactOf<"sleep.started">; to: FactOf<"sleep.ended"> } | undefined {
  const from = ofRun(log, runId, "sleep.started")[0];
  const to = ofRun(log, runId, "sleep.ended")[0];
  return from && to && { from, to };
}

const twoEntries: Goal = {
  id: "quick-win/two-entries",
  act: 1,
  title: "A run sleeps three days and is entered twice",
  guided: true,
  check(log) {
    for (const run of completedRuns(log)) {
      const sleep = sleepOf(log, run.runId);
      if (sleep === undefined || !isUndisturbed(log, run)) continue;
      const entries = entriesOf(log, run.runId).length;
      if (entries === 2)
        return met(run.end, `One run, no fault: it slept ${span(lasted(sleep.from, sleep.to))}, completed, and was entered 2 times.`);
    }
    return open(twoEntriesMissing(log));
  },
};

/** No host and no engine died during this run. */
function isUndisturbed(log: readonly Fact[], run: RunRead): boolean {
  const end = run.end ?? run.created;
  return killsDuring(log, run).length === 0 && ofType(between(log, run.created, end), "engine.restarted").length === 0;
}

function twoEntriesMissing(log: readonly Fact[]): string {
  const waiting = unfinished(log);
  if (waiting !== undefined) return waiting;
  const last = completedRuns(log).at(-1);
  if (last === undefined) return "The run failed. Press Run for another one.";
  if (sleepOf(log, last.runId) === undefined)
    return "The run completed without a sleep in the log: it waited inside the process. Sleep with step.sleep, then press Run.";
  return `The last run was entered ${entriesOf(log, last.runId).length} times, with a fault or an edit in between. Press Run for one that nothing disturbs.`;
}

const crashAsleep: Goal = {
  id: "quick-win/crash-asleep",
  act: 2,
  title: "The host dies while the run sleeps, and the run completes",
  guided: true,
  check(log) {
    for (const run of completedRuns(log)) {
      const sleep = sleepOf(log, run.runId);
      if (sleep === undefined) continue;
      const during = between(log, sleep.from, sleep.to);
      const killed = ofType(during, "host.killed").find((kill) => kill.by !== "deploy");
      const started = killed && ofType(during, "host.started").find((start) => start.seq > killed.seq);
      const greetings = attempts(log, run.runId, "greeting").length;
      if (killed && started && greetings === 1)
        return met(run.end, `Host ${killed.host} died in the sleep, host ${started.host} took over, and the greeting was made 1 time.`);
    }
    return open(crashMissing(log));
  },
};

function crashMissing(log: readonly Fact[]): string {
  const run = runsOf(log).at(-1);
  if (run === undefined) return "Press Run. When the run sleeps, press Crash host.";
  if (run.end !== undefined)
    return "No completed run lost its host while it slept. Press Run, then Crash host during the sleep, then Start host.";
  if (!asleep(log, run)) return "Wait for the sleep, then press Crash host.";
  const killed = killsDuring(log, run).at(-1);
  if (killed === undefined) return "The run sleeps. Press Crash host now.";
  const started = ofType(log, "host.started").some((start) => start.seq > killed.seq);
  return started ? "The new host stands ready. Press Next wake-up." : "The host is dead and the run sleeps on. Press Start host.";
}

const closedTab: Goal = {
  id: "quick-win/closed-tab",
  act: 3,
  title: "The engine stops while the run sleeps, and the run completes",
  guided: true,
  check(log) {
    for (const run of completedRuns(log)) {
      const sleep = sleepOf(log, run.runId);
      const restarted = sleep && ofType(between(log, sleep.from, sleep.to), "engine.restarted")[0];
      if (restarted)
        return met(run.end, `Engine ${restarted.generation} read the log in the middle of the sleep, woke the run, and it completed.`);
    }
    return open(tabMissing(log));
  },
};

function tabMissing(log: readonly Fact[]): string {
  const run = runsOf(log).at(-1);
  if (run === undefined) return "Press Run. When the run sleeps, close or reload this tab, or press Restart engine.";
  if (run.end !== undefined)
    return "No completed run has slept through a restart of the engine. Press Run, then reload this tab or press Restart engine during the sleep.";
  const slept = ofRun(log, run.runId, "sleep.started")[0];
  const restarted = slept && ofType(log, "engine.restarted").some((fact) => fact.seq > slept.seq);
  if (restarted && asleep(log, run)) return "The new engine knows the run: it is still asleep. Press Next wake-up.";
  return asleep(log, run)
    ? "The run sleeps. Reload this tab, or press Restart engine."
    : "Wait for the sleep, then reload this tab or press Restart engine.";
}

const repaired: Goal = {
  id: "quick-win/repaired",
  act: 4,
  title: "A failing run is repaired and completes, without a second greeting",
  guided: false,
  check(log) {
    for (const run of completedRuns(log)) {
      const repair = repairOf(log, run.runId);
      const others = ofRun(log, run.runId, "step.started").filter((step) => step.stepId !== "greeting" && step.stepId !== "farewell");
      if (repair && others.length === 0 && attempts(log, run.runId, "greeting").length === 1) {
        return met(run.end, `In one run the farewell was tried ${repair.tries} times, with new code in between; the greeting 1 time.`);
      }
    }
    return open(repairMissing(log));
  },
};

/** A farewell tried before and after new code came into service. */
function repairOf(log: readonly Fact[], runId: string): { tries: number } | undefined {
  const tries = attempts(log, runId, "farewell");
  const [first, last] = [tries[0], tries.at(-1)];
  if (first === undefined || last === undefined || tries.length < 2) return undefined;
  return ofType(between(log, first, last), "code.deployed").length > 0 ? { tries: tries.length } : undefined;
}

function repairMissing(log: readonly Fact[]): string {
  const run = runsOf(log).at(-1);
  if (run === undefined) return "Press Run, and choose a change that breaks the farewell while the run sleeps.";
  const failures = ofRun(log, run.runId, "step.failed").filter((fact) => fact.stepId === "farewell").length;
  if (run.end?.type === "run.failed")
    return "The run has used up its attempts and failed. Press Run and repair the next one before its fifth attempt.";
  if (run.end !== undefined) return repairUndone(log, run, failures);
  if (asleep(log, run)) return "The run sleeps. Choose the change whose farewell throws, then press Next wake-up.";
  if (failures === 0) return "No farewell has failed yet. Press Next wake-up.";
  return failures === 1
    ? "The farewell has failed once. Press Next wake-up and let it fail again."
    : `The farewell has failed ${failures} times. Choose a change that works, then press Next wake-up.`;
}

function repairUndone(log: readonly Fact[], run: RunRead, failures: number): string {
  const names = ofRun(log, run.runId, "step.started").map((step) => step.stepId);
  const other = names.find((name) => name !== "greeting" && name !== "farewell");
  if (other !== undefined && completedSteps(log, run.runId).includes("farewell")) {
    return `The run completed, but a step ran under the new name ${other}: to the engine that is new work, done again. Keep the names greeting and farewell.`;
  }
  if (other !== undefined)
    return `The farewell failed ${failures} times and was never repaired: the step that worked is called ${other}, which is another step. Keep the name farewell.`;
  return "The run completed without a failed farewell. Press Run, and choose the change that throws while it sleeps.";
}

const agentGreeting: Goal = {
  id: "quick-win/agent-greeting",
  act: 5,
  title: "A completed run returns a text marked by: agent, made in a step",
  guided: false,
  check(log) {
    for (const run of completedRuns(log)) {
      const text = agentText(run.end.output);
      const step = text === undefined ? undefined : ofRun(log, run.runId, "step.completed").find((fact) => agentText(fact.output) === text);
      const paid = step && modelCosts(log, run.runId).filter((cost) => cost.stepId === step.stepId);
      if (step && paid && paid.length > 0)
        return met(
          run.end,
          `The agent wrote it in the step ${step.stepId}, for ${dollars(paid.reduce((sum, cost) => sum + cost.cents, 0))}.`,
        );
    }
    return open(agentMissing(log));
  },
};

/** The text that stands beside `by: "agent"`, wherever it is. */
function agentText(value: Json): string | undefined {
  const found = objectsIn(value).find((object) => object.by === "agent" && typeof object.text === "string");
  return typeof found?.text === "string" ? found.text : undefined;
}

function agentMissing(log: readonly Fact[]): string {
  const run = completedRuns(log).at(-1);
  if (run === undefined)
    return "No completed run has returned a text by the agent. Use writeGreeting from agent.ts, apply the edit and press Run.";
  const paid = modelCosts(log, run.runId);
  if (paid.length === 0)
    return "The last completed run did not ask the agent. Use writeGreeting from agent.ts in the greeting, apply the edit and press Run.";
  const outside = paid.filter((cost) => cost.stepId === undefined).length;
  if (outside > 0)
    return `The agent was asked outside a step: paid ${outside} times in one run, once at every entry. Ask it inside step.run.`;
  return "A step asked the agent, but the run's output has no text marked by: agent. Return the agent's whole answer from the step.";
}

export const goals: readonly Goal[] = [twoEntries, crashAsleep, closedTab, repaired, agentGreeting];
