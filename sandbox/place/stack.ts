// Stack traces in the learner's terms: file, line and column of their own files, nothing else.
// V8 and SpiderMonkey honor `sourceURL` in a module, WebKit prints the module's URL: both lead back to the file.
import type { CodePlace } from "../log/facts.ts";

export interface SourceMap {
  /** The learner's frames in a stack, innermost first. */
  places(stack: string): readonly CodePlace[];
  /** Rewrites `error.stack` to its first line and the learner's frames, so that no URL of ours reaches the wire or the log. */
  tidy<E>(error: E): E;
}

/** `fileOf` knows which URL was made for which file. */
export function createSourceMap(fileOf: ReadonlyMap<string, string>): SourceMap {
  const places = (stack: string): readonly CodePlace[] => stack.split("\n").flatMap((line) => placeIn(line, fileOf) ?? []);
  return {
    places,
    tidy(error) {
      if (!(error instanceof Error) || error.stack === undefined) return error;
      const frames = places(error.stack).map((place) => `    at ${place.file}:${place.line}:${place.column ?? 1}`);
      try {
        error.stack = [`${error.name}: ${error.message}`, ...frames].join("\n");
      } catch {
        // A frozen error keeps the stack it has.
      }
      return error;
    },
  };
}

function placeIn(line: string, fileOf: ReadonlyMap<string, string>): CodePlace | undefined {
  const [, url = "", row, column] = /((?:lab|blob|data|https?|file):[^\s()]*?):(\d+)(?::(\d+))?\)?\s*$/.exec(line) ?? [];
  if (row === undefined) return undefined;
  const file = fileOf.get(url) ?? /^lab:\/\/\/([^?]+)/.exec(url)?.[1];
  if (file === undefined) return undefined;
  return { file, line: Number(row), ...(column === undefined ? {} : { column: Number(column) }) };
}
