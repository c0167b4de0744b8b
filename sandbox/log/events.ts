// Events as the log keeps them. Part of `facts.ts`, which closes the vocabulary.
import type { JsonObject } from "./json.ts";

/** An accepted event: `eventId` is the engine's, `id` the sender's (or the engine's where there is none). */
export type StoredEvent = {
  readonly eventId: string;
  readonly name: string;
  readonly data: JsonObject;
  readonly ts: number;
  readonly id: string;
  readonly user: JsonObject;
  /** The version that the sender gives its event's shape. */
  readonly v?: string;
  readonly meta?: EventMeta;
};

/** Which sessions the runs of an event belong to: ids by name, inherited ones merged in (protocol.md 4.1, 5.14). */
export type EventMeta = { readonly sessions: { readonly [name: string]: string } };

export type EventSource = "learner" | "function" | "engine" | "cron" | "webhook";

/** The event alone, without what the fact that carries it says besides. */
export function storedEvent({ eventId, name, data, ts, id, user, v, meta }: StoredEvent): StoredEvent {
  return { eventId, name, data, ts, id, user, ...(v === undefined ? {} : { v }), ...(meta === undefined ? {} : { meta }) };
}
