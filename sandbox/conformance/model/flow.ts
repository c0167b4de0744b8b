// Made-up flow control and made-up traffic, and what any log under it must show: written from protocol.md 5.1 to 5.8 without a look
// at how the engine does it. The laws read facts alone and go through all of them for every question.
import * as fc from "fast-check";
import type { Fact, FactOf } from "../../log/facts.ts";
import type { JsonObject } from "../../log/json.ts";
import type { GateRule } from "../../log/rules.ts";

export type Arrival = {
  readonly user: string;
  readonly p: number;
  readonly actions: number;
  readonly ms: number;
  readonly and: "go on" | "stop" | "rerun";
};

const limit = fc.integer({ min: 1, max: 2 });
const key = fc.constantFrom("event.data.user", "event.data.p", "event.data.gone", "event.data.p + 1");
const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
const entry = fc.oneof(fc.record({ limit }), fc.record({ limit, key }), fc.record({ limit, key, scope: fc.constant("account") }));
const before = fc.oneof(
  fc.record({ debounce: fc.record({ period: fc.constantFrom("1s", "3s"), key }) }),
  fc.record({ debounce: fc.record({ period: fc.constant("2s"), timeout: fc.constant("4s") }) }),
  fc.record({ batchEvents: fc.record({ maxSize: fc.integer({ min: 2, max: 3 }), timeout: fc.constantFrom("1s", "5s"), key }) }),
  fc.record({ batchEvents: fc.constant({ maxSize: 2, timeout: "2s", if: "event.data.user == 'a'" }) }),
  fc.constant({}),
  fc.constant({}),
);
const beside = fc.record(
  {
    singleton: fc.record({ mode: fc.constantFrom("skip", "cancel"), key }),
    priority: fc.constantFrom({ run: "int(event.data.p)" }, { run: "event.data.p" }),
    cancel: fc.constant([{ event: "model/stop", if: "event.data.user == async.data.user" }]),
  },
  { requiredKeys: [] },
);
const limits = fc.record({
  concurrency: option(
    fc.oneof(fc.array(entry, { minLength: 1, maxLength: 2 }), fc.record({ fn: fc.array(entry, { minLength: 1, maxLength: 1 }) })),
  ),
  throttle: option(fc.record({ limit, period: fc.constantFrom("1s", "4s"), burst: fc.integer({ min: 0, max: 1 }) })),
  rateLimit: option(fc.record({ limit: fc.constantFrom(1, 15), period: fc.constantFrom("2s", "30s"), key })),
  timeouts: option(fc.constantFrom({ start: "5s" }, { finish: "3s" }, { start: "1h", finish: "2h" })),
});

/** A function's flow control. A batch stands beside none of what it refuses (1.7). */
export const flows: fc.Arbitrary<JsonObject> = fc
  .tuple(before, beside, limits)
  .map(
    ([first, second, third]) =>
      JSON.parse(JSON.stringify("batchEvents" in first ? { ...third, ...first } : { ...third, ...second, ...first })) as JsonObject,
  );

export const traffic: fc.Arbitrary<readonly Arrival[]> = fc.array(
  fc.record({
    user: fc.constantFrom("a", "b"),
    p: fc.integer({ min: -3, max: 3 }),
    actions: fc.nat(4),
    ms: fc.constantFrom(0, 0, 1, 700, 2500),
    and: fc.constantFrom("go on" as const, "go on" as const, "go on" as const, "stop" as const, "rerun" as const),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Events of this name that are not accounted for once: in one run of their own, or in one fact that says why not. */
export function unaccounted(facts: readonly Fact[], name: string): readonly string[] {
  const told = new Map<string, number>();
  const tell = (eventId: string): void => void told.set(eventId, (told.get(eventId) ?? 0) + 1);
  for (const fact of facts) {
    if (fact.type === "run.created" && fact.cause !== "rerun") for (const eventId of fact.eventIds) tell(eventId);
    if (fact.type === "event.skipped" || fact.type === "event.deduped" || fact.type === "run.skipped") tell(fact.eventId);
  }
  return facts.flatMap((fact) =>
    fact.type === "event.received" && fact.name === name && told.get(fact.eventId) !== 1 ? [fact.eventId] : [],
  );
}

/** Runs without an end, and ends without a run. */
export function unfinished(facts: readonly Fact[]): readonly string[] {
  const open = new Set<string>();
  for (const fact of facts) {
    if (fact.type === "run.created") open.add(fact.runId);
    if ((fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") && !open.delete(fact.runId))
      open.add(`${fact.runId} ends twice`);
  }
  return [...open];
}

/** Calls that went out although a limit was reached, and starts that came too early for their pace. */
export function excesses(facts: readonly Fact[]): readonly string[] {
  const gates = new Map<string, readonly GateRule[]>();
  const flying = new Map<string, string>();
  const going = new Set<string>();
  const starts = new Map<string, number[]>();
  const found: string[] = [];
  const holds = (runIds: Iterable<string>, { rule, bucket }: GateRule): number =>
    [...runIds].filter((runId) => gates.get(runId)?.some((gate) => gate.bucket === bucket && gate.rule.type === rule.type)).length;
  const check = (call: FactOf<"call.sent">): void => {
    for (const gate of gates.get(call.runId) ?? []) {
      const { rule, bucket } = gate;
      if (rule.type === "throttle" || rule.unit === "run") {
        if (going.has(call.runId)) continue;
        if (rule.type === "throttle") starts.set(bucket, [...(starts.get(bucket) ?? []), call.t]);
      }
      if (rule.type === "throttle") {
        if (isTooEarly(starts.get(bucket) ?? [], rule)) found.push(`${call.callId} is too early for ${bucket}`);
      } else if (holds(rule.unit === "run" ? going : flying.values(), gate) >= rule.limit) found.push(`${call.callId} exceeds ${bucket}`);
    }
  };
  for (const fact of facts) {
    if (fact.type === "run.created") gates.set(fact.runId, fact.rules?.gates ?? []);
    else if (fact.type === "call.sent") {
      check(fact);
      flying.set(fact.callId, fact.runId);
      going.add(fact.runId);
    } else if (fact.type === "call.answered" || fact.type === "call.failed") flying.delete(fact.callId);
    else if (fact.type === "call.ignored" && fact.via === undefined) flying.delete(fact.callId);
    else if (fact.type === "engine.restarted") flying.clear();
    else if (fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") going.delete(fact.runId);
  }
  return found;
}

// Any stretch of time holds at most its share and what may go at once (5.3).
function isTooEarly(at: readonly number[], { limit: most, periodMs, burst }: { limit: number; periodMs: number; burst: number }): boolean {
  const last = at.at(-1) ?? 0;
  return at.some((first, i) => at.length - i > most + burst + ((last - first) * most) / periodMs);
}
