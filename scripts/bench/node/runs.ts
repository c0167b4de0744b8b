// Throughput and wake-ups, contender after contender in each round, so that a busy moment of the machine strikes all alike.
import { median } from "../figures.ts";
import type { Contender } from "./contender.ts";
import type { Nap } from "./messages.ts";

/** Medians: milliseconds of one run by its number of steps, and steps a second of many short runs at once.
 * `processorUs`: microseconds of a processor that the engine alone spends on a step of those. */
export type Runs = {
  readonly one: { readonly [steps: string]: number };
  readonly manyStepsPerSecond: number;
  readonly processorUs?: number;
};

export const MANY = { runs: 500, steps: 5 };

/** `once`: lengths that are measured in the first round alone, because they take so long. */
export type Sizes = { readonly rounds: number; readonly lengths: readonly number[]; readonly once?: readonly number[] };

export async function measureRuns(
  contenders: readonly Contender[],
  { rounds, lengths, once = [] }: Sizes,
  says: (what: string) => void,
): Promise<ReadonlyMap<Contender, Runs>> {
  const values = new Map(
    contenders.map((one) => [one, { one: new Map<number, number[]>(), many: [] as number[], processor: [] as number[] }]),
  );
  // The first round warms up and is thrown away.
  for (let round = -1; round < rounds; round += 1) {
    says(round < 0 ? "warming up" : `round ${round + 1} of ${rounds}`);
    for (const contender of contenders) {
      const kept = values.get(contender);
      for (const steps of round === 0 ? [...lengths, ...once] : lengths) {
        const ms = await contender.runs(1, round < 0 ? Math.min(steps, 100) : steps);
        if (round >= 0) kept?.one.set(steps, [...(kept.one.get(steps) ?? []), ms]);
      }
      const before = contender.processorMs();
      const ms = await contender.runs(MANY.runs, MANY.steps);
      const used = (contender.processorMs() ?? Number.NaN) - (before ?? Number.NaN);
      if (round < 0) continue;
      kept?.many.push((MANY.runs * MANY.steps * 1000) / ms);
      kept?.processor.push((used * 1000) / (MANY.runs * MANY.steps));
    }
  }
  return new Map([...values].map(([contender, all]) => [contender, medians(all)]));
}

type Values = {
  readonly one: ReadonlyMap<number, readonly number[]>;
  readonly many: readonly number[];
  readonly processor: readonly number[];
};

function medians({ one, many, processor }: Values): Runs {
  const processorUs = median(processor);
  return {
    one: Object.fromEntries([...one].map(([steps, all]) => [steps, median(all)])),
    manyStepsPerSecond: median(many),
    ...(Number.isNaN(processorUs) ? {} : { processorUs }),
  };
}

export type Lateness = { readonly p50: number; readonly p99: number };
/** `sent`: due until the engine sent the call, by its own note; `arrived`: until the app had it; `body`: until the next step's code ran. */
export type Naps = { readonly body: Lateness; readonly arrived?: Lateness; readonly sent?: Lateness };

export const SLEEPERS = 200;
/** Time enough for all to fall asleep first. */
const AHEAD_MS = 4000;

/** Two hundred sleepers of each contender in turn, round after round. `spreadMs`: over how long their due times are spread;
 * 0: all at the same instant. The rounds count as one: the worst two of two hundred sleepers say little by themselves. */
export async function measureNaps(
  contenders: readonly Contender[],
  spreadMs: number,
  rounds: number,
): Promise<ReadonlyMap<Contender, Naps>> {
  const taken = new Map(contenders.map((one) => [one, { naps: [] as Nap[], sent: [] as number[] }]));
  for (let round = 0; round < rounds; round += 1)
    for (const [contender, { naps, sent }] of taken) {
      const slept = await sleep(contender, spreadMs);
      naps.push(...slept);
      sent.push(...((await contender.sentLate?.(slept)) ?? []));
    }
  return new Map([...taken].map(([contender, { naps, sent }]) => [contender, summary(naps, sent)]));
}

function sleep(contender: Contender, spreadMs: number): Promise<readonly Nap[]> {
  const first = Date.now() + AHEAD_MS;
  return contender.sleepers(Array.from({ length: SLEEPERS }, (_, n) => first + Math.round((n * spreadMs) / SLEEPERS)));
}

function summary(naps: readonly Nap[], sent: readonly number[]): Naps {
  const hasArrivals = naps.some(({ arrived }) => arrived !== undefined);
  return {
    body: lateness(naps.map(({ due, body }) => body - due)),
    ...(hasArrivals ? { arrived: lateness(naps.map(({ due, arrived = 0 }) => arrived - due)) } : {}),
    ...(sent.length === 0 ? {} : { sent: lateness(sent) }),
  };
}

function lateness(values: readonly number[]): Lateness {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
