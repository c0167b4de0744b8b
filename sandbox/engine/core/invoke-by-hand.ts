// An invocation from outside: an event for one function alone, whatever its triggers (protocol.md 4.5).
// Flow control applies as to any event, except batch and debounce: the caller wants a run of its own, and is told its id.
// L8. An idempotency key becomes the event's id, with a prefix of its own: it starts one run of the function in 24 hours.
// L9. An invocation that starts no run leaves a fact that says why.
import type { EngineFactBody, StoredEvent } from "../../log/facts.ts";
import { isObject } from "../../protocol/shape.ts";
import { FUNCTION_INVOKED } from "../../protocol/internal-events.ts";
import { ulid } from "../../protocol/ulid.ts";
import type { Decision, Env, Input, Invoked } from "./decision.ts";
import { admit } from "./flow-intake.ts";
import { idempotencyKey, type EngineState } from "./state.ts";

type ByHand = Extract<Input, { type: "invoke-by-hand" }>;

export function decideInvokeByHand(state: EngineState, { fn: slug, payload, key }: ByHand, env: Env): Decision {
  const fn = state.functions.get(slug);
  if (fn === undefined) return { facts: [] };
  const eventId = ulid(env.now, env.draw);
  const event: StoredEvent = { ...invocation(slug, payload), eventId, ts: env.now, id: key === undefined ? eventId : `invoke/${key}` };
  const received: EngineFactBody = { type: "event.received", ...event, source: "engine" };
  const { facts, ...rest } = admit(state, fn, { events: [event], cause: "invoke", startAt: env.now }, env);
  return { ...rest, facts: [received, ...facts], answer: { type: "invoked", eventId, ...outcome(state, slug, event, facts) } };
}

function invocation(fn: string, { data, user }: ByHand["payload"]): Pick<StoredEvent, "name" | "data" | "user"> {
  const given = isObject(data) ? data : {};
  return { name: FUNCTION_INVOKED, data: { ...given, _inngest: { fn_id: fn } }, user: isObject(user) ? user : {} };
}

type Outcome = Invoked extends infer One ? (One extends Invoked ? Omit<One, "eventId"> : never) : never;

function outcome(state: EngineState, fn: string, event: StoredEvent, facts: readonly EngineFactBody[]): Outcome {
  for (const fact of facts) {
    if (fact.type === "run.created") return { outcome: "started", runId: fact.runId };
    if (fact.type === "event.deduped") return { outcome: "repeated", runId: firstRun(state, fn, event) };
    if (fact.type === "run.skipped") return { outcome: "paused" };
    if (fact.type === "event.skipped") return { outcome: fact.rule.type === "singleton" ? "singleton" : "rate-limited" };
  }
  return { outcome: "rate-limited" };
}

function firstRun(state: EngineState, fn: string, { id }: StoredEvent): string {
  const key = idempotencyKey(fn, id);
  return state.idempotencyKeys.get(key) ?? state.tombstones.get(key)?.runId ?? "";
}
