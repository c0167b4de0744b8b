// Flow control between an event and its run, for one function: batch or debounce, then rate limit or idempotency, then the event id,
// then singleton, then the run (protocol.md 5.1; `flow/flow.ts` shows the order).
// L8. An event id starts one run per function in 24 hours.
// L9. An event that waits or starts nothing leaves a fact that names the rule.
import type { EngineFactBody, Instant, RunCause, StoredEvent } from "../../log/facts.ts";
import type { BatchRule, DebounceRule, RunRules, SkipRule } from "../../log/rules.ts";
import { decideBatch, eventsOfBatch } from "../../flow/batching.ts";
import { decideDebounce, eventDue } from "../../flow/debounce.ts";
import { bucketOf } from "../../flow/keys.ts";
import { factorOf } from "../../flow/priority.ts";
import { decideAdmission } from "../../flow/rate-limit.ts";
import { decideSingleton } from "../../flow/singleton.ts";
import { sessionsOf } from "../../protocol/sessions.ts";
import { ulid } from "../../protocol/ulid.ts";
import { evaluate } from "../expr/expr.ts";
import { NOTHING, prepend, type Decision, type Env, type Input } from "./decision.ts";
import { asWireEvent } from "./finish.ts";
import { sizeOf } from "./fold-step.ts";
import { gatesOf, keyFor } from "./flow-start.ts";
import { idempotencyKey, type EngineState, type Fn, type WaitKey } from "./state.ts";

/** A run to create. `carried`: its events are not the one received last, so the run's own fact must carry them. */
export type NewRun = {
  readonly events: readonly [StoredEvent, ...StoredEvent[]];
  readonly cause: RunCause;
  readonly startAt: Instant;
  readonly carried?: boolean;
  /** The step that waits for the run. */
  readonly parent?: WaitKey;
};
type Created = Extract<EngineFactBody, { type: "run.created" }>;
type Skipped = { readonly rule: SkipRule; readonly until?: Instant; readonly holder?: string };
type Admitted = { readonly rules: Pick<RunRules, "admission" | "singleton">; readonly next: readonly Input[] };

const ofEvent = (fn: Fn, { eventId, name }: StoredEvent): { fn: string; eventId: string; name: string } => ({ fn: fn.id, eventId, name });

/** What follows for one function from an event that triggers it. */
export function startFor(
  state: EngineState,
  fn: Fn,
  event: StoredEvent,
  { cause, startAt }: { readonly cause: "event" | "cron"; readonly startAt: Instant },
  env: Env,
): Decision {
  const { batch, debounce } = fn.flow;
  const wanted: NewRun = { events: [event], cause, startAt };
  if ((batch === undefined && debounce === undefined) || state.pausedFunctions.has(fn.id)) return admit(state, fn, wanted, env);
  if (debounce !== undefined) return intoDebounce(state, fn, debounce, event, env);
  return batch === undefined ? NOTHING : intoBatch(state, fn, batch, wanted, env);
}

function intoBatch(state: EngineState, fn: Fn, rule: BatchRule, wanted: NewRun, env: Env): Decision {
  const [event] = wanted.events;
  const bucket = bucketOf(fn.id, keyFor(rule.key, event, env.now));
  const isWanted = rule.if === undefined || evaluate(rule.if, { event: asWireEvent(event), now: env.now });
  const bytes = sizeOf(asWireEvent(event));
  const verdict = decideBatch(state.flow.batches, rule, bucket, { isWanted, bytes }, env.now);
  if (verdict.type === "alone") return admit(state, fn, wanted, env);
  const { dueAt: until, size } = verdict;
  const batched: EngineFactBody = { type: "event.batched", ...ofEvent(fn, event), rule, bucket, until, size, bytes };
  if (verdict.type === "waits") return { facts: [batched] };
  const events = [...eventsOfBatch(state.flow.batches, bucket), event];
  return prepend([batched], closeBatch(state, fn, { rule, bucket, why: verdict.why, events }, env));
}

