// The pen keeps the column, the open stretches and the free rows while `timeline-draw.ts` goes through the facts.
// It can be asked at any time what the drawing looks like so far, and draws on afterwards as if nobody had asked.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { createLanes } from "./timeline-lanes.ts";
import { COLUMN, LEFT, type Call, type Effect, type Mark, type RailName, type Stretch } from "./timeline-marks.ts";
import { ghostsOf } from "./timeline-ghosts.ts";

type OfStep = Extract<Fact, { type: "step.memo" }>;
/** Rails whose marks carry their labels beside them, so that the next one must keep clear. */
type Labeled = "event" | "handler" | "world" | "caption";

export type Pen = ReturnType<typeof createPen>;

/** About how wide a text is in the drawing's 12 px type. */
export const textWidth = (text: string): number => Math.ceil(text.length * 6.4);

/** As much of a label as the drawing has room for; what the mark says has all of it. */
export const brief = (text: string, most = 30): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** What a step's stretch needs for its name, and for the reason below it. */
export const segmentWidth = ({ label, reason }: { readonly label: string; readonly reason: string }): number =>
  Math.max(textWidth(label) + 26, textWidth(reason) + 6);

export function createPen(rails: readonly RailName[]) {
  const shows = new Set(rails);
  const lanes = createLanes();
  const marks: Mark[] = [];
  const fibres: Stretch[] = [];
  const hosts: Stretch[] = [];
  const calls = new Map<string, Call>();
  const arrivals = new Map<string, Extract<Mark, { type: "arrival" }>>();
  const effects = new Map<string, Effect>();
  const alive = new Map<number, Stretch>();
  const free: Record<Labeled, number> = { event: 0, handler: 0, world: 0, caption: 0 };
  let memos: OfStep[] = [];
  let x = LEFT;
  let called = 0;
  let host: Stretch | undefined;
  let upNumber = 0;
  let lostAt = 0;

  const pen = {
    ...lanes,
    shows: (rail: RailName) => shows.has(rail),
    marks,
    hosts,
    /** Calls without an answer so far, by id. */
    calls,
    /** Events by id. */
    arrivals,
    nextCall: () => (called += 1),
    hasDrawn: () => fibres.length > 0,
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
    takeClear(rail: Labeled, label: string) {
      while (x < free[rail]) x += COLUMN;
      free[rail] = x + 18 + textWidth(label);
      return pen.take();
    },
    /** To the right of every label so far: what cuts through all rails must cut through none of them. */
    clearAll() {
      while (x < Math.max(free.event, free.handler, free.world) - 8) x += COLUMN;
    },
    atLeast(left: number, width: number) {
      x = clear(x, left, width);
    },
    /** The effect like this one that was drawn before. */
    twin: (key: string) => effects.get(key),
    addEffect(mark: Effect) {
      marks.push(mark);
      if (!mark.suppressed && !effects.has(mark.key)) effects.set(mark.key, mark);
    },
    close(key: string, seq: number) {
      const stretch = lanes.shut(key);
      if (stretch === undefined) return undefined;
      stretch.width = x - stretch.x - 4;
      stretch.seqs.push(seq);
      return stretch;
    },
    startFibre(lane: number, at: number) {
      const fibre = { x: at, width: 0, y: 0, lane };
      fibres.push(fibre);
      alive.set(lane, fibre);
    },
    endFibre(lane: number, at: number) {
      const fibre = alive.get(lane);
      if (fibre !== undefined) fibre.width = at - fibre.x;
      alive.delete(lane);
    },
    living: () => [...alive.keys()],
    /** The engine's process ended here; whether the host went with it shows when another host comes. */
    engineEnded(at: number) {
      lostAt = at;
    },
    /** A host is up. An older one that nobody saw die went with its page. */
    hostUp(number: number) {
      if (host !== undefined && number === upNumber) return;
      if (host !== undefined) pen.hostDown(lostAt > host.x ? lostAt : pen.take());
      upNumber = number;
      host = { x: x === LEFT ? LEFT - 8 : x + 4, width: 0, y: 0, lane: 0 };
      hosts.push(host);
    },
    hostDown(at: number) {
      if (host !== undefined) host.width = at - host.x;
      host = undefined;
    },
    remember(fact: OfStep) {
      if (memos.length > 0 && memos[0]?.runId !== fact.runId) pen.flush();
      memos.push(fact);
    },
    /** Draws the memo answers gathered so far. */
    flush() {
      if (memos.length === 0) return;
      const { marks: ghosts, width } = ghostsOf(memos, lanes, x);
      memos = [];
      marks.push(...ghosts);
      x += width;
    },
    /** The drawing so far, in copies: stretches that are open reach to its end, and answers still being gathered are on it. */
    sketch() {
      const pending = ghostsOf(memos, lanes, x);
      let end = x + pending.width;
      const open = lanes.openStretches();
      for (const { x: left, label } of open) end = clear(end, left, Math.max(COLUMN, textWidth(label) + 22));
      const unanswered = new Set<Mark>(calls.values());
      const running = new Set<Mark>(open);
      return {
        end,
        runs: lanes.runs(),
        marks: [...marks, ...pending.marks].map((mark) => copyOf(mark, widthOf(mark, end, running, unanswered), lanes.several())),
        fibres: fibres.map((fibre) => ({ ...fibre, width: alive.get(fibre.lane) === fibre ? end + 8 - fibre.x : fibre.width })),
        hosts: hosts.map((each) => ({ ...each, width: each === host ? end + 8 - each.x : each.width })),
      };
    },
  };
  return pen;
}

export type Sketch = ReturnType<Pen["sketch"]>;

/** The first column from `x` on that leaves a stretch from `left` this width. */
function clear(x: number, left: number, width: number): number {
  return x - left >= width ? x : x + Math.ceil((width - (x - left)) / COLUMN) * COLUMN;
}

function widthOf(mark: Mark, end: number, open: ReadonlySet<Mark>, unanswered: ReadonlySet<Mark>): number | undefined {
  if (open.has(mark)) return end - mark.x - 4;
  return unanswered.has(mark) ? Math.max(COLUMN, end - mark.x) : undefined;
}

function copyOf(mark: Mark, width: number | undefined, several: boolean): Mark {
  const copy: Mark = { ...mark, seqs: [...mark.seqs] };
  if (width !== undefined && "width" in copy) copy.width = width;
  if (copy.type === "entry" && several) copy.label = copy.severalLabel;
  return copy;
}
