// Flow control: what stands between an event and the calls of a run (protocol.md 5.1). Pure modules, one per rule, whose state is
// plain JSON and lives in the engine's snapshot. `decide…` reads and says what follows; only folding the fact that says so changes
// the state. Each decision to delay, skip or cancel names its rule (`log/rules.ts`), so that nothing disappears silently (L9).
//
// The order in which an event meets them:
//
//     match         triggers: name or wildcard, then expression; at most one run per function    (the engine's core)
//     batch         waits for others, and goes with them as one run; an unwanted event runs alone   `batching.ts`
//     debounce      waits for quiet; the newest goes on, the others are skipped                     `debounce.ts`
//     rate limit    or idempotency: admitted or skipped; batches are not asked                      `rate-limit.ts`
//     event id      one run per function in 24 hours (L8)                                           (the engine's core)
//     singleton     free, or skipped, or the holder is cancelled                                    `singleton.ts`
//     create run    it listens for events that cancel it, its start is timed                        `cancel-on.ts` `timeouts.ts`
//     at start      throttle (first call), priority (place in the line), concurrency (each call)    `starts.ts`
//
// An invoked run joins at the rate limit, a rerun at the start. Cron ticks are events of the engine's own.
import { createBatches, type Batches } from "./batching.ts";
import { createCancels, type Cancels } from "./cancel-on.ts";
import { createDebounces, type Debounces } from "./debounce.ts";
import { createPaces, type Paces } from "./pace.ts";
import { createSingletons, type Singletons } from "./singleton.ts";
import { createStarts, type Starts } from "./starts.ts";

/** All of it, as JSON. Changed only by the folding functions of the modules, each of which takes its part. */
export type FlowState = {
  readonly batches: Batches;
  readonly debounces: Debounces;
  /** Of rate limits and idempotency. */
  readonly admissions: Paces;
  readonly singletons: Singletons;
  readonly cancels: Cancels;
  readonly starts: Starts;
};

export function createFlow(): FlowState {
  return {
    batches: createBatches(),
    debounces: createDebounces(),
    admissions: createPaces(),
    singletons: createSingletons(),
    cancels: createCancels(),
    starts: createStarts(),
  };
}
