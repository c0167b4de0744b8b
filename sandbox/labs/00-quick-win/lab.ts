// Quick Win: a run outlives the process that runs it.
import type { Json } from "../../log/json.ts";
import { dollars, objectsIn, span } from "../../log/read.ts";
import { change, crash, restartEngine, send, start, wake } from "../kit/actions.ts";
import { act, ask, by, edit, edits, event, from, goal, lab, lines, unfinished, via } from "../kit/lab.ts";
import type { RunLog } from "../kit/lab.ts";

const run = send("mira");
const repair = [run, change("throws"), wake, wake, change("start"), wake];

const killed = (r: RunLog) => r.inSleep("host.killed").find((kill) => kill.by !== "deploy");
const tries = (r: RunLog, step: string): number => r.attempts(step).length;
/** Names of steps whose body began more than once. */
const repeated = (r: RunLog): readonly string[] => [
  ...new Set(r.of("step.started").flatMap(({ stepId }) => (tries(r, stepId) > 1 ? [stepId] : []))),
];
/** The step that failed after the sleep: the farewell, whatever it is called. */
const broken = (r: RunLog): string =>
  r.of("step.failed").find(({ seq }) => seq > (r.sleep?.to.seq ?? Number.POSITIVE_INFINITY))?.stepId ?? "";
const failures = (r: RunLog): number => r.of("step.failed").filter(({ stepId }) => stepId === broken(r)).length;
/** A step that began for the first time once new code was in service, and is not the one that failed. */
const renamed = (r: RunLog): string => {
  const deployed = r.deploys.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return (
    r.of("step.started").find(({ stepId }) => stepId !== broken(r) && (r.attempts(stepId)[0]?.seq ?? 0) > deployed)?.stepId ?? "another"
  );
};

/** The text that stands beside `by: "agent"`, wherever it is, and the step that recorded it. */
const agentText = (value: Json | undefined) => objectsIn(value).find(({ by, text }) => by === "agent" && text !== undefined)?.text;
const agentStep = (r: RunLog) => {
  const text = agentText(r.output);
  return r.of("step.completed").find((step) => text !== undefined && agentText(step.output) === text);
};

