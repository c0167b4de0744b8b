// Heights: each rail that the act shows gets its own, a run's lane as many rows as steps were open at the same time.
import { assertNever } from "./never.ts";
import { GLOSSES, type Mark, type Rail, type RailName, type TimelineView } from "./timeline-marks.ts";
import { textWidth, type Sketch } from "./timeline-pen.ts";

const ROW = 28;
const LANE = 54;

/** Gives every mark of the sketch, which is a copy, its height. */
export function laidOut(sketch: Sketch, rails: readonly RailName[], crowded = false): TimelineView {
  const built: Rail[] = [];
  const heights: Heights = { laneY: [], topY: new Map(), worldY: 0, captionY: 0 };
  const rail = (name: RailName, at: number, label: string = name) => built.push({ name, label, gloss: GLOSSES[name], y: at });
  let y = 10;
  for (const top of ["event", "handler", "call"] as const)
    if (rails.includes(top)) {
      rail(top, y + 12);
      heights.topY.set(top, y + 12);
      y += 26;
    }
  for (const [lane, rows] of rowsOf(sketch).entries()) {
    heights.laneY.push(y + 26);
    rail("run", y + 26, sketch.runs.length > 1 ? `run ${sketch.runs[lane] ?? ""}` : "run");
    y += LANE + (rows - 1) * ROW;
  }
  heights.worldY = y + 14;
  if (rails.includes("world")) y = (rail("world", heights.worldY), y + 34);
  const hostY = y + 10;
  if (rails.includes("host")) y = (rail("host", hostY), y + 24);
  heights.captionY = y + 8;
  for (const mark of sketch.marks) mark.y = yOf(mark, heights);
  for (const fibre of sketch.fibres) fibre.y = heights.laneY[fibre.lane] ?? 0;
  for (const host of sketch.hosts) host.y = hostY;
  const captioned = sketch.marks.some((mark) => mark.type === "cut" || mark.type === "decision");
  return {
    width: widthOf(sketch),
    height: heights.captionY + (captioned ? 12 : -6),
    rails: built,
    marks: sketch.marks,
    fibres: sketch.fibres,
    hosts: rails.includes("host") ? sketch.hosts : [],
    first: sketch.marks[0]?.at ?? 0,
    last: sketch.marks.reduce((last, mark) => Math.max(last, ...mark.seqs), 0),
    crowded,
  };
}

/** How many rows each lane needs; one lane is there before any run. */
function rowsOf({ marks, runs }: Sketch): readonly number[] {
  const rows = Array.from({ length: Math.max(1, runs.length) }, () => 1);
  for (const mark of marks) if ("row" in mark) rows[mark.lane] = Math.max(rows[mark.lane] ?? 1, mark.row + 1);
  return rows;
}

function widthOf({ marks, end }: Sketch): number {
  let width = Math.max(marks.length === 0 ? 340 : 0, end + 24);
  for (const mark of marks)
    width = Math.max(width, 12 + mark.x + ("width" in mark ? mark.width : "label" in mark ? 14 + textWidth(mark.label) : 0));
  return width;
}

type Heights = { readonly laneY: number[]; readonly topY: Map<"event" | "handler" | "call", number>; worldY: number; captionY: number };

function yOf(mark: Mark, heights: Heights): number {
  const lane = heights.laneY[mark.lane] ?? 0;
  switch (mark.type) {
    case "arrival":
      return heights.topY.get("event") ?? 0;
    case "entry":
      return heights.topY.get("handler") ?? 0;
    case "call":
      return heights.topY.get("call") ?? 0;
    case "segment":
    case "hatch":
      return lane + mark.row * ROW;
    case "ghost":
    case "start":
    case "end":
    case "hold":
      return lane;
    case "effect":
    case "cost":
    case "refusal":
      return heights.worldY;
    case "cut":
    case "decision":
      return heights.captionY;
    default:
      return assertNever(mark);
  }
}
