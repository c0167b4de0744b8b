import type { Json } from "../../log/json.ts";

/** A request to a webhook. `body` is the text as it came, for signatures. */
export type WebhookRequest = {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The transforms of webhooks: each turns a request into an event. They are the learner's JavaScript: the place runs them in its sandbox. */
export interface Webhooks {
  /** An event or an array of events; `undefined` when no webhook has this id. Rejects with what the transform threw. */
  transform(id: string, request: WebhookRequest): Promise<Json | undefined>;
}
