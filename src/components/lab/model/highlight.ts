// TypeScript colored line by line, by one pass over its tokens. The same function colors the page at build time
// and the learner's edits later, so nothing jumps when the lab wakes up. It need not parse: labs are read, not compiled, here.
export type Token = { readonly text: string; readonly kind: "plain" | "keyword" | "string" | "comment" | "number" | "call" };

const KEYWORDS = new Set(
  "as async await break case catch class const continue default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of return satisfies static super switch this throw true try type typeof undefined var void while yield".split(
    " ",
  ),
);
const TOKEN =
  /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(\b\d[\d_]*(?:\.\d+)?\b)|([A-Za-z_$][\w$]*)|([\s\S])/g;

export function highlighted(code: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  for (const match of code.replace(/\n$/, "").matchAll(TOKEN)) {
    const kind = kindOf(match, code);
    for (const [index, part] of match[0].split("\n").entries()) {
      if (index > 0) lines.push([]);
      const line = lines.at(-1);
      const last = line?.at(-1);
      if (part === "" || line === undefined) continue;
      if (last?.kind === kind) line[line.length - 1] = { kind, text: last.text + part };
      else line.push({ kind, text: part });
    }
  }
  return lines;
}

function kindOf(match: RegExpMatchArray, code: string): Token["kind"] {
  const [, comment, string, number, word] = match;
  if (comment !== undefined) return "comment";
  if (string !== undefined) return "string";
  if (number !== undefined) return "number";
  if (word === undefined) return "plain";
  if (KEYWORDS.has(word)) return "keyword";
  return /^\s*(?:<[\w\s,]*>)?\(/.test(code.slice((match.index ?? 0) + word.length, (match.index ?? 0) + word.length + 40))
    ? "call"
    : "plain";
}

/** The line (from 1) on which a step's name stands as a string, in the first file that has it. */
export function lineOfStep(
  files: Readonly<Record<string, string>>,
  stepId: string,
): { readonly file: string; readonly line: number } | undefined {
  for (const [file, text] of Object.entries(files)) {
    const line = text.split("\n").findIndex((each) => each.includes(`"${stepId}"`));
    if (line >= 0) return { file, line: line + 1 };
  }
  return undefined;
}

/** The step whose name stands on this line, if one does. */
export function stepOnLine(text: string, line: number, stepIds: ReadonlySet<string>): string | undefined {
  const source = text.split("\n")[line - 1] ?? "";
  return [...stepIds].find((stepId) => source.includes(`"${stepId}"`));
}
