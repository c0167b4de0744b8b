import type { Clock } from "./clock.ts";
import type { Entropy } from "./entropy.ts";
import type { EventStore } from "./event-store.ts";
import type { Gateway } from "./gateway.ts";
import type { Transport } from "./transport.ts";
import type { Webhooks } from "./webhooks.ts";

/** All that an engine needs from its surroundings. Without a `gateway`, steps that ask the engine to fetch fail with an error that says so;
 * without `webhooks`, none is served. */
export type EnginePorts = {
  clock: Clock;
  entropy: Entropy;
  store: EventStore;
  transport: Transport;
  gateway?: Gateway;
  webhooks?: Webhooks;
  /** Resolves after the flush delay: real time for which observations that nobody waits for may wait, to share a write with others. */
  flushDelay?: () => Promise<void>;
};
