// How fast this machine is now, told by one fixed piece of work. Limits of tests and shares of the budget are multiples of the time
// that it takes, so that a slow or busy machine is slow and not wrong.

/** What the work takes, calm, on the machine whose seconds the budget is written in: two cores of an AMD EPYC, Node 24. */
export const REFERENCE_MS = 50;

/** Numbers made, sorted, counted and written out: what this project's own code spends its time on. */
function work(): number {
  let seed = 1;
  const numbers = Array.from({ length: 120_000 }, () => (seed = (seed * 48_271) % 2_147_483_647));
  numbers.sort((a, b) => a - b);
  const counted = new Map<number, number>();
  for (const number of numbers) counted.set(number % 997, (counted.get(number % 997) ?? 0) + 1);
  return JSON.stringify([...counted, ...numbers]).length;
}

/** Milliseconds that the work takes now: the median of several times, so that neither a cold start nor one pause counts. */
export function timeWork(times = 5): number {
  const taken = Array.from({ length: times }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? REFERENCE_MS;
}

/** How many times slower than the reference this machine is now; never less than 1. */
export const slowness = (workMs = timeWork()): number => Math.max(1, workMs / REFERENCE_MS);
