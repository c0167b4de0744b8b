// The learner's console: every line goes to the controller as a note, with its call, step and code place.
import type { HostNote } from "../ports.ts";

type Level = Extract<HostNote, { type: "console" }>["level"];
export type Say = (level: Level, text: string) => void;
export type LearnerConsole = Pick<Console, Level>;

export function createLearnerConsole(say: Say): LearnerConsole {
  const line =
    (level: Level) =>
    (...values: unknown[]): void =>
      say(level, values.map(shown).join(" "));
  return { log: line("log"), info: line("info"), warn: line("warn"), error: line("error"), debug: line("debug") };
}

/** What the SDK's logger gets: messages first, as `ctx.logger.info(…)` in learner code expects. */
export function createSdkLogger(console: LearnerConsole): LearnerConsole {
  const line =
    (level: Level) =>
    (...values: unknown[]): void => {
      const [fields, message, ...rest] = values;
      if (typeof message !== "string" || typeof fields !== "object" || fields === null) return console[level](...values);
      console[level](message, ...("err" in fields ? [fields.err] : []), ...rest);
    };
  return { log: line("log"), info: line("info"), warn: line("warn"), error: line("error"), debug: () => {} };
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
