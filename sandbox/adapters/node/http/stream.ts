// The stream of facts, as server-sent events. A reader that is slow, or that begins long ago, is served from the store page by
// page as it reads: the place never holds more for it than one short line of facts. L1. Only what is stored is told.
import type { Fact } from "../../../log/facts.ts";
import type { NodePlace, NodeStore } from "../ports.ts";

/** Facts read from the store at once, and the most that wait for a reader. */
const PAGE = 200;
const HEARTBEAT_MS = 15_000;

export type StreamOptions = { readonly from?: number; readonly heartbeatMs?: number; readonly closed?: () => void };

/** Facts with `seq >= from`, and all that come after; without `from` only what is new. */
export function streamFacts(
  { engine, store }: NodePlace,
  { from, heartbeatMs = HEARTBEAT_MS, closed }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const line = new Line(from);
  let unsubscribe = (): void => {};
  let isOpen = true;
  function end(): void {
    if (!isOpen) return;
    isOpen = false;
    unsubscribe();
    line.close();
    closed?.();
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        unsubscribe = engine.subscribe((facts) => line.take(facts));
        // Says at once that the stream is open.
        controller.enqueue(encoder.encode("retry: 1000\n\n"));
      },
      async pull(controller) {
        try {
          const facts = await line.next(store, heartbeatMs);
          if (!isOpen) return;
          controller.enqueue(encoder.encode(facts.length === 0 ? ": still here\n\n" : asEvent(facts)));
        } catch (error) {
          // A store that tells nothing more ends the stream; the reader comes back and is told why.
          end();
          controller.error(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

function asEvent(facts: readonly Fact[]): string {
  return `event: facts\nid: ${facts.at(-1)?.seq ?? 0}\ndata: ${JSON.stringify(facts)}\n\n`;
}

/** What waits for one reader. Either it follows, and what is new stands here; or it is behind, and reads from the store. */
class Line {
  #from: number;
  #isBehind: boolean;
  #waiting: Fact[] = [];
  #latest = 0;
  #wake: (() => void) | undefined;

  constructor(from: number | undefined) {
    this.#from = from ?? 0;
    this.#isBehind = from !== undefined;
  }

  take(facts: readonly Fact[]): void {
    this.#latest = facts.at(-1)?.seq ?? this.#latest;
    if (!this.#isBehind) this.#waiting.push(...facts.filter(({ seq }) => seq >= this.#from));
    if (this.#waiting.length > PAGE) {
      this.#from = this.#waiting[0]?.seq ?? this.#from;
      this.#isBehind = true;
      this.#waiting = [];
    }
    this.#wake?.();
  }

  /** What comes next; nothing when there was none for so long. */
  async next(store: NodeStore, patienceMs: number): Promise<readonly Fact[]> {
    while (this.#isBehind) {
      const facts = await readSome(store, this.#from);
      this.#from = Math.max(this.#from, (facts.at(-1)?.seq ?? 0) + 1);
      // What was told while the store was read is either in this page or in the next.
      if (facts.length < PAGE && this.#latest < this.#from) this.#isBehind = false;
      if (facts.length > 0) return facts;
    }
    if (this.#waiting.length === 0) await this.#something(patienceMs);
    if (this.#isBehind) return this.next(store, patienceMs);
    const facts = this.#waiting;
    this.#waiting = [];
    this.#from = Math.max(this.#from, (facts.at(-1)?.seq ?? 0) + 1);
    return facts;
  }

  close(): void {
    this.#waiting = [];
    this.#wake?.();
  }

  #something(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}

async function readSome(store: NodeStore, from: number): Promise<readonly Fact[]> {
  return store.readSome === undefined ? (await store.read(from)).slice(0, PAGE) : store.readSome(from, PAGE);
}

/** The number of the last fact stored. */
export async function lastSeqOf(store: NodeStore): Promise<number> {
  return store.lastSeq?.() ?? (await store.read(1)).at(-1)?.seq ?? 0;
}
