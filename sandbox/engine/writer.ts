// The writer: facts go to the store in order, in batches, and are told only when they are durable (L1).
// Everything that comes while a batch is being written goes into the next one. What nobody waits for may wait a little for
// company: it keeps its place in the order. A store that fails ends the writing for good.
import type { Fact } from "../log/facts.ts";
import type { EventStore } from "./ports/event-store.ts";

type Work = { readonly facts: readonly Fact[]; readonly stored: () => void; readonly failed: (error: Error) => void };
type Hooks = {
  /** A batch is durable; its writers are told next. */
  readonly onStored: (facts: readonly Fact[]) => Promise<void>;
  readonly onFailed: (error: Error) => void;
  /** Nothing is left to write. */
  readonly onIdle: () => void;
  /** The short while for which facts may wait for company. Without it none do. */
  readonly lull?: (() => Promise<void>) | undefined;
};

export class Writer {
  readonly #store: EventStore;
  readonly #hooks: Hooks;
  #waiting: Work[] = [];
  #writing = false;
  /** Counts the batches, so that a lull knows whether its facts have gone already. */
  #batches = 0;
  #failure: Error | undefined;

  constructor(store: EventStore, hooks: Hooks) {
    this.#store = store;
    this.#hooks = hooks;
  }

  get isIdle(): boolean {
    return !this.#writing && this.#waiting.length === 0;
  }

  /** Resolves once these facts and all before them are durable. No facts: once all before are. */
  write(facts: readonly Fact[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((stored, failed) => {
      this.#waiting.push({ facts, stored, failed });
      if (!this.#writing) void this.#drain();
    });
  }

  /** Like `write`, and may wait for the next facts that are written, for a short while. */
  writeSoon(facts: readonly Fact[]): Promise<void> {
    const { lull } = this.#hooks;
    if (lull === undefined || this.#writing || this.#failure !== undefined) return this.write(facts);
    const batch = this.#batches;
    if (this.#waiting.length === 0) void lull().then(() => batch === this.#batches && this.flush());
    return new Promise((stored, failed) => void this.#waiting.push({ facts, stored, failed }));
  }

  /** Ends the wait for company. */
  flush(): void {
    if (!this.#writing && this.#waiting.length > 0) void this.#drain();
  }

  /** Refuses all that is not yet being written. */
  stop(failure: Error): void {
    this.#failure ??= failure;
    for (const work of this.#waiting) work.failed(this.#failure);
    this.#waiting = [];
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#batches += 1;
      await this.#append(batch);
    }
    this.#writing = false;
    this.#hooks.onIdle();
  }

  async #append(batch: readonly Work[]): Promise<void> {
    const facts = batch.flatMap((work) => work.facts);
    try {
      if (facts.length > 0) await this.#store.append(facts);
      if (facts.length > 0) await this.#hooks.onStored(facts);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.stop(error);
      for (const work of batch) work.failed(error);
      this.#hooks.onFailed(error);
      return;
    }
    for (const work of batch) work.stored();
  }
}
