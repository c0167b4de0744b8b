// Time, as the learner has it: it flows while a call works, stands while runs are held, and otherwise goes at the learner's rate.
// A jump waits until each call in flight has ended or stands, then goes from alarm to alarm (L6).
import type { Instant } from "../../log/facts.ts";
import { waitsElsewhere } from "./acts.ts";
import { releaseOldest, type Releases } from "./boundary.ts";
import type { Uses } from "./controller-state.ts";

/** What the clock's speed follows from. */
export type Flows = Uses<"clock", { ledger: "rate" | "paused"; calls: "size" | "nextWait" | "allHeld"; gates: "list" }>;
/** What must rest before time may move. */
export type Rests = Uses<"timer" | "turn" | "pulse", { calls: "allStand"; engine: "stored" }>;
/** What a jump moves. */
export type Jumps = Rests & Uses<"clock" | "epoch" | "jumping" | "changed">;
/** A jump that is told in the log. */
export type TellsJump = Jumps & Uses<"observe">;

/** How long a call may compute, in real time, before a jump stops waiting for it. */
const PATIENCE_MS = 1000;

/** Sets the clock's speed from what is going on. */
export function reflow(controller: Flows): void {
  controller.clock.flow(speed(controller));
}

function speed({ ledger: { rate, paused }, calls, gates }: Flows): number {
  if (paused) return 0;
  if (calls.size === 0 && calls.nextWait("short") === undefined) return gates.list().length > 0 ? 0 : rate;
  return calls.allHeld() ? 0 : Math.max(1, rate);
}

/** Resolves when nothing moves at the present instant: all is stored, and every call has ended or stands. */
export async function quiet(controller: Rests): Promise<void> {
  for (;;) {
    // While a call computes, its facts are not asked for one by one: they are stored together.
    const computes = !controller.calls.allStand();
    if (computes && (await stirs(controller))) continue;
    const before = controller.pulse.count;
    // First what an answer leads to, so that it is stored along with what its host told last.
    await controller.turn();
    await controller.engine.stored();
    await controller.turn();
    if (controller.pulse.count === before && (computes || controller.calls.allStand())) return;
  }
}

/** Whether anything happens within our patience. */
function stirs(controller: Rests): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = controller.timer.after(PATIENCE_MS, () => resolve(false));
    controller.pulse.onNext(() => {
      giveUp();
      resolve(true);
    });
  });
}

/** Goes to `to`, due time by due time. Jumps follow one another. */
export function jump(controller: Jumps, to: Instant): Promise<void> {
  controller.jumping = controller.jumping.then(() => jumpNow(controller, to));
  return controller.jumping;
}

async function jumpNow(controller: Jumps, to: Instant): Promise<void> {
  const { epoch } = controller;
  do await quiet(controller);
  while (epoch === controller.epoch && controller.clock.turn(to));
  if (epoch !== controller.epoch) return;
  controller.clock.goTo(to);
  controller.changed();
}

/** Lets the oldest held run go on; with none held, moves time to what is due next. */
export async function next(
  controller: TellsJump & Releases & Uses<never, { engine: "nextDue" | "upcoming"; calls: "nextWait" }>,
): Promise<void> {
  if (releaseOldest(controller)) return;
  await quiet(controller);
  if (waitsElsewhere(controller, controller.engine.upcoming())) return;
  const dues = [controller.engine.nextDue(), controller.calls.nextWait("long")].filter((at) => at !== undefined);
  const due = dues.length === 0 ? undefined : Math.min(...dues);
  const from = controller.clock.now();
  if (due === undefined || due <= from) return;
  await controller.observe({ type: "clock.moved", from, to: due, by: "next" });
  await jump(controller, due);
}

export async function advance(controller: TellsJump, ms: number): Promise<void> {
  const from = controller.clock.now();
  await controller.observe({ type: "clock.moved", from, to: from + ms, by: "advance" });
  await jump(controller, from + ms);
}

/** Time that has passed while nobody looked counts at 1x, as a fact. */
export async function away(controller: TellsJump, ms: number): Promise<void> {
  await controller.observe({ type: "time.away", ms });
  await jump(controller, controller.clock.now() + ms);
}

/**
 * Turns a clock that has no real timer until nothing moves without a press: every call has ended or is held, and the rest
 * waits for the learner. Only the world's latency and short timers make time go on, or a rate that the learner has set.
 */
export async function settle(controller: Rests & Uses<"clock", { ledger: "rate"; calls: "nextWait" }>): Promise<void> {
  const { clock } = controller;
  for (;;) {
    await quiet(controller);
    const due = clock.speed === 0 ? undefined : controller.ledger.rate > 0 ? clock.nextAlarm() : controller.calls.nextWait("short");
    if (due === undefined || !clock.turn(due)) return;
  }
}
