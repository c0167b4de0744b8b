// A service of the world as the world sees it: one host name, no time and no chance of its own.
// Everything a service remembers follows from its options and from the effects it has had, so that
// `restore` makes the same service out of the log.
import type { Json, JsonObject } from "../log/json.ts";
import type { PaidCost, WorldCost, WorldEffect, WorldMoment, WorldOutcome, WorldPlan, WorldRefusal } from "./door.ts";

/** A request to a service, taken apart once at the door. */
export type ServiceCall = {
  readonly method: string;
  /** Path without its leading slash, split: "/orders/A-7" is ["orders", "A-7"]. */
  readonly path: readonly string[];
  readonly key?: string;
  readonly body: JsonObject;
};

export type Moment = WorldMoment;

/** What a request to one service did; the world adds the service's name to a refusal. */
export type ServiceOutcome = Omit<WorldOutcome, "refused"> & { readonly refused?: Omit<WorldRefusal, "service"> };
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] };

export interface Service {
  readonly host: string;
  plan(call: ServiceCall): WorldPlan;
  /** Turns a call away as it arrives, for services that limit their calls. */
  admit?(call: ServiceCall, at: Moment): { readonly outcome: ServiceOutcome; readonly latencyMs: number } | undefined;
  perform(call: ServiceCall, at: Moment): ServiceOutcome;
  /** Takes in an effect from the log; others' effects are ignored. */
  restore(effect: WorldEffect): void;
  /** Takes in a cost from the log, for services that count their calls. */
  recount?(cost: PaidCost): void;
  /** Forgets every effect and every call. */
  reset(): void;
  tables(): readonly Table[];
}

/** An answer in JSON with what it did. */
export function answer(
  status: number,
  body: Json,
  did: { readonly effects?: readonly WorldEffect[]; readonly costs?: readonly WorldCost[] } = {},
): ServiceOutcome {
  return {
    reply: { type: "fetch", status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
    effects: did.effects ?? [],
    costs: did.costs ?? [],
  };
}

/** A request turned down: the caller is answered, and the log is told. With `retryAfterMs` the answer says when to come again. */
export function refusal(status: number, why: string, retryAfterMs?: number): ServiceOutcome {
  const { reply, ...did } = answer(status, { error: why });
  if (retryAfterMs === undefined || reply.type !== "fetch") return { reply, ...did, refused: { status, why } };
  // HTTP counts in whole seconds here (RFC 9110, 10.2.3); rounded up, whoever obeys is not turned away again.
  const headers = { ...reply.headers, "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return { reply: { ...reply, headers }, ...did, refused: { status, why, retryAfterMs } };
}

/** A request without consequences outside. */
export function reading(label: string, latencyMs: number): WorldPlan {
  return { kind: "read", label, effect: false, latencyMs };
}

/** One text for equal values, whatever the order of their fields. */
export function sameText(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sameText).join(",")}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${sameText(inner)}`).join(",")}}`;
}

/** The same, or none while it has no rows: a lab that never mails shows no mails. */
export function tableIfAny(name: string, rows: readonly JsonObject[], columns: readonly string[]): readonly Table[] {
  return rows.length === 0 ? [] : [tableOf(name, rows, columns)];
}

/** A table's rows in the order of its columns, which are all the fields that any row has. */
export function tableOf(name: string, rows: readonly JsonObject[], columns: readonly string[] = []): Table {
  const all = [...new Set([...columns, ...rows.flatMap((row) => Object.keys(row))])];
  return { name, columns: all, rows: rows.map((row) => all.map((column) => row[column] ?? null)) };
}
