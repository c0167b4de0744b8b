// Counts by name in a plain object, so that a snapshot keeps them as JSON. A count of zero is not kept.

export type Counts = { [name: string]: number };

export function increment(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

export function decrement(counts: Counts, name: string): void {
  const left = (counts[name] ?? 0) - 1;
  if (left > 0) counts[name] = left;
  else delete counts[name];
}
