// The course's figure language as plain drawing: a run is a line, steps are the segments that sheathe it, a crash cuts it.
// Pure: marks in, shapes with coordinates out. The page's component only writes them down.
// The axis is the log: marks follow each other, and a line that is full goes on in the next stave, as music does.

export type Mark =
  /** The handler was entered from its first line. Numbered only where a test has counted. */
  | { readonly is: "entry"; readonly n?: number }
  /** A recorded step; `effect` is what it did to the world, `doubled` when it did so before. */
  | { readonly is: "step"; readonly name: string; readonly effect?: string; readonly doubled?: boolean; readonly suppressed?: boolean }
  /** An attempt whose record is missing: it failed, or its host died. */
  | { readonly is: "attempt"; readonly name: string; readonly why: string; readonly effect?: string }
  /** Answered from the log. */
  | { readonly is: "memo"; readonly name: string }
  /** A sleep, a wait or a backoff: time without a process. */
  | { readonly is: "pause"; readonly label: string }
  /** Code outside any step. */
  | { readonly is: "plain"; readonly name: string; readonly effect?: string; readonly doubled?: boolean }
  | { readonly is: "crash"; readonly label: string }
  /** The host is back. */
  | { readonly is: "host" }
  /** An event arrives; `lost` when nothing waits for it. */
  | { readonly is: "event"; readonly label: string; readonly lost?: boolean }
  | { readonly is: "end"; readonly label: string };

export type Rail = "handler" | "run" | "world" | "host";

export type Placed = { readonly mark: Mark; readonly x: number; readonly width: number };
/** One stave: its marks, and the stretches during which a host was alive. */
export type Stave = {
  readonly placed: readonly Placed[];
  readonly alive: readonly (readonly [number, number])[];
  readonly end: number;
  readonly lineEnd: number;
};

export const gutter = 62;
const gap = 7;

const textWidth = (text: string, size: number): number => Math.ceil(text.length * size * 0.56);

/** How much of the line a mark takes. */
export function widthOf(mark: Mark): number {
  switch (mark.is) {
    case "entry":
      return 16; // its label has the rail above to itself
    case "step":
    case "plain":
      return Math.max(textWidth(mark.name, 11.5) + 22, mark.effect ? textWidth(mark.effect, 11.5) + 22 : 0);
    case "attempt":
      return Math.max(textWidth(mark.name, 11.5) + 22, textWidth(mark.why, 11) + 4);
    case "memo":
      return textWidth(mark.name, 11) + 16;
    case "pause":
      return Math.max(70, textWidth(mark.label, 11) + 10);
    case "crash":
      return 26; // its label stands below all rails
    case "host":
      return 10;
    case "event":
      return textWidth(mark.label, 11) + 18;
    case "end":
      return textWidth(mark.label, 11.5) + 26;
    default:
      return never(mark);
  }
}

/** Sets marks one after the other, breaking before one that would pass `limit`. */
export function staves(marks: readonly Mark[], limit: number, gutterWidth = gutter): readonly Stave[] {
  const lines: Placed[][] = [[]];
  let x = gutterWidth;
  for (const mark of marks) {
    const width = widthOf(mark);
    if (x + width > limit && x > gutterWidth) {
      lines.push([]);
      x = gutterWidth;
    }
    lines.at(-1)?.push({ mark, x, width });
    x += width + gap;
  }
  let up = true;
  return lines.map((placed, index) => {
    const last = placed.at(-1);
    const end = index < lines.length - 1 ? limit : (last ? last.x + last.width : gutterWidth) + 4;
    const { alive, upAfter } = hostBars(placed, up, gutterWidth, end);
    up = upAfter;
    return { placed, alive, end, lineEnd: last?.mark.is === "end" ? last.x : end };
  });
}

function hostBars(
  placed: readonly Placed[],
  upBefore: boolean,
  start: number,
  end: number,
): { readonly alive: (readonly [number, number])[]; readonly upAfter: boolean } {
  const alive: (readonly [number, number])[] = [];
  let since = upBefore ? start : undefined;
  for (const { mark, x, width } of placed) {
    if (mark.is === "crash" && since !== undefined) {
      alive.push([since, x + 4]);
      since = undefined;
    }
    if (mark.is === "host") since ??= x + width / 2;
  }
  if (since !== undefined) alive.push([since, end]);
  return { alive, upAfter: since !== undefined };
}

/** Which rails the marks need, in the order they are drawn. */
export function railsOf(marks: readonly Mark[]): readonly Rail[] {
  const has = (test: (mark: Mark) => boolean): boolean => marks.some(test);
  const rails: Rail[] = ["run"];
  if (has((mark) => mark.is === "entry")) rails.unshift("handler");
  if (has((mark) => ("effect" in mark && mark.effect !== undefined) || mark.is === "event")) rails.push("world");
  if (has((mark) => mark.is === "crash")) rails.push("host");
  return rails;
}

export function never(mark: never): never {
  throw new Error(`The figure knows no mark like ${JSON.stringify(mark)}.`);
}
