// The stream of facts: connects, says whether it is connected, connects again. It keeps no fact.
// Boundary: the browser's EventSource and timers are handed in.
import { signal } from "@preact/signals";
import type { Fact } from "../../../../sandbox/log/facts.ts";

/** `resting`: nobody looks at the page, so nobody listens. */
export type StreamState = "connecting" | "live" | "lost" | "resting";

/** What of EventSource is used. */
export type Source = {
  addEventListener(type: "open" | "error" | "facts", listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
};

export type StreamPorts = {
  readonly open: (address: string) => Source;
  /** Calls back after so many milliseconds; returns what cancels it. */
  readonly after: (ms: number, ring: () => void) => () => void;
};

const WAITS = [500, 1000, 2000, 4000];

/** `onFacts`: each batch as it comes. `onOpen`: connected, again or for the first time: what is shown may be old. */
export function createStream({ open, after }: StreamPorts, on: { facts(facts: readonly Fact[]): void; open(): void }) {
  const state = signal<StreamState>("connecting");
  let source: Source | undefined;
  let failures = 0;
  let cancel = (): void => undefined;

  function connect(): void {
    cancel();
    source?.close();
    const mine = open("/trace/stream");
    source = mine;
    mine.addEventListener("open", () => {
      if (mine !== source) return;
      failures = 0;
      state.value = "live";
      on.open();
    });
    mine.addEventListener("facts", ({ data }) => {
      if (mine === source && typeof data === "string") on.facts(JSON.parse(data) as readonly Fact[]);
    });
    // The browser would try again by itself after some failures and not after others: this way it is always the same.
    mine.addEventListener("error", () => {
      if (mine !== source) return;
      mine.close();
      state.value = "lost";
      cancel = after(WAITS[Math.min(failures, WAITS.length - 1)] ?? 4000, connect);
      failures += 1;
    });
  }

  return {
    state,
    connect,
    /** Nobody looks: the connection is given back, of which a browser has only six for one server. */
    rest(): void {
      cancel();
      source?.close();
      source = undefined;
      state.value = "resting";
    },
  };
}