export default lab({
  id: "quick-win",
  number: "L00",
  title: "Sleep, break, recover",
  page: "/start/quick-win/",
  shows: ["greet-customer.ts", "agent.ts", "client.ts"],
  frame: { rails: ["handler", "run", "host"], tabs: ["Journal", "Memo"], focus: [8, 23] },
  world: {
    model: [{ task: "greet", cents: 20, latencyMs: 1200, output: { text: "Good to have you here, {name}.", by: "agent" } }],
  },
  events: { mira: event("Mira signs up", "demo/greet", { name: "Mira" }) },
  variants: {
    throws: edits(edit("return { text: `Goodbye, ${name}.` };", 'throw new Error("No words for a farewell.");')),
    renamed: edits(edit('"farewell"', '"goodbye"')),
    otherNames: edits(edit('"greeting"', '"hello"'), edit('"three-days"', '"long-sleep"'), edit('"farewell"', '"bye"')),
    otherThrows: from("otherNames", edit("return { text: `Goodbye, ${name}.` };", 'throw new Error("No words for a farewell.");')),
    welcome: edits(edit('"greeting"', '"welcome"')),
    timer: edits(
      edit(
        'await step.sleep("three-days", "3d");',
        "await new Promise<void>((wake) => {\n  setTimeout(wake, 3 * 24 * 60 * 60 * 1000);\n});",
      ),
    ),
    inside: edits(
      edit('import { inngest } from "./client.ts";', 'import { writeGreeting } from "./agent.ts";\nimport { inngest } from "./client.ts";'),
      edit("return { text: `Welcome, ${name}.` };", "return writeGreeting(name);"),
    ),
    unmarked: from("inside", edit("return writeGreeting(name);", "const { text } = await writeGreeting(name);\nreturn { text };")),
    namedStep: from("inside", edit('"greeting"', '"ask"')),
    outside: from("inside", lines('await step.run("greeting"', "});", "const hello = await writeGreeting(name);")),
  },
  acts: [
    act("entries", {
      title: "Count the starts",
      task: 'The function prints "starting" on its first line, greets a customer, sleeps three days and says goodbye. Run it and wake it up.',
      nudge: "Press Run, read the journal, then press Next wake-up. The clock jumps to the third day.",
      rails: ["run", "host"],
      tabs: ["Journal"],
      predict: ask(
        "starting",
        'Nothing fails. How often will "starting" be printed?',
        { once: "Once", twice: "Twice", four: "Four times" },
        "twice",
        "The call that began the run ended when the sleep began. After three days the engine called again, and the function ran from its first line; the greeting came from the log.",
        ({ runs }) => {
          const r = runs.find(
            (each) => each.completed && each.sleep && each.kills.length + each.deploys.length + each.of("step.failed").length === 0,
          );
          const printed = r?.of("console").filter(({ text }) => text === "starting").length ?? 0;
          return ["once", "twice", undefined, "four"][printed - 1];
        },
        ["twice", "two times", "2 times", "second time", "two entries"],
      ),
      walk: [run, wake],
      opensUpTo: "sleep.started",
      goals: goal("two-entries", {
        title: "One run, from its start through three days of sleep to its end",
        guided: true,
        none: "Nothing has run yet. Press Run.",
        clauses: {
          ends: (r) => r.completed,
          sleeps: (r) => r.sleep !== undefined,
          entered: (r) => r.entries.length === 2,
        },
        says: {
          ends: (r) => unfinished(r),
          sleeps: "The run completed without a sleep in the log: it waited inside the process. Sleep with step.sleep, then press Run.",
          entered: (r) =>
            `The last run was entered ${r.entries.length} times: something failed on its way. Press Run for one that nothing disturbs.`,
        },
        evidence: (r) => `One run: it slept ${span(r.sleep?.ms ?? 0)}, completed, and was entered 2 times.`,
      }),
      fails: { timer: "sleeps" },
      alternatives: {
        "reloads the page in the sleep": [run, restartEngine, wake],
        "kills the host in the sleep": [run, crash, start, wake],
        "has renamed the steps": via("otherNames", [run, wake]),
      },
    }),
    act("crash", {
      title: "Kill the process on the second day",
      task: "While the run sleeps, crash the host, your process. Then start it and wake the run up.",
      shown: "A run outlived the process that ran it: the host died in the middle of a sleep, and nothing was done twice.",
      nudge: "Run, then Crash host while the journal says that the run sleeps, then Start host, then Next wake-up.",
      predict: ask(
        "lost",
        "The host dies in the middle of the three days. What is lost?",
        { all: "The run: it has to begin again", greeting: "The greeting: it is written again", nothing: "Nothing of the run" },
        "nothing",
        "No process was waiting. The engine held the greeting and the time to wake, and called the new host when it came.",
        ({ runs }) => {
          const r = runs.find((each) => each.completed && killed(each) !== undefined && each.deploys.length === 0);
          return r && (repeated(r).length === 0 ? "nothing" : "greeting");
        },
        ["nothing is lost", "outlives", "the run completes"],
      ),
      walk: [run, crash, start, wake],
      opensUpTo: "host.killed",
      goals: goal("crash-asleep", {
        title: "Kill the host of a sleeping run, and let the run end",
        guided: true,
        none: "Press Run. When the run sleeps, press Crash host.",
        clauses: {
          killed: (r) => killed(r) !== undefined,
          ends: (r) => r.completed,
          once: (r) => repeated(r).length === 0,
        },
        says: {
          killed: (r) => {
            if (r.asleep) return "The run sleeps. Press Crash host now.";
            return r.end === undefined
              ? "Wait for the sleep, then press Crash host."
              : "No completed run lost its host while it slept. Press Run, then Crash host during the sleep, then Start host.";
          },
          ends: (r, log) =>
            unfinished(
              r,
              log.hostIsDown
                ? "The host is dead and the run sleeps on. Press Start host."
                : "The new host stands ready. Press Next wake-up.",
            ),
          once: "A step of that run was done again. Press Run, and crash the host while it sleeps.",
        },
        evidence: (r) => `Host ${killed(r)?.host ?? ""} died in the sleep, another took over, and no step was done twice.`,
      }),
      alternatives: {
        "wakes the run before a host is there": [run, crash, wake, start],
        "kills two hosts in the sleep": [run, crash, start, crash, start, wake],
        "restarts the engine as well": [run, crash, restartEngine, start, wake],
        "has renamed the steps": via("otherNames", [run, crash, start, wake]),
      },
    }),
    act("closed-tab", {
      title: "Close the tab",
      task: "Run it, and close or reload this tab while the run sleeps. Or press Restart engine, which kills the engine and starts a new one from what is stored.",
      nudge: "Run, then Restart engine (or reload the page) while it sleeps, then Next wake-up.",
      predict: ask(
        "tab",
        "Engine and host live in this tab. You close it during the sleep and come back. What will the run be doing?",
        { gone: "It is gone", again: "It begins again", asleep: "It is asleep" },
        "asleep",
        "Every fact is stored before the engine acts on it. A new engine reads the log and goes on from its last line.",
        ({ runs }) => {
          const r = runs.find((each) => each.completed && each.inSleep("engine.restarted").length > 0);
          return r && (r.inSleep("handler.entered").length === 0 ? "asleep" : "again");
        },
        ["still asleep", "sleeps on", "slept on", "goes on sleeping"],
      ),
      walk: [run, restartEngine, wake],
      opensUpTo: "sleep.started",
      goals: goal("closed-tab", {
        title: "End the engine of a sleeping run, and let the run end",
        guided: true,
        none: "Press Run. When the run sleeps, close or reload this tab, or press Restart engine.",
        clauses: { restarted: (r) => r.inSleep("engine.restarted").length > 0, ends: (r) => r.completed },
        says: {
          restarted: (r) => {
            if (r.asleep) return "The run sleeps. Reload this tab, or press Restart engine.";
            return r.end === undefined
              ? "Wait for the sleep, then reload this tab or press Restart engine."
              : "No completed run has slept through a restart of the engine. Press Run, then reload this tab or press Restart engine during the sleep.";
          },
          ends: (r) => unfinished(r, "The new engine knows the run: it is still asleep. Press Next wake-up."),
        },
        evidence: (r) =>
          `Engine ${r.inSleep("engine.restarted")[0]?.generation ?? ""} read the log in the middle of the sleep, woke the run, and it completed.`,
      }),
      alternatives: {
        "reloads twice": [run, restartEngine, restartEngine, wake],
        "kills the host as well": [run, restartEngine, crash, wake, start],
        "has renamed the steps": via("otherNames", [run, restartEngine, wake]),
      },
    }),
    act("repair", {
      title: "Repair a run that is failing",
      shown: "A failing run was repaired while it waited for its next attempt: new code, the same run, the same records.",
      task: "Let the farewell throw, watch it fail more than once, then put the repaired file into service. The same run must complete.",
      nudge:
        "Choose the change that throws before the run wakes up. Two failed attempts later choose one that works. The name of a step is its memory.",
      tabs: ["Journal", "Runs", "Memo", "Console"],
      predict: ask(
        "repeated",
        "The farewell fails twice, you repair the file, the run completes. What was done more than once?",
        { both: "Greeting and farewell", farewell: "Only the farewell", whole: "Everything, in a new run" },
        "farewell",
        "The greeting was recorded once and came from the log at every entry. Only the step without a record was tried again.",
        ({ runs }) => {
          const r = runs.find((each) => each.completed && failures(each) > 0 && each.deploys.length > 0);
          return r && (repeated(r).every((step) => step === broken(r)) && r.forgotten.length === 0 ? "farewell" : "both");
        },
        ["without a second greeting", "only the step"],
      ),
      offers: {
        throws: "A farewell that throws an error",
        renamed: "A farewell that works, as a step named goodbye",
        start: "A farewell that works, as a step named farewell",
      },
      walk: repair,
      proof: repair,
      opensUpTo: "step.failed",
      goals: goal("repaired", {
        title: "A failing run, repaired so that the same run completes",
        none: "Press Run, and choose a change that breaks the farewell while the run sleeps.",
        clauses: {
          "in time": (r) => !r.failed,
          fails: (r) => failures(r) > 0,
          ends: (r) => r.completed,
          "farewell kept": (r) => r.recorded.includes(broken(r)),
          "greeting kept": (r) => r.forgotten.length === 0 && repeated(r).every((step) => step === broken(r)),
          repaired: (r) => r.deploys.length > 0 && tries(r, broken(r)) > 1,
        },
        says: {
          "in time": "The run has used up its attempts and failed. Press Run and repair the next one before its fifth attempt.",
          fails: (r) => {
            if (r.asleep) return "The run sleeps. Choose the change whose farewell throws, then press Next wake-up.";
            return r.end === undefined
              ? "No farewell has failed yet. Press Next wake-up."
              : "The run completed without a failed farewell. Press Run, and choose the change that throws while it sleeps.";
          },
          ends: (r) =>
            failures(r) === 1
              ? "The farewell has failed once. Press Next wake-up and let it fail again."
              : `The farewell has failed ${failures(r)} times. Choose a change that works, then press Next wake-up.`,
          "farewell kept": (r) =>
            `The farewell failed ${failures(r)} times and was never repaired: the step that worked is called ${renamed(r)}, which is another step. Keep the name ${broken(r)}.`,
          "greeting kept": (r) =>
            `The run completed, but a step ran under the new name ${renamed(r)}: to the engine that is new work, done again. Keep the names ${r.forgotten.join(", ")} and ${broken(r)}.`,
          repaired: "The farewell worked without new code. Put a repaired file into service between two attempts.",
        },
        evidence: (r) => `In one run the farewell was tried ${tries(r, broken(r))} times, with new code in between; the greeting 1 time.`,
      }),
      alternatives: {
        "breaks the farewell before the run": via("throws", [run, wake, wake, change("start"), wake]),
        "repairs after one failed attempt": [run, change("throws"), wake, change("start"), wake],
        "kills the host in between": [run, change("throws"), wake, crash, change("start"), wake],
        "has renamed the steps": via("otherNames", [run, change("otherThrows"), wake, wake, change("otherNames"), wake]),
      },
      fails: {
        throws: by("in time", [run, wake, wake, wake, wake, wake]),
        renamed: by("farewell kept", [run, change("throws"), wake, wake, change("renamed"), wake], "start"),
        welcome: by("greeting kept", [run, wake, wake, change("welcome"), wake], "throws"),
      },
    }),
    act("agent", {
      title: "Let an agent write the greeting",
      task: "agent.ts asks a scripted agent for a greeting and costs $0.20 a call. Use it, so that a completed run returns its text, made in a step.",
      nudge: [
        "What the step returns is what the log keeps. The agent's answer carries by: agent.",
        "Import writeGreeting from ./agent.ts. Call it where a second entry is answered from the log.",
      ],
      shown: "An agent's answer that was made in a step is paid once, however often the function is entered.",
      open: true,
      rails: ["handler", "run", "world", "host"],
      tabs: ["Journal", "Runs", "Memo", "Effects", "Console"],
      solution: "inside",
      walk: [change("inside"), run, wake],
      opensUpTo: "run.created",
      goals: goal("agent-greeting", {
        title: "A completed run returns a text marked by: agent, made in a step",
        none: "No completed run has returned a text by the agent. Use writeGreeting from agent.ts, apply the edit and press Run.",
        clauses: {
          ends: (r) => r.completed,
          asked: (r) => r.modelCalls.length > 0,
          "in a step": (r) => r.modelCalls.every(({ stepId }) => stepId !== undefined),
          returned: (r) => agentStep(r) !== undefined,
        },
        says: {
          ends: (r) => unfinished(r),
          asked: "The last run did not ask the agent. Use writeGreeting from agent.ts in the greeting, apply the edit and press Run.",
          "in a step": (r) =>
            `The agent was asked outside a step: paid ${r.modelCalls.length} times in one run, once at every entry. Ask it inside step.run.`,
          returned:
            "A step asked the agent, but the run's output has no text marked by: agent. Return the agent's whole answer from the step.",
        },
        evidence: (r) => `The agent wrote it in the step ${agentStep(r)?.stepId ?? ""}, for ${dollars(r.modelCents)}.`,
      }),
      fails: { start: "asked", outside: "in a step", unmarked: "returned" },
      alternatives: { "gives the step another name": via("namedStep", [run, wake]) },
    }),
  ],
  minutes: [1, 1, 1, 2, 4],
  promise: {
    endings: { "both said": { by: [run], leaves: "completed: the agent's greeting and a farewell" } },
    failing: { greeting: "failed: nothing", farewell: "failed: a greeting and no farewell" },
    left: (r) => {
      if (agentText(r.output) !== undefined) return "the agent's greeting and a farewell";
      return r.recorded.includes("greeting") ? "a greeting and no farewell" : "nothing";
    },
  },
});
