// Answers from the log as dashed outlines: up to three singly, more of them as one.
import type { FactOf } from "../../../../sandbox/log/facts.ts";
import { COLUMN, type Ghost } from "./timeline-marks.ts";
import type { Lanes } from "./timeline-lanes.ts";

/** The ghosts of answers that came one after the other to one run, from this edge on, and how far they reach. */
export function ghostsOf(
  memos: readonly FactOf<"step.memo">[],
  lanes: Lanes,
  left: number,
): { readonly marks: readonly Ghost[]; readonly width: number } {
  const first = memos[0];
  const lane = lanes.lane(first?.runId);
  if (first === undefined || lane === undefined) return { marks: [], width: 0 };
  const numbers = memos.map((fact) => lanes.number(fact.runId, fact.stepId));
  if (memos.length > 3)
    return {
      width: 2 * COLUMN,
      marks: [
        {
          ...base(lane, left, 52),
          at: first.seq,
          seqs: memos.map((fact) => fact.seq),
          label: `${numbers[0] ?? 1}–${numbers.at(-1) ?? 1}`,
          says: `${memos.map((fact) => fact.stepId).join(", ")}: answered from the log`,
        },
      ],
    };
  return {
    width: memos.length * COLUMN,
    marks: memos.map((fact, index) => ({
      ...base(lane, left + index * COLUMN, 22),
      at: fact.seq,
      seqs: [fact.seq],
      label: String(numbers[index]),
      says: `${fact.stepId}: answered from the log`,
      stepId: fact.stepId,
    })),
  };
}

const base = (lane: number, left: number, width: number) => ({ type: "ghost" as const, x: left + 4, y: 0, lane, width });
