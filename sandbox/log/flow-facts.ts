// Flow control's own facts: who waits, who starts nothing, and by which rule (L9). Part of `facts.ts`, which closes the vocabulary.
import type { BatchRule, ConcurrencyRule, DebounceRule, GateRule, SkipRule, ThrottleRule } from "./rules.ts";
import type { Instant } from "./terms.ts";

type OfRun = { readonly runId: string; readonly fn: string };
/** An event on its way to one function. */
type OfEvent = { readonly fn: string; readonly eventId: string; readonly name: string };

export type FlowFactBody =
  /** A call that is due stands in line: the gate that is closed to it, and when it opens, if that is known (L9). */
  | ({ type: "run.queued"; reason: "concurrency"; rule: ConcurrencyRule; bucket: string; target: string } & OfRun)
  | ({ type: "run.queued"; reason: "throttle"; rule: ThrottleRule; bucket: string; target: string; until: Instant } & OfRun)
  /** The function was registered with other limits: what waits is decided anew. */
  | ({ type: "run.rules.changed"; gates: readonly GateRule[] } & OfRun)
  /** An event that starts no run of this function: which rule says so, and who stands in its way (L9). */
  | ({ type: "event.skipped"; rule: SkipRule } & OfEvent & {
        /** When an event like this one would be let in. */
        until?: Instant;
        /** The run that holds the singleton's key. */
        holder?: string;
        /** The event that a debounce prefers. */
        newer?: string;
      })
  /** An event that waits for others, and what is in the batch with it. */
  | ({ type: "event.batched"; rule: BatchRule; bucket: string; until: Instant; size: number; bytes: number } & OfEvent)
  | { type: "batch.closed"; fn: string; rule: BatchRule; bucket: string; why: "size" | "bytes" | "timeout"; eventIds: readonly string[] }
  /** An event that waits for quiet. */
  | ({ type: "event.debounced"; rule: DebounceRule; bucket: string; until: Instant } & OfEvent)
  | ({ type: "debounce.closed"; rule: DebounceRule; bucket: string } & OfEvent)
  /** An event that would have started a run, and why it did not. */
  | ({ type: "run.skipped"; because: "function-paused" | "function-gone" } & OfEvent)
  | { type: "function.paused"; fn: string }
  | { type: "function.resumed"; fn: string };
