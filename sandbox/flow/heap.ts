// A binary heap in a plain array: the lowest score comes first and, among equal scores, the earliest arrival (L6).
// The array is JSON, so a snapshot keeps a heap as it is. Pushing and popping cost the logarithm of its length.

/** `order` grows with arrival and is unique within a heap. */
export type Ranked = { readonly score: number; readonly order: number };

function precedes(a: Ranked, b: Ranked): boolean {
  return a.score < b.score || (a.score === b.score && a.order < b.order);
}

export function push<T extends Ranked>(heap: T[], item: T): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !precedes(item, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = item;
}

/** Removes and returns the first item. */
export function pop<T extends Ranked>(heap: T[]): T | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const child = lesserChild(heap, at);
    const below = heap[child];
    if (below === undefined || !precedes(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return first;
}

function lesserChild<T extends Ranked>(heap: readonly T[], at: number): number {
  const left = 2 * at + 1;
  const [a, b] = [heap[left], heap[left + 1]];
  return a !== undefined && b !== undefined && precedes(b, a) ? left + 1 : left;
}
