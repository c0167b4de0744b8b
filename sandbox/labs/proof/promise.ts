// Disturbs runs of a lab's last solution in every way that its page speaks of, one after the other in one place, and says what
// each has left. Time is turned by hand.
import type { Boundary } from "../../log/facts.ts";
import type { Files } from "../../session/lab-session.ts";
import { arm, crash, restartEngine, start, wake } from "../kit/actions.ts";
import type { Act } from "../kit/definition.ts";
import { lastSolution } from "../kit/lab.ts";
import { NoSuchAction } from "../kit/perform.ts";
import type { Press, Promised } from "../kit/promise.ts";
import { LabMistake } from "../kit/variants.ts";
import { LogView } from "../kit/view/log-view.ts";
import type { RunLog } from "../kit/view/run-log.ts";
import type { LoadedLab } from "./load.ts";
import { openAct } from "./open-act.ts";
import type { OpenAct } from "./open-act.ts";

const BOUNDARIES: readonly Boundary[] = ["before step", "before effect", "after effect, before record", "after record"];
/** More wake-ups than any run of these labs needs to come to its end. */
const MOST_WAKE_UPS = 40;

/** One disturbed run: what it has left, and what is due. */
export type Left = { readonly how: string; readonly left: string; readonly due: string };

type Ending = Promised["endings"][string];
type Bench = { readonly lab: OpenAct; readonly view: LogView; readonly files: Files; readonly steps: readonly string[] };

/** `variant`: by default the last solution, for which the promise is given. */
export async function disturbed(
  loaded: LoadedLab,
  promised: Promised,
  variant = lastSolution(loaded.lab.definition),
): Promise<readonly Left[]> {
  const files = loaded.sources.variants[variant] ?? {};
  const steps = stepsIn(files);
  const lab = await openAct(loaded, everything(loaded, steps), variant);
  try {
    return await disturbAll({ lab, view: new LogView(), files, steps }, promised);
  } finally {
    await lab.dispose();
  }
}

async function disturbAll(bench: Bench, promised: Promised): Promise<readonly Left[]> {
  const lefts: Left[] = [];
  const finish = async (how: string, presses: readonly Press[], due: string): Promise<RunLog> => {
    const run = await ended(bench, presses);
    lefts.push({ how, left: leftBy(run, promised), due });
    return run;
  };
  /** Each step with the ending that reaches it first. */
  const reached = new Map<string, Ending>();
  for (const [name, ending] of Object.entries(promised.endings)) {
    const [first, ...rest] = ending.by;
    if (first === undefined) throw new LabMistake(`The ending ${name} has no presses.`);
    const run = await finish(name, ending.by, ending.leaves);
    await finish(
      `${name}, killed while nothing ran, and the engine restarted`,
      [first, crash, restartEngine, start, ...rest],
      ending.leaves,
    );
    for (const { stepId } of run.of("step.started")) if (!reached.has(stepId)) reached.set(stepId, ending);
  }
  for (const [stepId, { by, leaves }] of reached) {
    for (const [at, boundary] of BOUNDARIES.entries()) {
      const moment = bench.steps.indexOf(stepId) * BOUNDARIES.length + at;
      const run = await finish(`killed ${boundary}: ${stepId}`, [arm(moment), ...by], leaves);
      // A step that does nothing outside has no effect to be killed before.
      if (run.kills.length === 0 && boundary !== "before effect") throw new LabMistake(`${stepId} was not killed ${boundary}.`);
      if (run.kills.length === 0) await bench.lab.press({ do: "disarm" });
    }
  }
  for (const [stepId, { by }] of reached) {
    await bench.lab.press({ do: "apply", files: failing(bench.files, stepId), by: "learner" });
    await finish(`failed for good: ${stepId}`, by, promised.failing[stepId] ?? `no ending for a failing ${stepId}`);
  }
  return lefts;
}

/** What a run has left, beside how it ended; a step that is recorded twice would show. */
function leftBy(run: RunLog, promised: Promised): string {
  const twice = run.recorded.filter((stepId, at) => run.recorded.indexOf(stepId) !== at);
  const end = run.completed ? "completed" : run.failed ? "failed" : "never ended";
  return [end, promised.left(run), ...twice.map((stepId) => `${stepId} recorded twice`)].join(": ");
}

/** Presses, and goes on until the run of the first press has ended. */
async function ended(bench: Bench, presses: readonly Press[]): Promise<RunLog> {
  const { runs } = await seen(bench);
  const at = runs.length;
  const run = async (): Promise<RunLog | undefined> => (await seen(bench)).runs[at];
  for (const press of presses) await pressed(bench, press, run);
  for (let woken = 0; woken < MOST_WAKE_UPS && (await run())?.end === undefined; woken += 1) await onward(bench);
  const found = await run();
  if (found === undefined) throw new LabMistake("These presses begin no run.");
  return found;
}

/** What a crash has delayed, for example a card for the reviewer, is waited for; a run that has ended needs no further press. */
async function pressed(bench: Bench, press: Press, run: () => Promise<RunLog | undefined>): Promise<void> {
  for (let woken = 0; woken <= MOST_WAKE_UPS; woken += 1) {
    const now = await run();
    if (now?.end !== undefined) return;
    if (await isPressed(bench, typeof press !== "function" ? press : press(now as RunLog))) return startIfDown(bench);
    await onward(bench);
  }
  throw new LabMistake(`There is nothing to press for ${JSON.stringify(press)}.`);
}

async function isPressed({ lab }: Bench, action: Parameters<OpenAct["press"]>[0]): Promise<boolean> {
  try {
    await lab.press(action);
    return true;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof NoSuchAction) return false;
    throw error;
  }
}

async function onward(bench: Bench): Promise<void> {
  await startIfDown(bench);
  await bench.lab.press(wake);
}

async function startIfDown({ lab }: Bench): Promise<void> {
  if ((await lab.place.session.place()).host === "down") await lab.press(start);
}

/** The log so far, kept up. */
async function seen({ lab, view }: Bench): Promise<LogView> {
  for (const fact of await lab.place.session.facts(view.size + 1)) view.add(fact);
  return view;
}

/** An act that holds nowhere, offers every event of the lab, and has a moment for each boundary of each step. */
function everything({ lab: { definition } }: LoadedLab, steps: readonly string[]): Act {
  const { acts, id } = definition;
  const last = acts.at(-1);
  if (last === undefined) throw new LabMistake(`${id}/lab.ts: the lab has no act.`);
  const events = [...new Map(acts.flatMap((act) => act.events).map((event) => [event.key, event])).values()];
  const crashAt = steps.flatMap((stepId) => BOUNDARIES.map((boundary) => ({ boundary, stepId, label: boundary })));
  return { ...last, holds: [], events, crashAt };
}

const RUN = /\.run\(\s*"([^"]+)",/g;

/** The steps that the files have, whatever runs reach them. */
const stepsIn = (files: Files): readonly string[] =>
  Object.values(files).flatMap((text) => [...text.matchAll(RUN)].map(([, stepId = ""]) => stepId));

/** The files with a step whose work throws at every attempt. */
function failing(files: Files, stepId: string): Files {
  const body = new RegExp(`(\\.run\\(\\s*"${stepId}",)`);
  const found = Object.entries(files).filter(([, text]) => body.test(text));
  const [[name, text] = ["", ""]] = found;
  if (found.length !== 1) throw new LabMistake(`The step ${stepId} stands in ${found.length} files, not in one.`);
  return { ...files, [name]: text.replace(body, '$1 true ? () => { throw new Error("Down for good."); } :') };
}
