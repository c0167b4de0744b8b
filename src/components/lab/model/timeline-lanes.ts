// Which lane a run has, which rows of it are taken, and the numbers of its steps: each asked in constant time.
import type { Hatch, Segment } from "./timeline-marks.ts";

type Open = Segment | Hatch;
type Lane = {
  readonly index: number;
  readonly runId: string;
  readonly n: number;
  readonly numbers: Map<string, number>;
  readonly open: Set<Open>;
};

export type Lanes = ReturnType<typeof createLanes>;

export function createLanes() {
  const lanes = new Map<string, Lane>();
  const byIndex: Lane[] = [];
  const open = new Map<string, Open>();
  return {
    /** `n`: the run's number in the log. */
    addRun(runId: string, n: number) {
      const lane = { index: byIndex.length, runId, n, numbers: new Map<string, number>(), open: new Set<Open>() };
      lanes.set(runId, lane);
      byIndex.push(lane);
    },
    lane: (runId: string | undefined) => lanes.get(runId ?? "")?.index,
    ordinal: (runId: string | undefined) => lanes.get(runId ?? "")?.n ?? 0,
    several: () => byIndex.length > 1,
    /** The numbers of the runs, lane by lane. */
    runs: (): readonly number[] => byIndex.map(({ n }) => n),
    /** The step's number in its run, by first record. */
    number(runId: string, stepId: string) {
      const numbers = lanes.get(runId)?.numbers;
      const known = numbers?.get(stepId) ?? (numbers?.size ?? 0) + 1;
      numbers?.set(stepId, known);
      return known;
    },
    /** The smallest row of a lane that no open stretch takes. */
    row(lane: number) {
      const taken = new Set([...(byIndex[lane]?.open ?? [])].map((each) => each.row));
      let row = 0;
      while (taken.has(row)) row += 1;
      return row;
    },
    open(stretch: Open) {
      open.set(stretch.key, stretch);
      byIndex[stretch.lane]?.open.add(stretch);
    },
    opened: (key: string) => open.get(key),
    openStretches: (): readonly Open[] => [...open.values()],
    openIn: (lane: number): readonly Open[] => [...(byIndex[lane]?.open ?? [])],
    shut(key: string) {
      const stretch = open.get(key);
      if (stretch === undefined) return undefined;
      open.delete(key);
      byIndex[stretch.lane]?.open.delete(stretch);
      return stretch;
    },
  };
}
