// What is due when: a binary heap over due times, with deletion on the way out (a cancelled entry is skipped when it surfaces).
// L6. What is due happens in the order of due time, then of arrival.
import type { Instant } from "../../log/facts.ts";
import type { BatchRule, DebounceRule } from "../../log/rules.ts";

/** A call to send; a step whose time comes: the end of a sleep, a timeout; the tick of a cron trigger. */
export type Due =
  | { readonly type: "call"; readonly runId: string; readonly target: string }
  | { readonly type: "step"; readonly runId: string; readonly hashedId: string }
  | { readonly type: "cron"; readonly key: string }
  /** Flow control: a batch or a debounce that goes, the deadline of a run. */
  | { readonly type: "batch"; readonly fn: string; readonly bucket: string; readonly rule: BatchRule }
  | { readonly type: "debounce"; readonly fn: string; readonly bucket: string; readonly rule: DebounceRule }
  | { readonly type: "timeout"; readonly runId: string };

/** `order` tells entries apart and, among those due at once, which came first. */
export type Entry = { readonly at: Instant; readonly order: number; readonly due: Due };

const earlier = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export class Agenda {
  #next: number;
  #heap: Entry[] = [];
  readonly #live = new Map<number, Entry>();

  constructor(entries: readonly Entry[] = [], next = 1) {
    this.#next = next;
    for (const entry of entries) this.restore(entry);
  }

  /** The order that the next entry gets; with `entries`, enough to build the agenda again. */
  get next(): number {
    return this.#next;
  }

  /** Adds an entry; its `order` is never used again. */
  add(at: Instant, due: Due): Entry {
    const entry = { at, order: this.#next, due };
    this.#next += 1;
    this.restore(entry);
    return entry;
  }

  /** Puts an entry back as it was, with its old place in the order. */
  restore(entry: Entry): void {
    this.#live.set(entry.order, entry);
    push(this.#heap, entry);
  }

  cancel(order: number): void {
    this.#live.delete(order);
    this.#sweep();
  }

  /** The entry that comes first. */
  first(): Entry | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#live.has(top.order)) return top;
      pop(this.#heap);
    }
    return undefined;
  }

  /** Every entry, in order of arrival. */
  entries(): readonly Entry[] {
    return [...this.#live.values()].sort((a, b) => a.order - b.order);
  }

  // Cancelled entries would pile up where steps end long before their timeout: rebuild once they are the greater part.
  #sweep(): void {
    if (this.#heap.length <= 2 * this.#live.size + 64) return;
    this.#heap = [];
    for (const entry of this.#live.values()) push(this.#heap, entry);
  }
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