type Closing = {
  readonly rule: BatchRule;
  readonly bucket: string;
  readonly why: "size" | "bytes" | "timeout";
  readonly events: readonly StoredEvent[];
};

function closeBatch(state: EngineState, fn: Fn, { rule, bucket, why, events }: Closing, env: Env): Decision {
  const [first, ...more] = events;
  if (first === undefined) return NOTHING;
  const closed: EngineFactBody = { type: "batch.closed", fn: fn.id, rule, bucket, why, eventIds: events.map(({ eventId }) => eventId) };
  const wanted: NewRun = { events: [first, ...more], cause: "batch", startAt: env.now, carried: true };
  return prepend([closed], admit(state, fn, wanted, env));
}

/** A batch whose timeout has passed. The rule is that of the batch, even if its function was registered anew. Without a function no run starts. */
export function decideBatchDue(state: EngineState, slug: string, bucket: string, rule: BatchRule, env: Env): Decision {
  const events = eventsOfBatch(state.flow.batches, bucket);
  const fn = state.functions.get(slug);
  if (fn !== undefined) return closeBatch(state, fn, { rule, bucket, why: "timeout", events }, env);
  const closed: EngineFactBody = {
    type: "batch.closed",
    fn: slug,
    rule,
    bucket,
    why: "timeout",
    eventIds: events.map((each) => each.eventId),
  };
  return { facts: [closed, ...events.map((event) => functionGone(slug, event))] };
}

// The newest event is kept; each other one is skipped with a fact that says why (5.5).
function intoDebounce(state: EngineState, fn: Fn, rule: DebounceRule, event: StoredEvent, env: Env): Decision {
  const bucket = bucketOf(fn.id, keyFor(rule.key, event, env.now));
  const verdict = decideDebounce(state.flow.debounces, rule, bucket, event, env.now);
  const skipped = (loser: StoredEvent, newer: string): EngineFactBody => ({ type: "event.skipped", ...ofEvent(fn, loser), rule, newer });
  if (verdict.type === "is-older") return { facts: [skipped(event, verdict.newer.eventId)] };
  const debounced: EngineFactBody = { type: "event.debounced", ...ofEvent(fn, event), rule, bucket, until: verdict.dueAt };
  return { facts: verdict.type === "opens" ? [debounced] : [skipped(verdict.skips, event.eventId), debounced] };
}

/** A debounce whose time has come: the event that it has kept goes on. */
export function decideDebounceDue(state: EngineState, slug: string, bucket: string, rule: DebounceRule, env: Env): Decision {
  const event = eventDue(state.flow.debounces, bucket, env.now);
  if (event === undefined) return NOTHING;
  const { eventId, name } = event;
  const closed: EngineFactBody = { type: "debounce.closed", fn: slug, eventId, name, rule, bucket };
  const fn = state.functions.get(slug);
  if (fn === undefined) return { facts: [closed, functionGone(slug, event)] };
  const startAt = Math.max(env.now, event.ts);
  return prepend([closed], admit(state, fn, { events: [event], cause: "event", startAt, carried: true }, env));
}

const functionGone = (fn: string, { eventId, name }: StoredEvent): EngineFactBody => ({
  type: "run.skipped",
  fn,
  eventId,
  name,
  because: "function-gone",
});

/** One run for these events, or facts that say why none starts. */
export function admit(state: EngineState, fn: Fn, wanted: NewRun, env: Env): Decision {
  const { events, cause } = wanted;
  const [event] = events;
  const key = idempotencyKey(fn.id, event.id);
  const verdict = admission(state, fn, event, env);
  if ("rule" in verdict) return { facts: [{ type: "event.skipped", ...ofEvent(fn, event), ...verdict }] };
  if (cause !== "batch" && (state.idempotencyKeys.has(key) || (state.tombstones.get(key)?.until ?? 0) > env.now))
    return { facts: [{ type: "event.deduped", eventId: event.eventId, name: event.name, id: event.id, fn: fn.id }] };
  if (state.pausedFunctions.has(fn.id))
    return { facts: events.map((each) => ({ type: "run.skipped", ...ofEvent(fn, each), because: "function-paused" })) };
  const holding = singleton(state, fn, event, env);
  if ("rule" in holding) return { facts: [{ type: "event.skipped", ...ofEvent(fn, event), ...holding }] };
  const created = create(fn, wanted, { ...verdict.rules, ...holding.rules }, env);
  return { facts: [created, ...delayOf(created, env)], next: holding.next };
}

