// Where the labels of a drawing stand, as `TimelineMark.tsx` sets them: what each says, and the box that it takes.
import { COLUMN, type Mark } from "./timeline-marks.ts";
import { textWidth } from "./timeline-pen.ts";

export type LabelBox = { readonly text: string; readonly left: number; readonly right: number; readonly y: number };

export function labelsOf(mark: Mark): readonly LabelBox[] {
  const { x, y } = mark;
  switch (mark.type) {
    case "arrival":
      return [from(mark.label, x + 9, y + 4)];
    case "entry":
    case "call":
      return [from(mark.label, x + 9, y - 1)];
    case "effect":
      return [from(mark.label, x + 13, y + 4)];
    case "cost":
      return [from(mark.label, x + 9, y + 4)];
    case "refusal":
      return [from(mark.label, x + 11, y + 4)];
    case "cut":
    case "decision":
      return [from(mark.label, Math.max(4, x - 4), y + 4)];
    case "hatch":
      return [from(mark.label, x, y + 21)];
    case "ghost":
      return [around(mark.label, x + mark.width / 2, y + 4)];
    case "segment":
      return [around(mark.label, x + mark.width / 2, y + 4), around(mark.reason, x + mark.width / 2, y + 24)].filter(
        ({ text }) => text !== "",
      );
    case "start":
    case "hold":
    case "end":
      return [];
  }
}

/** Where a mark can be pointed at or tapped: itself with its label, and never less than a fingertip's breadth. */
export function reachOf(mark: Mark): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const left = "width" in mark ? mark.x : mark.x - COLUMN / 2;
  const right = Math.max(left + COLUMN, "width" in mark ? mark.x + mark.width : 0, ...labelsOf(mark).map((label) => label.right));
  return { x: left, y: mark.y - COLUMN / 2, width: right - left, height: COLUMN };
}

const from = (text: string, left: number, y: number): LabelBox => ({ text, left, right: left + textWidth(text), y });
const around = (text: string, middle: number, y: number): LabelBox => from(text, middle - textWidth(text) / 2, y);
