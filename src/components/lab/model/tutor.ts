// The prompt that a learner hands to their own assistant: help that starts with a hint, from this code and this log.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { Files } from "../../../../sandbox/session/lab-session.ts";
import { journalRows } from "./journal-model.ts";

export type Lesson = {
  readonly lab: string;
  readonly act: string;
  readonly task: string;
  readonly openGoals: readonly string[];
  readonly prediction: string | undefined;
};

const ROWS = 120;

export function tutorPrompt(lesson: Lesson, files: Files, facts: readonly Fact[]): string {
  const rows = journalRows(facts)
    .slice(-ROWS)
    .map((row) => [row.seq, row.clock, row.type, row.step, row.text].filter((cell) => cell !== "").join(" | "));
  return [
    "I am learning durable execution for AI agents with the Inngest TypeScript SDK. Be my tutor for this one exercise.",
    "Rules: ask me first what I expected. Then give one hint at a time, starting with the smallest, and wait for my answer. Do not show finished code until I have asked for it twice. Base what you say on the log below: it is what happened. Inngest runs my function again from its first line on every call and answers recorded steps from its log.",
    "",
    `Exercise: ${lesson.lab}. ${lesson.act}. ${lesson.task}`,
    ...(lesson.prediction === undefined ? [] : [`My prediction: ${lesson.prediction}`]),
    ...(lesson.openGoals.length === 0 ? [] : ["Still open:", ...lesson.openGoals.map((goal) => `- ${goal}`)]),
    "",
    ...Object.entries(files).flatMap(([file, text]) => [`File ${file}:`, "```ts", text.trimEnd(), "```", ""]),
    `The last ${rows.length} facts of the engine's log (number | time | fact | step | what):`,
    ...(rows.length === 0 ? ["nothing has run yet"] : rows),
  ].join("\n");
}
