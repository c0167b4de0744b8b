// The learner's timers, on the lab's clock: a timer is an alarm that the controller rings.

export type LearnerTimers = {
  setTimeout(fn: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number;
  clearTimeout(id?: number): void;
  setInterval(fn: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number;
  clearInterval(id?: number): void;
};

export function createLearnerTimers(delay: (ms: number) => Promise<void>): LearnerTimers {
  const live = new Set<number>();
  let count = 0;

  function start(fn: (...args: unknown[]) => void, ms: number, args: unknown[], again: boolean): number {
    const id = (count += 1);
    live.add(id);
    const round = (): void =>
      void delay(ms).then(() => {
        if (!live.has(id)) return;
        if (again) round();
        else live.delete(id);
        fn(...args);
      });
    round();
    return id;
  }

  const stop = (id?: number): void => void (id !== undefined && live.delete(id));
  return {
    setTimeout: (fn, ms = 0, ...args) => start(fn, positive(ms), args, false),
    setInterval: (fn, ms = 0, ...args) => start(fn, Math.max(1, positive(ms)), args, true),
    clearTimeout: stop,
    clearInterval: stop,
  };
}

const positive = (ms: number): number => (Number.isFinite(ms) && ms > 0 ? ms : 0);
