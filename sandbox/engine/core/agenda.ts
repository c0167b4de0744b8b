// The agenda: what is due when. A binary heap over due times; a cancelled entry stays in the heap and is skipped when it comes up.
// L6. What is due happens in the order of due time, then of arrival.
import { pop, push, type Ranked } from "../../flow/heap.ts";
import type { Instant } from "../../log/facts.ts";
import type { BatchRule, DebounceRule } from "../../log/rules.ts";

export type Due =
  /** A call to send. */
  | { readonly type: "call"; readonly runId: string; readonly target: string }
  /** The end of a sleep, the timeout of a wait, an invoke or a signal. */
  | { readonly type: "step"; readonly runId: string; readonly hashedId: string }
  /** The tick of a cron trigger. */
  | { readonly type: "cron"; readonly key: string }
  /** Flow control: the end of a batch or a debounce, the deadline of a run. */
  | { readonly type: "batch"; readonly fn: string; readonly bucket: string; readonly rule: BatchRule }
  | { readonly type: "debounce"; readonly fn: string; readonly bucket: string; readonly rule: DebounceRule }
  | { readonly type: "timeout"; readonly runId: string };

/** `order` identifies an entry and grows with arrival. */
export type Entry = { readonly at: Instant; readonly order: number; readonly due: Due };

export class Agenda {
  #next: number;
  #heap: Ranked[] = [];
  readonly #live = new Map<number, Entry>();

  constructor(entries: readonly Entry[] = [], next = 1) {
    this.#next = next;
    for (const entry of entries) this.restore(entry);
  }

  /** The order that the next entry gets. Together with `entries` enough to build the agenda again. */
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
    this.#push(entry);
  }

  cancel(order: number): void {
    this.#live.delete(order);
    this.#sweep();
  }

  /** The entry that comes first. */
  first(): Entry | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      const entry = this.#live.get(top.order);
      if (entry !== undefined) return entry;
      pop(this.#heap);
    }
    return undefined;
  }

  /** Every entry, in order of arrival. */
  entries(): readonly Entry[] {
    return [...this.#live.values()].sort((a, b) => a.order - b.order);
  }

  #push({ at, order }: Entry): void {
    push(this.#heap, { score: at, order });
  }

  // Where steps end long before their timeout, cancelled entries would pile up: the heap is rebuilt once they are the greater part.
  #sweep(): void {
    if (this.#heap.length <= 2 * this.#live.size + 64) return;
    this.#heap = [];
    for (const entry of this.#live.values()) this.#push(entry);
  }
}
