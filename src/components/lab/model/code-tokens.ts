// Lines of code as colored tokens, and the short form in which their colors travel: lengths and kinds, without the text.
import type { CodeKind } from "../../../styles/code-themes.ts";

export type Token = { readonly text: string; readonly kind: CodeKind };
export type Line = readonly Token[];
/** Colors by the `hash` of the text that they belong to. */
export type Colors = { readonly [hash: string]: string };

/** A kind's place in this list is its letter in the short form, from `a`. */
const KINDS: readonly CodeKind[] = ["plain", "comment", "keyword", "function", "string", "constant"];
const FIRST_LETTER = 97;

/** Code without colors. */
export function plainLines(code: string): readonly Line[] {
  return withoutLastBreak(code)
    .split("\n")
    .map((text) => (text === "" ? [] : [{ text, kind: "plain" }]));
}

/** One line of neighbors that differ in kind. Space has no color, so it joins what stands before it. */
export function joined(tokens: Line): Line {
  const line: Token[] = [];
  for (const token of tokens) {
    const last = line.at(-1);
    if (last !== undefined && (last.kind === token.kind || token.text.trim() === ""))
      line[line.length - 1] = { kind: last.kind, text: last.text + token.text };
    else line.push(token);
  }
  return line;
}

/** The colors of these lines, such as `6c1a12d`: six characters of a keyword, one of none, twelve of a function. */
export function packed(lines: readonly Line[]): string {
  const stretches: { length: number; kind: CodeKind }[] = [];
  const add = (length: number, kind: CodeKind): void => {
    const last = stretches.at(-1);
    if (last?.kind === kind) last.length += length;
    else stretches.push({ length, kind });
  };
  for (const [index, line] of lines.entries()) {
    if (index > 0) add(1, stretches.at(-1)?.kind ?? "plain");
    for (const { text, kind } of line) add(text.length, kind);
  }
  return stretches.map(({ length, kind }) => `${length}${String.fromCharCode(FIRST_LETTER + KINDS.indexOf(kind))}`).join("");
}

/** The lines of this code in these colors; undefined if the colors are those of another text. */
export function unpacked(code: string, colors: string): readonly Line[] | undefined {
  const text = withoutLastBreak(code);
  const lines: Token[][] = [[]];
  let at = 0;
  for (const [, length, letter = ""] of colors.matchAll(/(\d+)([a-z])/g)) {
    const kind = KINDS[letter.charCodeAt(0) - FIRST_LETTER];
    const end = at + Number(length);
    if (kind === undefined) return undefined;
    for (const [index, part] of text.slice(at, end).split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ text: part, kind });
    }
    at = end;
  }
  return at === text.length ? lines : undefined;
}

function withoutLastBreak(code: string): string {
  return code.replace(/\n$/, "");
}
