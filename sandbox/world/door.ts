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

/** Everything one request did. The place writes effects and costs to the log, then answers the host. */
export type WorldOutcome = { readonly reply: WorldReply; readonly effects: readonly WorldEffect[]; readonly costs: readonly WorldCost[] };

/** The world of one lab, without time or chance of its own: the place hands it `now`, and waits out the latency itself. */
export interface World {
  plan(request: WorldRequest): WorldPlan;
  perform(request: WorldRequest, at: { readonly now: Instant; readonly faults: readonly string[] }): Promise<WorldOutcome>;
  /** Reads without an effect: for the lab's own Database tab. */
  query(sql: string, params: readonly Json[], now: Instant): Promise<readonly JsonObject[]>;
  tables(
    now: Instant,
  ): Promise<readonly { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }[]>;
  /** Becomes the world that these effects, read from the log, have made. Used after a reload and by `reset` (with none). */
  restore(effects: readonly WorldEffect[]): Promise<void>;
  dispose(): Promise<void>;
}

/** A Postgres that the world may use. `rows` are plain JSON. One statement a call. */
export interface Database {
  query(sql: string, params: readonly Json[], now: Instant): Promise<{ readonly rows: readonly JsonObject[]; readonly rowCount: number }>;
  /** Back to the lab's seed. */
  reset(): Promise<void>;
  close(): Promise<void>;
}
