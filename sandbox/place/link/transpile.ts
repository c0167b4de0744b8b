// From the learner's TypeScript to JavaScript with the same lines and, but for removed types, the same columns.
// A module reaches the host's own `fetch`, `query`, timers and console by one import at its end, so no line moves.
import { transform } from "sucrase";
import type { CodePlace } from "../../log/facts.ts";
import { CodeError } from "./code-error.ts";

/** What the host gives to every learner module in place of the platform's. */
export const hostGlobals = ["fetch", "query", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "console"] as const;

/** Removes the types. Throws `CodeError` with the place of a syntax error. */
export function transpile(file: string, source: string): string {
  try {
    return transform(source, { transforms: ["typescript"], disableESTransforms: true, filePath: file }).code;
  } catch (error) {
    throw syntaxError(file, source, error);
  }
}

/** The line that gives a module the host's globals, leaving out names that the module uses and declares itself. */
export function globalsImport(code: string, importClauses: readonly string[], url: string): string {
  const wanted = hostGlobals.filter((name) => new RegExp(`\\b${name}\\b`).test(code) && !declares(code, importClauses, name));
  return wanted.length === 0 ? "" : `\nimport { ${wanted.join(", ")} } from ${JSON.stringify(url)};`;
}

function declares(code: string, importClauses: readonly string[], name: string): boolean {
  const bound = new RegExp(`\\b${name}\\b(?!\\s+as\\b)`);
  if (importClauses.some((clause) => bound.test(clause))) return true;
  return new RegExp(
    `^(?:export\\s+)?(?:(?:async\\s+)?function\\s*\\*?\\s*|class\\s+|(?:const|let|var)\\s+(?:[{[][^=]*\\b)?)${name}\\b`,
    "m",
  ).test(code);
}

function syntaxError(file: string, source: string, error: unknown): CodeError {
  const said = error instanceof Error ? error.message : String(error);
  const [, text = said, line, column] = /^(?:Error transforming [^:]*: )?(.*?)\s*\((\d+):(\d+)\)$/s.exec(said) ?? [];
  if (line === undefined) return new CodeError(`${file}: ${text}`, { file, line: 1 }, { cause: error });
  const place = inside(source, { file, line: Number(line), column: Number(column) });
  return new CodeError(`${file}:${place.line}:${place.column ?? 1} ${text}`, place, { cause: error });
}

// The parser notices an unclosed bracket at the end of the file, perhaps on a line that the editor does not show.
function inside(source: string, place: CodePlace): CodePlace {
  const lines = source.split("\n");
  if (place.line < lines.length || lines.at(-1) !== "") return place;
  const line = Math.max(1, lines.length - 1);
  return { file: place.file, line, column: (lines[line - 1]?.length ?? 0) + 1 };
}
