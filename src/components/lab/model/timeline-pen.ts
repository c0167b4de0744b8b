// The pen keeps the column, the open stretches and the free rows while `timeline-draw.ts` goes through the facts.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { RunView } from "./runs.ts";
import { COLUMN, LEFT, type Call, type Hatch, type Mark, type RailName, type Segment, type Stretch } from "./timeline-marks.ts";

type OfStep = Extract<Fact, { type: "step.memo" }>;

export type Pen = ReturnType<typeof createPen>;

/** About how wide a text is in the drawing's 12 px type. */
export const textWidth = (text: string): number => Math.ceil(text.length * 6.4);

export function createPen(rails: readonly RailName[], runs: readonly RunView[]) {
  const shows = new Set(rails);
  const lanes = new Map(runs.map((run, index) => [run.runId, index]));
  const marks: Mark[] = [];
  const fibres: Stretch[] = [];
  const hosts: Stretch[] = [];
  const open = new Map<string, Segment | Hatch>();
  const calls = new Map<string, Call>();
  const alive = new Map<number, Stretch>();
  const numbers = new Map<string, number>();
  const free: Record<"handler" | "world" | "caption", number> = { handler: 0, world: 0, caption: 0 };
  let memos: OfStep[] = [];
  let x = LEFT;
  let called = 0;
  let host: Stretch | undefined;

  const pen = {
    shows: (rail: RailName) => shows.has(rail),
    lane: (runId: string | undefined) => lanes.get(runId ?? ""),
    several: runs.length > 1,
    ordinal: (runId: string | undefined) => runs.find((run) => run.runId === runId)?.n ?? 0,
    marks,
    fibres,
    hosts,
    open,
    /** Calls without an answer so far, by id. */
    calls,
    nextCall: () => (called += 1),
    /** Left edge of the next column. */
    get x() {
      return x;
    },
    /** Takes whole columns and returns the left edge of the first. */
    take(columns = 1) {
      const left = x;
      x += columns * COLUMN;
      return left;
    },
    /** Takes a column far enough to the right that a label on this rail stays clear of the one before. */
    takeClear(rail: "handler" | "world" | "caption", label: string) {
      while (x < free[rail]) x += COLUMN;
      free[rail] = x + 18 + textWidth(label);
      return pen.take();
    },
    /** To the right of every label so far: what cuts through all rails must cut through none of them. */
    clearAll() {
      while (x < Math.max(free.handler, free.world) - 8) x += COLUMN;
    },
    atLeast(left: number, width: number) {
      while (x - left < width) x += COLUMN;
    },
    /** The step's number in its run, by first record. */
    number(runId: string, stepId: string) {
      const key = `${runId} ${stepId}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const next = [...numbers.keys()].filter((each) => each.startsWith(`${runId} `)).length + 1;
      numbers.set(key, next);
      return next;
    },
    /** The smallest row of a lane that no open stretch takes. */
    row(lane: number) {
      const taken = new Set([...open.values()].filter((each) => each.lane === lane).map((each) => each.row));
      let row = 0;
      while (taken.has(row)) row += 1;
      return row;
    },
    close(key: string, seq: number) {
      const stretch = open.get(key);
      if (stretch === undefined) return undefined;
      open.delete(key);
      stretch.width = x - stretch.x - 4;
      stretch.seqs.push(seq);
      return stretch;
    },
    startFibre(lane: number, at: number) {
      alive.set(lane, push(fibres, { x: at, width: 0, y: 0, lane }));
    },
    endFibre(lane: number, at: number) {
      const fibre = alive.get(lane);
      if (fibre !== undefined) fibre.width = at - fibre.x;
      alive.delete(lane);
    },
    living: () => [...alive.keys()],
    hostUp() {
      host ??= push(hosts, { x: x === LEFT ? LEFT - 8 : x + 4, width: 0, y: 0, lane: 0 });
    },
    hostDown(at: number) {
      if (host !== undefined) host.width = at - host.x;
      host = undefined;
    },
    remember(fact: OfStep) {
      if (memos.length > 0 && memos[0]?.runId !== fact.runId) pen.flush();
      memos.push(fact);
    },
    /** Draws the memo answers gathered so far: up to three singly, more of them as one. */
    flush() {
      const group = memos;
      memos = [];
      const first = group[0];
      const lane = pen.lane(first?.runId);
      if (first === undefined || lane === undefined) return;
      const numbered = group.map((fact) => ({ fact, n: pen.number(fact.runId, fact.stepId) }));
      if (group.length <= 3)
        for (const { fact, n } of numbered)
          push(marks, ghost(fact.seq, [fact.seq], lane, pen.take(), 22, String(n), `${fact.stepId}: answered from the log`, fact.stepId));
      else {
        const names = group.map((fact) => fact.stepId).join(", ");
        push(
          marks,
          ghost(
            first.seq,
            group.map((fact) => fact.seq),
            lane,
            pen.take(2),
            52,
            `${numbered[0]?.n ?? 1}–${numbered.at(-1)?.n ?? 1}`,
            `${names}: answered from the log`,
          ),
        );
      }
    },
    finish() {
      for (const stretch of open.values()) pen.atLeast(stretch.x, Math.max(COLUMN, textWidth(stretch.label) + 22));
      for (const stretch of open.values()) stretch.width = x - stretch.x - 4;
      for (const call of calls.values()) call.width = Math.max(COLUMN, x - call.x);
      for (const lane of pen.living()) pen.endFibre(lane, x + 8);
      if (host !== undefined) host.width = x + 8 - host.x;
    },
  };
  return pen;
}

function ghost(at: number, seqs: number[], lane: number, left: number, width: number, label: string, says: string, stepId?: string): Mark {
  return { type: "ghost", at, seqs, says, x: left + 4, y: 0, lane, width, label, ...(stepId === undefined ? {} : { stepId }) };
}

function push<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}
