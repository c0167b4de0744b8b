// The world's door: what a lab's functions may ask of the outside, and what the outside reports back.
// A lab's own files (`payments.ts`, `db.ts`, …) reach it by the two functions that every place gives them:
// `fetch(url, init)` for services, `query(sql, params)` for the database.
import type { Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";

export type WorldRequest =
  | {
      readonly type: "fetch";
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly type: "query"; readonly sql: string; readonly params: readonly Json[] };

export type WorldReply =
  | { readonly type: "fetch"; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly type: "rows"; readonly rows: readonly JsonObject[]; readonly rowCount: number }
  | { readonly type: "error"; readonly name: string; readonly message: string };

/** What a request would do, known before it is done, so that a lab can hold or crash there. */
export type WorldPlan = {
  /** e.g. `slack.posted`, `stripe.refund`, `mail.sent`, `db.insert`, `model.call`; `read` when nothing outside changes. */
  readonly kind: string;
  /** One or two words for the timeline: "message", "$120.00", "row in drafts". */
  readonly label: string;
  readonly effect: boolean;
  /** Virtual milliseconds that pass before the effect. */
  readonly latencyMs: number;
};

export type WorldEffect = {
  readonly kind: string;
  readonly label: string;
  readonly key?: string;
  readonly suppressed: boolean;
  readonly detail: JsonObject;
};
export type WorldCost = { readonly kind: string; readonly label: string; readonly cents: number };

/** A cost as the log tells it, with the instant at which it was paid. */
export type PaidCost = WorldCost & { readonly at: Instant };
/** A request turned down: by whom, with which HTTP status, and when it would be taken, where the service says so. */
export type WorldRefusal = { readonly service: string; readonly status: number; readonly why: string; readonly retryAfterMs?: number };

/** Everything one request did. The place writes effects, costs and a refusal to the log, then answers the host. */
export type WorldOutcome = {
  readonly reply: WorldReply;
  readonly effects: readonly WorldEffect[];
  readonly costs: readonly WorldCost[];
  readonly refused?: WorldRefusal;
};

/** A request turned away at the door, and how many virtual milliseconds the answer takes. */
export type TurnedAway = { readonly outcome: WorldOutcome; readonly latencyMs: number };

export type WorldMoment = { readonly now: Instant; readonly faults: readonly string[] };

/** The world of one lab, without time or chance of its own: the place hands it `now`, and waits out the latency itself. */
export interface World {
  plan(request: WorldRequest): WorldPlan;
  /** Asked as a request arrives, before its latency: a service with a rate counts it, or turns it away at once. `undefined`: go on. */
  admit(request: WorldRequest, at: WorldMoment): TurnedAway | undefined;
  perform(request: WorldRequest, at: WorldMoment): Promise<WorldOutcome>;
  /** Reads without an effect: for the lab's own Database tab. */
  query(sql: string, params: readonly Json[], now: Instant): Promise<readonly JsonObject[]>;
  tables(
    now: Instant,
  ): Promise<readonly { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }[]>;
  /** Becomes the world that these effects and costs, read from the log, have made. Used after a reload and by `reset` (with none). */
  restore(effects: readonly WorldEffect[], costs?: readonly PaidCost[]): Promise<void>;
  dispose(): Promise<void>;
}

/** A Postgres that the world may use. `rows` are plain JSON. One statement a call. */
export interface Database {
  query(sql: string, params: readonly Json[], now: Instant): Promise<{ readonly rows: readonly JsonObject[]; readonly rowCount: number }>;
  /** Back to the lab's seed. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
