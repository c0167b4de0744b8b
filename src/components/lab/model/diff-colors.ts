// A unified diff in the colors of the files it leads from and to. A hunk begins anywhere, also within a template or a comment,
// so its lines are looked up in the whole files; only a hunk that stands in none of them is colored by itself.
import type { Line } from "./code-tokens.ts";

export type ColoredFile = { readonly text: string; readonly lines: readonly Line[] };
type Side = { readonly start: number; readonly marks: string };

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Lines of the diff, each with its mark as the first token. */
export function coloredDiff(diff: string, files: readonly ColoredFile[], colored: (code: string) => readonly Line[]): readonly Line[] {
  return hunksOf(diff).flatMap(({ header, body, before, after }) => {
    const sides = [sideOf(body, before, files, colored), sideOf(body, after, files, colored)] as const;
    return [plain(header), ...body.map((line) => markedLine(line, sides))];
  });
}

/** Takes the next line of each side that the diff's line belongs to. */
function markedLine(line: string, [before, after]: readonly [Iterator<Line>, Iterator<Line>]): Line {
  const mark = line.slice(0, 1);
  const old = mark === "-" || mark === " " ? before.next() : undefined;
  const now = mark === "+" || mark === " " ? after.next() : undefined;
  const tokens = (now ?? old)?.value as Line | undefined;
  return tokens === undefined ? plain(line) : [...plain(mark), ...tokens];
}

function sideOf(
  body: readonly string[],
  { start, marks }: Side,
  files: readonly ColoredFile[],
  colored: (code: string) => readonly Line[],
): Iterator<Line> {
  const lines = body.filter((line) => marks.includes(line.slice(0, 1))).map((line) => line.slice(1));
  const found = files.find(({ text }) => isAt(text.split("\n"), lines, start - 1));
  return (found === undefined ? colored(lines.join("\n")) : found.lines.slice(start - 1, start - 1 + lines.length)).values();
}

function isAt(text: readonly string[], lines: readonly string[], at: number): boolean {
  return lines.every((line, index) => text[at + index] === line);
}

type Hunk = { readonly header: string; readonly body: string[]; readonly before: Side; readonly after: Side };

function hunksOf(diff: string): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    const [header, before, after] = HEADER.exec(line) ?? [];
    if (header === undefined) hunks.at(-1)?.body.push(line);
    else
      hunks.push({
        header: line,
        body: [],
        before: { start: Number(before), marks: "- " },
        after: { start: Number(after), marks: "+ " },
      });
  }
  return hunks;
}

function plain(text: string): Line {
  return text === "" ? [] : [{ text, kind: "plain" }];
}
