// What a bench's child processes and its driver tell each other over Node's channel, and one clock for all of them.
// Every contender is measured by the same moment: the last line of a function has run, in the process that holds the functions.

/** Microseconds matter, and processes share this clock. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

export type ToChild =
  /** Tell when this many functions of the batch have reached their last line. */
  | { readonly do: "expect"; readonly batch: string; readonly count: number }
  /** Start this many, by the contender's own client; only peers are asked so. */
  | { readonly do: "start"; readonly batch: string; readonly runs: number; readonly steps: number }
  | { readonly do: "sleepers"; readonly batch: string; readonly dues: readonly number[] };

export type FromChild =
  | { readonly type: "ready"; readonly url: string; readonly pids?: readonly number[] }
  | { readonly type: "ended"; readonly batch: string; readonly at: number; readonly naps: readonly Nap[] }
  | { readonly type: "problem"; readonly message: string };

/** A sleep that is over: its due time, when a call arrived for it (where there are calls), when the next step's body ran. */
export type Nap = { readonly due: number; readonly arrived?: number; readonly body: number; readonly runId?: string };

/** Counts ends by batch and tells the driver once all are there. An end is counted once for a run, however often its last line runs. */
export class Tally {
  readonly #ended = new Map<string, { readonly runs: Set<string>; readonly naps: Nap[]; count: number }>();

  expect(batch: string, count: number): void {
    this.#of(batch).count = count;
    this.#tell(batch);
  }

  ended(batch: string, run: string, nap?: Nap): void {
    const entry = this.#of(batch);
    if (entry.runs.has(run)) return;
    entry.runs.add(run);
    if (nap !== undefined) entry.naps.push(nap);
    this.#tell(batch);
  }

  #of(batch: string): { readonly runs: Set<string>; readonly naps: Nap[]; count: number } {
    const known = this.#ended.get(batch) ?? { runs: new Set<string>(), naps: [], count: Infinity };
    this.#ended.set(batch, known);
    return known;
  }

  #tell(batch: string): void {
    const entry = this.#of(batch);
    if (entry.runs.size < entry.count) return;
    this.#ended.delete(batch);
    tell({ type: "ended", batch, at: nowMs(), naps: entry.naps });
  }
}

export function tell(message: FromChild): void {
  process.send?.(message);
}

/** A child ends with its driver, whatever happens to that. */
export function listen(handle: (message: ToChild) => void | Promise<void>): void {
  process.on("message", (message: ToChild) => {
    Promise.resolve(handle(message)).catch((error: unknown) => tell({ type: "problem", message: String(error) }));
  });
  process.on("disconnect", () => process.exit(0));
}
