// Time, as the learner has it: it flows while a call works, stands while runs are held, and otherwise goes at the learner's rate.
// A jump waits until each call in flight has ended or stands, then goes from alarm to alarm (L6).
import type { Instant } from "../../log/facts.ts";
import type { ClockView } from "../../session/lab-session.ts";
import { dueOf } from "./agenda.ts";
import { releaseOldest } from "./boundary.ts";
import { observe, type Core } from "./core.ts";

/** How long a call may compute, in real time, before a jump stops waiting for it. */
const PATIENCE_MS = 1000;

/** Sets the clock's speed from what is going on. */
export function reflow(core: Core): void {
  core.parts.clock.flow(speed(core));
}

function speed({ ledger: { rate, paused }, calls, gates }: Core): number {
  if (paused) return 0;
  if (calls.size === 0 && calls.nextWait("short") === undefined) return gates.list().length > 0 ? 0 : rate;
  return calls.allHeld() ? 0 : Math.max(1, rate);
}

export function clockView(core: Core): ClockView {
  const { clock } = core.parts;
  const { rate, paused } = core.ledger;
  const [held] = core.gates.list();
  const next =
    held === undefined
      ? sooner(dueOf(core.engine.upcoming()), core.calls.nextWait("long"))
      : { kind: "held" as const, at: clock.now(), label: `${held.boundary}${held.stepId === undefined ? "" : ` "${held.stepId}"`}` };
  return { now: clock.now(), rate, paused, ...(next === undefined ? {} : { next }) };
}

function sooner(due: ClockView["next"], timer: Instant | undefined): ClockView["next"] {
  if (timer === undefined || (due !== undefined && due.at <= timer)) return due;
  return { kind: "wait", at: timer, label: "a timer in the code rings" };
}

/** Resolves when nothing moves at the present instant: all is stored, and every call has ended or stands. */
export async function quiet(core: Core): Promise<void> {
  for (;;) {
    // While a call computes, its facts are not asked for one by one: they are stored together.
    const computes = !core.calls.allStand();
    if (computes && (await stirs(core))) continue;
    const before = core.pulse;
    // First what an answer leads to, so that it is stored along with what its host told last.
    await core.parts.turn();
    await core.engine.stored();
    await core.parts.turn();
    if (core.pulse === before && (computes || core.calls.allStand())) return;
  }
}

/** Whether anything happens within our patience. */
function stirs(core: Core): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = core.parts.timer.after(PATIENCE_MS, () => resolve(false));
    core.stirred.push(() => {
      giveUp();
      resolve(true);
    });
  });
}

const jumps = new WeakMap<Core, Promise<void>>();

/** Goes to `to`, due time by due time. Jumps follow one another. */
export function jump(core: Core, to: Instant): Promise<void> {
  const after = (jumps.get(core) ?? Promise.resolve()).then(() => jumpNow(core, to));
  jumps.set(core, after);
  return after;
}

async function jumpNow(core: Core, to: Instant): Promise<void> {
  const { epoch } = core;
  do await quiet(core);
  while (epoch === core.epoch && core.parts.clock.turn(to));
  if (epoch !== core.epoch) return;
  core.parts.clock.goTo(to);
  core.changed();
}

/** Lets the oldest held run go on; with none held, moves time to what is due next. */
export async function next(core: Core): Promise<void> {
  if (releaseOldest(core)) return;
  await quiet(core);
  const dues = [core.engine.nextDue(), core.calls.nextWait("long")].filter((at) => at !== undefined);
  const due = dues.length === 0 ? undefined : Math.min(...dues);
  const from = core.parts.clock.now();
  if (due === undefined || due <= from) return;
  await observe(core, { type: "clock.moved", from, to: due, by: "next" });
  await jump(core, due);
}

export async function advance(core: Core, ms: number): Promise<void> {
  const from = core.parts.clock.now();
  await observe(core, { type: "clock.moved", from, to: from + ms, by: "advance" });
  await jump(core, from + ms);
}

/** Time that has passed while nobody looked counts at 1x, as a fact. */
export async function away(core: Core, ms: number): Promise<void> {
  await observe(core, { type: "time.away", ms });
  await jump(core, core.parts.clock.now() + ms);
}

/**
 * Turns a clock that has no real timer until nothing moves without a press: every call has ended or is held, and the rest
 * waits for the learner. Only the world's latency and short timers make time go on, or a rate that the learner has set.
 */
export async function settle(core: Core): Promise<void> {
  const { clock } = core.parts;
  for (;;) {
    await quiet(core);
    const due = clock.speed === 0 ? undefined : core.ledger.rate > 0 ? clock.nextAlarm() : core.calls.nextWait("short");
    if (due === undefined || !clock.turn(due)) return;
  }
}
