// Flow control: the rules between an event and the calls of a run (protocol.md 5.1). Pure modules, one per rule. Their state is
// plain JSON and part of the engine's snapshot. `decide…` reads the state and says what follows. Only folding the fact that says so
// changes the state; the functions that fold are in the past tense, like facts. Each decision to delay, skip or cancel names its
// rule (`log/rules.ts`), so that nothing disappears silently (L9).
//
// The order in which an event meets the rules:
//
//     match         triggers: name or wildcard, then expression; at most one run per function      (the engine's core)
//     batch         events wait for each other and share one run; an unwanted event runs alone     `batching.ts`
//     debounce      events wait until none has come for a while; the newest goes on                `debounce.ts`
//     rate limit    or idempotency: the event is admitted or skipped; batches are not asked        `rate-limit.ts`
//     event id      one run per function in 24 hours (L8)                                          (the engine's core)
//     singleton     the key is free, or the event is skipped, or the holder is cancelled           `singleton.ts`
//     create run    it listens for events that cancel it, its start has a deadline                 `cancel-on.ts` `timeouts.ts`
//     at start      throttle (first call), priority (place in the queue), concurrency (each call)  `starts.ts`
//
// An invoked run enters at the rate limit, a rerun at the start. A cron tick is an event that the engine itself makes.
import { createBatches, type Batches } from "./batching.ts";
import { createCancels, type Cancels } from "./cancel-on.ts";
import { createDebounces, type Debounces } from "./debounce.ts";
import { createRateBuckets, type RateBuckets } from "./gcra.ts";
import { createSingletons, type Singletons } from "./singleton.ts";
import { createStarts, type Starts } from "./starts.ts";

/** The state of all rules, as JSON. Changed only by the modules' folding functions, each of which changes its own part. */
export type FlowState = {
  readonly batches: Batches;
  readonly debounces: Debounces;
  /** Of rate limits and idempotency. */
  readonly admissions: RateBuckets;
  readonly singletons: Singletons;
  readonly cancels: Cancels;
  readonly starts: Starts;
};

export function createFlow(): FlowState {
  return {
    batches: createBatches(),
    debounces: createDebounces(),
    admissions: createRateBuckets(),
    singletons: createSingletons(),
    cancels: createCancels(),
    starts: createStarts(),
  };
}
