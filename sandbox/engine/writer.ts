// The writer stores facts in order, in batches, and publishes them only when they are durable (L1).
// Facts that come while a batch is being written go into the next batch. Facts that nobody waits for may wait for the flush delay,
// so that they share a write with others; their place in the order stays. A store that fails ends the writing for good.
import type { Fact } from "../log/facts.ts";
import type { EventStore } from "./ports/event-store.ts";

type Write = { readonly facts: readonly Fact[]; readonly stored: () => void; readonly failed: (error: Error) => void };
type Hooks = {
  /** A batch is durable. Those who wrote it are told when this resolves. */
  readonly onStored: (facts: readonly Fact[]) => Promise<void>;
  readonly onFailed: (error: Error) => void;
  /** Nothing is left to write. */
  readonly onIdle: () => void;
  /** Resolves after the time for which facts may wait to share a write. Without it none do. */
  readonly flushDelay?: (() => Promise<void>) | undefined;
};

export class Writer {
  readonly #store: EventStore;
  readonly #hooks: Hooks;
  #queue: Write[] = [];
  #writing = false;
  /** Counts the batches, so that a flush delay that ends can tell whether its facts have been written already. */
  #batches = 0;
  #failure: Error | undefined;

  constructor(store: EventStore, hooks: Hooks) {
    this.#store = store;
    this.#hooks = hooks;
  }

  get isIdle(): boolean {
    return !this.#writing && this.#queue.length === 0;
  }

  /** Resolves once these facts and all before them are durable. No facts: once all before are. */
  write(facts: readonly Fact[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((stored, failed) => {
      this.#queue.push({ facts, stored, failed });
      if (!this.#writing) void this.#writeAll();
    });
  }

  /** Like `write`, but the facts may wait for the flush delay, or until other facts are written. */
  writeSoon(facts: readonly Fact[]): Promise<void> {
    const { flushDelay } = this.#hooks;
    if (flushDelay === undefined || this.#writing || this.#failure !== undefined) return this.write(facts);
    const batch = this.#batches;
    if (this.#queue.length === 0) void flushDelay().then(() => batch === this.#batches && this.flush());
    return new Promise((stored, failed) => void this.#queue.push({ facts, stored, failed }));
  }

  /** Ends the flush delay: writes what waits. */
  flush(): void {
    if (!this.#writing && this.#queue.length > 0) void this.#writeAll();
  }

  /** Refuses all that is not yet being written, and all that comes after. */
  stop(failure: Error): void {
    this.#failure ??= failure;
    for (const write of this.#queue) write.failed(this.#failure);
    this.#queue = [];
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      this.#batches += 1;
      await this.#append(batch);
    }
    this.#writing = false;
    this.#hooks.onIdle();
  }

  async #append(batch: readonly Write[]): Promise<void> {
    const facts = batch.flatMap((write) => write.facts);
    try {
      if (facts.length > 0) await this.#store.append(facts);
      if (facts.length > 0) await this.#hooks.onStored(facts);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.stop(error);
      for (const write of batch) write.failed(error);
      this.#hooks.onFailed(error);
      return;
    }
    for (const write of batch) write.stored();
  }
}
