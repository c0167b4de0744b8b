// Cron triggers: their ticks as facts (protocol.md 5.12, 4.6). The next tick of each trigger is always in the log. Ticks that were
// missed while the engine was stopped therefore come one after the other, each once, and a clock that jumps back repeats none.
// L8. A tick starts one run per function and scheduled time, even if several of the function's triggers name that time.
import type { EngineFactBody, Instant, StoredEvent } from "../../log/facts.ts";
import { formatIso } from "../../protocol/date.ts";
import type { FunctionConfig, Trigger } from "../../protocol/register.ts";
import { sha1 } from "../../protocol/sha1.ts";
import { ulid } from "../../protocol/ulid.ts";
import { nextTick } from "../calendar/calendar.ts";
import type { Decision, Env } from "./decision.ts";
import { startFor } from "./flow-intake.ts";
import { keyOf, type EngineState, type Tick } from "./state.ts";

export const SCHEDULED_TIMER = "inngest/scheduled.timer";

type CronTrigger = Extract<Trigger, { type: "cron" }>;

/** What a registration changes: ticks of removed triggers are cancelled, new triggers get their first tick. */
export function rescheduled(
  state: EngineState,
  app: string,
  functions: readonly FunctionConfig[],
  now: Instant,
): readonly EngineFactBody[] {
  const wanted = new Map(functions.flatMap((fn) => cronsOf(fn).map((trigger) => [keyOf(fn.id, trigger.cron), { fn, trigger }] as const)));
  const known = new Set((state.apps.get(app)?.functions ?? []).map((fn) => fn.id));
  const gone = [...state.crons].filter(([key, tick]) => known.has(tick.fn) && !isKept(tick, wanted.get(key)));
  const fresh = [...wanted].filter(([key, { trigger }]) => !isKept(state.crons.get(key), { trigger }));
  return [
    ...gone.map(([, { fn, cron, scheduledAt }]): EngineFactBody => ({ type: "cron.cancelled", fn, cron, scheduledAt })),
    ...fresh.flatMap(([, { fn, trigger }]) => tickAfter(fn.id, trigger, now)),
  ];
}

const cronsOf = (fn: Pick<FunctionConfig, "triggers">): readonly CronTrigger[] => fn.triggers.filter((trigger) => trigger.type === "cron");

// A changed jitter moves the pending tick.
function isKept(tick: Tick | undefined, wanted: { readonly trigger: CronTrigger } | undefined): boolean {
  if (tick === undefined || wanted === undefined) return false;
  return tick.fireAt === tick.scheduledAt + jitterOf(tick.fn, wanted.trigger, tick.scheduledAt);
}

function tickAfter(fn: string, trigger: CronTrigger, after: Instant): readonly EngineFactBody[] {
  const scheduledAt = nextTick(trigger.cron, after);
  if (scheduledAt === undefined) return [];
  return [{ type: "cron.scheduled", fn, cron: trigger.cron, scheduledAt, fireAt: scheduledAt + jitterOf(fn, trigger, scheduledAt) }];
}

/** Between 0 and the jitter that the trigger allows, evenly spread, and always the same for the same function and tick. */
function jitterOf(fn: string, { cron, jitterMs = 0 }: CronTrigger, scheduledAt: Instant): number {
  if (jitterMs === 0) return 0;
  const share = Number.parseInt(sha1(`${fn}\n${cron}\n${scheduledAt}`).slice(0, 8), 16) / 2 ** 32;
  return Math.floor(share * (jitterMs + 1));
}

/** The run is created at the scheduled time; its first call waits for `fireAt`. Then the next tick is set. */
export function decideTick(state: EngineState, { fn: slug, cron, scheduledAt, fireAt }: Tick, env: Env): Decision {
  const fn = state.functions.get(slug);
  const fired: EngineFactBody = { type: "cron.fired", fn: slug, cron, scheduledAt };
  const trigger = fn === undefined ? undefined : cronsOf(fn).find((each) => each.cron === cron);
  if (fn === undefined || trigger === undefined) return { facts: [fired] };
  const at = formatIso(scheduledAt).replace(".000Z", "Z");
  const event: StoredEvent = {
    eventId: ulid(env.now, env.draw),
    name: SCHEDULED_TIMER,
    id: at,
    ts: fireAt,
    user: {},
    data: { cron, scheduledAt: at, fireAt: formatIso(fireAt).replace(".000Z", "Z") },
  };
  const { facts, next = [] } = startFor(state, fn, event, { cause: "cron", startAt: Math.max(env.now, fireAt) }, env);
  return {
    facts: [fired, { type: "event.received", ...event, source: "cron" }, ...facts, ...tickAfter(slug, trigger, scheduledAt)],
    next,
  };
}