/** An invoked run enters at the rate limit, and has the step that waits for it as parent. `skipped`: the rule by which none starts. */
export function invokeFor(state: EngineState, fn: Fn, wanted: NewRun, env: Env): Decision & { readonly skipped?: SkipRule } {
  const [event] = wanted.events;
  const verdict = admission(state, fn, event, env);
  const stopped = "rule" in verdict ? verdict : singleton(state, fn, event, env);
  if ("rule" in stopped) return { facts: [{ type: "event.skipped", ...ofEvent(fn, event), ...stopped }], skipped: stopped.rule };
  const rules = "rule" in verdict ? {} : verdict.rules;
  return { facts: [create(fn, wanted, { ...rules, ...stopped.rules }, env)], next: stopped.next };
}

/** Rate limit or idempotency. Functions that batch are not limited (5.4). */
function admission(state: EngineState, fn: Fn, event: StoredEvent, env: Env): Admitted | Skipped {
  const { admission: rule, batch } = fn.flow;
  if (rule === undefined || batch !== undefined) return { rules: {}, next: [] };
  const verdict = decideAdmission(state.flow.admissions, rule, fn.id, keyFor(rule.key, event, env.now), env.now);
  if (verdict.type === "skip") return { rule, until: verdict.until };
  return { rules: verdict.bucket === undefined ? {} : { admission: { rule, bucket: verdict.bucket } }, next: [] };
}

function singleton(state: EngineState, fn: Fn, event: StoredEvent, env: Env): Admitted | Skipped {
  const { singleton: rule } = fn.flow;
  if (rule === undefined) return { rules: {}, next: [] };
  const verdict = decideSingleton(state.flow.singletons, rule, fn.id, keyFor(rule.key, event, env.now));
  if (verdict.type === "skip") return { rule, holder: verdict.runId };
  const rules = verdict.bucket === undefined ? {} : { singleton: { rule, bucket: verdict.bucket } };
  if (verdict.type === "free") return { rules, next: [] };
  const because = "a newer run of the same singleton took its place";
  return { rules, next: [{ type: "cancel-run", runId: verdict.runId, because, rule, eventId: event.eventId }] };
}

/** The fact of a new run, with its rules of flow control. */
export function create(fn: Fn, { events, cause, startAt, carried, parent }: NewRun, held: RunRules, env: Env): Created {
  const [event] = events;
  const gates = gatesOf(fn, event, env.now);
  const priority = fn.flow.priority === undefined ? undefined : factorOf(keyFor(fn.flow.priority.run, event, env.now) ?? { ok: false });
  const rules: RunRules = { ...held, ...(gates === undefined ? {} : { gates }), ...(priority === undefined ? {} : { priority }) };
  const sessions = sessionsOf(events);
  return {
    type: "run.created",
    runId: ulid(env.now, env.draw),
    fn: fn.id,
    cause,
    eventIds: events.map(({ eventId }) => eventId),
    ...(carried === true ? { events } : {}),
    ...(parent === undefined ? {} : { parentRunId: parent.runId, parentHashedId: parent.hashedId }),
    startAt,
    maxAttempts: fn.retries + 1,
    ...(sessions.length === 0 ? {} : { sessions }),
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
  };
}

// A `ts` in the future delays the start but not the acceptance (protocol.md 4.4); the jitter of a cron tick does the same (5.12).
function delayOf({ runId, fn, cause, startAt }: Created, env: Env): readonly EngineFactBody[] {
  return startAt <= env.now ? [] : [{ type: "run.queued", runId, fn, reason: cause === "cron" ? "cron" : "future-event", until: startAt }];
}
