// Counts everything that happens in a place, so that a jump of the clock can tell quiet from busy.
export interface Pulse {
  readonly count: number;
  /** Something has happened. */
  beat(): void;
  /** Calls `wake` at the next beat, once. */
  onNext(wake: () => void): void;
}

export function createPulse(): Pulse {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    beat() {
      count += 1;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    onNext: (wake) => void waiting.push(wake),
  };
}
