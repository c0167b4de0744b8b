// Keeps a runaway loop from burying the engine: code that never pauses can say only so much before it must let an answer in.
// A console that is cut says so once; a request beyond the limit fails in the learner's code, where the loop is.
import type { HostNote } from "../../place/ports.ts";

/** Between two answers from outside: far more than a lesson needs, far less than an engine could not digest. */
export const MOST_LINES = 500;
export const MOST_REQUESTS = 1000;
/** Longest text of one line. */
export const MOST_CHARACTERS = 10_000;

export interface FloodGate {
  /** An answer has come in: what follows starts anew. */
  paused(): void;
  /** The note to pass on, or nothing. */
  note(note: HostNote): HostNote | undefined;
  /** Throws when there have been too many requests. */
  request(): void;
}

export function createFloodGate(): FloodGate {
  let lines = 0;
  let requests = 0;
  return {
    paused: () => void (lines = requests = 0),
    note(note) {
      if (note.type !== "console") return note;
      lines += 1;
      if (lines > MOST_LINES) return undefined;
      if (lines === MOST_LINES)
        return { ...note, level: "warn", text: `(More than ${MOST_LINES} lines without a pause: the rest is not shown.)` };
      const { text } = note;
      return text.length <= MOST_CHARACTERS
        ? note
        : { ...note, text: `${text.slice(0, MOST_CHARACTERS)}… (${text.length - MOST_CHARACTERS} more characters)` };
    },
    request() {
      requests += 1;
      if (requests > MOST_REQUESTS)
        throw new Error(`More than ${MOST_REQUESTS} requests without waiting for an answer. Is there a loop that does not end?`);
    },
  };
}
