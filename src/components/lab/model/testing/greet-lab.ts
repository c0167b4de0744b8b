// A lab of two acts over a session that runs nothing, for the models' tests.
import { goal as goalSpec } from "../../../../../sandbox/labs/kit/goals.ts";
import type { LogView } from "../../../../../sandbox/labs/kit/view/log-view.ts";
import type { Fact } from "../../../../../sandbox/log/facts.ts";
import { createProgress } from "../../../progress/progress-store.ts";
import type { KeyValue } from "../asleep.ts";
import { createGoalJudge } from "../goal-judge.ts";
import { createLabModel } from "../lab-model.ts";
import { createGuide } from "../../../../../sandbox/labs/kit/guide.ts";
import type { LabContent, LabDefinition, LabStatic } from "../ports.ts";
import { fakePlace } from "./fake-session.ts";
import { completed } from "./story.ts";

const act = (id: string, more: Partial<LabDefinition["acts"][number]> = {}): LabDefinition["acts"][number] => ({
  id,
  title: id,
  task: "Press.",
  controls: ["Run", "Crash host", "Start host", "Next wake-up", "Crash at", "Arm crash"],
  rails: ["run", "host"],
  tabs: ["Journal"],
  holds: [],
  faults: [],
  changes: [],
  hints: [],
  open: false,
  crashAt: [{ boundary: "in sleep", label: "in the sleep" }],
  webhooks: [],
  events: [{ key: "mira", label: "Mira", name: "demo/greet", data: { name: "Mira" } }],
  starts: "start",
  solution: "solution",
  ...more,
});
const question = {
  id: "q",
  question: "How often?",
  options: [
    { id: "once", label: "Once" },
    { id: "twice", label: "Twice" },
  ],
  answer: "twice",
  because: "It was entered twice.",
  ask: "What did you see?",
};
const lab: LabDefinition = {
  id: "greet",
  number: "L00",
  title: "Greet",
  page: "/greet/",
  clock: "2026-11-23T09:00:00Z",
  seed: "s",
  files: ["greet.ts"],
  imports: ["inngest"],
  world: { options: {} },
  acts: [act("count", { prediction: question }), act("crash", { holds: [{ boundary: "before step" }] })],
};
const goal = goalSpec("done", {
  title: "It ends",
  guided: true,
  none: "Press Run.",
  clauses: { ends: (run) => run.completed },
  says: { ends: "Press Run." },
  evidence: "One run completed.",
}).placed("greet", { id: "count", number: 1 });
/** Of a run that completed: how often it was entered. */
const saw = ({ runs }: LogView): string | undefined =>
  runs.flatMap((run) => (run.completed ? [run.entries.length === 2 ? "twice" : "once"] : []))[0];
export const first: LabStatic = {
  lab,
  goals: [{ id: goal.id, act: 1, title: goal.title, guided: true, missing: "Press Run." }],
  files: { "greet.ts": "start" },
  recording: { facts: completed().facts, openUpTo: 12, tables: [] },
};
export const content: LabContent = {
  sources: {
    variants: { start: { "greet.ts": "start" }, solution: { "greet.ts": "better" } },
    changes: {},
    solutions: { count: "-start\n+better" },
  },
  judge: createGoalJudge([goal], [{ act: "count", saw }]),
  createGuide,
  recording: () => Promise.resolve(undefined),
};

/** The same log, in an act. */
export const completedIn = (act: string): readonly Fact[] => {
  const [first, ...rest] = completed().facts;
  return [first as Fact, { ...(first as Fact), type: "act.entered", act } as Fact, ...rest].map((fact, at) => ({ ...fact, seq: at + 1 }));
};

export function given(place = fakePlace(), storage?: KeyValue) {
  const progress = createProgress(undefined, () => 1);
  const model = createLabModel(first, {
    open: () => Promise.resolve(place.opened),
    load: () => Promise.resolve(content),
    storage,
    progress,
    after: () => () => undefined,
  });
  model.wake();
  return { model, place, progress };
}
