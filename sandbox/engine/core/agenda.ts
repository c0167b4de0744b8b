// What is due when: a binary heap over due times, with deletion on the way out (a cancelled entry is skipped when it surfaces).
// L6. What is due happens in the order of due time, then of arrival.
import type { Instant } from "../../log/facts.ts";

/** A call to send, or a step whose time comes: the end of a sleep, the timeout of a wait or of an invoke. */
export type Due =
  | { readonly type: "call"; readonly runId: string; readonly target: string }
  | { readonly type: "step"; readonly runId: string; readonly hashedId: string };

/** `order` tells entries apart and, among those due at once, which came first. */
export type Entry = { readonly at: Instant; readonly order: number; readonly due: Due };

export interface Agenda {
  /** Adds an entry; `order` counts up and is never used again. */
  add(at: Instant, due: Due): Entry;
  /** Puts an entry back as it was, with its old place in the order. */
  restore(entry: Entry): void;
  cancel(order: number): void;
  /** The entry that comes first. */
  first(): Entry | undefined;
  /** Every entry, in order of arrival; with `next`, enough to build the agenda again. */
  entries(): readonly Entry[];
  readonly next: number;
}

const earlier = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export function createAgenda(entries: readonly Entry[] = [], start = 1): Agenda {
  let next = start;
  let heap: Entry[] = [];
  const live = new Map<number, Entry>();

  function restore(entry: Entry): void {
    live.set(entry.order, entry);
    push(heap, entry);
  }

  // Cancelled entries would pile up where steps end long before their timeout: rebuild once they are the greater part.
  function sweep(): void {
    if (heap.length <= 2 * live.size + 64) return;
    heap = [];
    for (const entry of live.values()) push(heap, entry);
  }

  for (const entry of entries) restore(entry);
  return {
    add(at, due) {
      const entry = { at, order: next, due };
      next += 1;
      restore(entry);
      return entry;
    },
    restore,
    cancel(order) {
      live.delete(order);
      sweep();
    },
    first() {
      for (let top = heap[0]; top !== undefined; top = heap[0]) {
        if (live.has(top.order)) return top;
        pop(heap);
      }
      return undefined;
    },
    entries: () => [...live.values()].sort((a, b) => a.order - b.order),
    get next() {
      return next;
    },
  };
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !earlier(entry, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const child = lesserChild(heap, at);
    const below = child === undefined ? undefined : heap[child];
    if (child === undefined || below === undefined || !earlier(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}

function lesserChild(heap: readonly Entry[], at: number): number | undefined {
  const left = 2 * at + 1;
  const [a, b] = [heap[left], heap[left + 1]];
  if (a === undefined) return undefined;
  return b !== undefined && earlier(b, a) ? left + 1 : left;
}
