// The course's own text for coding agents: listed, searched, read. Held in memory, found by name in a map, so that no path
// can reach a file. Boundary: the text is made at build (`scripts/run/docs/build-docs.ts`); here nothing is read from a disk.
import { createContext, Script } from "node:vm";

export type Doc = {
  /** Address of the page without slashes around it, e.g. `reflexes/step-run`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** Markdown, components told in words. */
  readonly text: string;
};
export type Docs = readonly Doc[];

export type GrepMatch = { readonly file: string; readonly line: number; readonly content: string };

/** `why` says what to do next. */
export type Grepped = { readonly ok: true; readonly matches: readonly GrepMatch[] } | { readonly ok: false; readonly why: string };

const LONGEST_PATTERN = 200;
const LONGEST_LINE = 2000;
/** A pattern that backtracks without end is stopped: the engine shares this thread. */
const SEARCH_MS = 100;

/** The page that this name means: `reflexes/step-run`, `/reflexes/step-run/` and `reflexes/step-run.mdx` are the same. */
export function findDoc(docs: Docs, path: string): Doc | undefined {
  const wanted = path
    .trim()
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.mdx?$/, "");
  return docs.find((doc) => doc.path === wanted);
}

/** Lines that hold the pattern, a regular expression without regard to case. At most `limit`. */
export function grepDocs(docs: Docs, pattern: string, limit: number): Grepped {
  if (pattern === "") return { ok: false, why: "The pattern is empty. Give a word or a regular expression." };
  if (pattern.length > LONGEST_PATTERN)
    return { ok: false, why: `The pattern has ${pattern.length} characters; at most ${LONGEST_PATTERN} are taken. Give a shorter one.` };
  const lines = docs.flatMap(({ path, text }) =>
    text.split("\n").map((content, at) => ({ file: path, line: at + 1, content: content.trim().slice(0, LONGEST_LINE) })),
  );
  const found = search(
    pattern,
    lines.map(({ content }) => content),
    limit,
  );
  if (typeof found === "string") return { ok: false, why: found };
  return { ok: true, matches: found.flatMap((at) => lines[at] ?? []) };
}

const SEARCH = new Script(`
  const expression = new RegExp(pattern, "iu");
  const found = [];
  for (let at = 0; at < lines.length && found.length < limit; at += 1) if (expression.test(lines[at])) found.push(at);
  found;
`);

// The virtual machine is there for its time limit alone: what runs in it is our loop and the platform's regular expressions.
function search(pattern: string, lines: readonly string[], limit: number): readonly number[] | string {
  const written = escapeIfBroken(pattern);
  try {
    const found = SEARCH.runInContext(createContext({ pattern: written, lines, limit }), { timeout: SEARCH_MS }) as readonly number[];
    return [...found];
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return `The search took longer than ${SEARCH_MS} ms and was stopped. Give a plain word, or a pattern without repeats inside repeats.`;
  }
}

// What is no regular expression is looked for as it stands: `step.run(` is what somebody wants to find.
function escapeIfBroken(pattern: string): string {
  try {
    new RegExp(pattern, "iu");
    return pattern;
  } catch {
    return pattern.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  }
}
