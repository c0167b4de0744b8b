// Heights: each rail that the act shows gets its own, a run's lane as many rows as steps were open at the same time.
import { assertNever } from "./never.ts";
import { GLOSSES, type Mark, type Rail, type RailName, type TimelineView } from "./timeline-marks.ts";
import { textWidth, type Pen } from "./timeline-pen.ts";

const ROW = 28;
const LANE = 54;

export function laidOut(pen: Pen, rails: readonly RailName[]): TimelineView {
  const lanes = Math.max(1, ...pen.marks.map((mark) => mark.lane + 1));
  const rows = Array.from(
    { length: lanes },
    (_, lane) => 1 + Math.max(0, ...pen.marks.map((mark) => (mark.lane === lane && "row" in mark ? mark.row : 0))),
  );
  const built: Rail[] = [];
  const laneY: number[] = [];
  let y = 10;
  const rail = (name: RailName, at: number, label: string = name) => built.push({ name, label, gloss: GLOSSES[name], y: at });
  for (const top of ["handler", "call"] as const) if (rails.includes(top)) y = (rail(top, y + 12), y + 26);
  for (const [lane, count] of rows.entries()) {
    laneY.push(y + 26);
    rail(
      "run",
      y + 26,
      lanes > 1 ? `run ${pen.marks.find((mark) => mark.type === "start" && mark.lane === lane)?.says.split(" ", 2)[1] ?? ""}` : "run",
    );
    y += LANE + (count - 1) * ROW;
  }
  const worldY = y + 14;
  if (rails.includes("world")) y = (rail("world", worldY), y + 34);
  const hostY = y + 10;
  if (rails.includes("host")) y = (rail("host", hostY), y + 24);
  const captionY = y + 8;
  for (const mark of pen.marks) mark.y = yOf(mark, { laneY, worldY, captionY, handlerY: 22 });
  for (const fibre of pen.fibres) fibre.y = laneY[fibre.lane] ?? 0;
  for (const host of pen.hosts) host.y = hostY;
  const reach = pen.marks.map((mark) => mark.x + ("width" in mark ? mark.width : "label" in mark ? 14 + textWidth(mark.label) : 0));
  return {
    width: Math.max(pen.marks.length === 0 ? 340 : 0, pen.x + 24, ...reach.map((right) => right + 12)),
    height: captionY + (pen.marks.some((mark) => mark.type === "cut" || mark.type === "decision") ? 12 : -6),
    rails: built,
    marks: pen.marks,
    fibres: pen.fibres,
    hosts: rails.includes("host") ? pen.hosts : [],
    first: pen.marks[0]?.at ?? 0,
    last: Math.max(0, ...pen.marks.flatMap((mark) => mark.seqs)),
  };
}

type Heights = { laneY: readonly number[]; worldY: number; captionY: number; handlerY: number };

function yOf(mark: Mark, heights: Heights): number {
  const lane = heights.laneY[mark.lane] ?? 0;
  switch (mark.type) {
    case "entry":
    case "call":
      return heights.handlerY;
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
      return heights.worldY;
    case "cut":
    case "decision":
      return heights.captionY;
    default:
      return assertNever(mark);
  }
}
