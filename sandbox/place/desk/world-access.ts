// How the lab's world is asked, by the learner's code or by the engine for a step: its latency, its faults, what it leaves in the log.
import type { Attribution } from "../../log/facts.ts";
import type { WorldMoment, WorldOutcome, WorldReply, WorldRequest } from "../../world/door.ts";
import type { Uses } from "./desk-state.ts";

export type WorldAccess = Uses<"clock" | "world" | "worldReady" | "observe", { ledger: "faults"; calls: "wait" }>;

/** What everybody is told who asks a world that did not start. */
export async function worldFailure(desk: Uses<"worldReady">): Promise<WorldReply | undefined> {
  const why = await desk.worldReady.then(() => undefined, String);
  return why === undefined ? undefined : { type: "error", name: "WorldFailed", message: `The lab's world did not start: ${why}` };
}

/** The answer of a service that does not take this request, once the log knows of it. `stands`: the call that waits for the answer. */
export async function turnedAway(
  desk: WorldAccess,
  request: WorldRequest,
  stands: { readonly callId?: string } | undefined,
  whose: () => Attribution,
): Promise<WorldReply | undefined> {
  const turned = desk.world.admit(request, momentOf(desk));
  if (turned === undefined) return undefined;
  if (stands !== undefined) await wait(desk, turned.latencyMs, stands.callId);
  return tell(desk, turned.outcome, whose());
}

/** What has happened outside has happened, also if whoever asked has died meanwhile: it goes into the log first. */
export async function perform(desk: WorldAccess, request: WorldRequest, whose: () => Attribution): Promise<WorldReply> {
  const outcome = await desk.world.perform(request, momentOf(desk));
  return tell(desk, outcome, whose());
}

const momentOf = ({ clock, ledger }: WorldAccess): WorldMoment => ({ now: clock.now(), faults: [...ledger.faults] });

/** Into the log with all that a request has come to; then its answer. */
async function tell(desk: WorldAccess, { effects, costs, refused, reply }: WorldOutcome, who: Attribution): Promise<WorldReply> {
  await Promise.all([
    ...effects.map((effect) => desk.observe({ type: "effect", ...effect, ...who })),
    ...costs.map((cost) => desk.observe({ type: "cost", ...cost, ...who })),
    ...(refused === undefined ? [] : [desk.observe({ type: "service.refused", ...refused, ...who })]),
  ]);
  return reply;
}

/** From here on a timer is something to jump to, not to watch. */
const LONG_MS = 60_000;

/** Virtual milliseconds, for which the call stands. */
export async function wait(desk: Uses<"clock", { calls: "wait" }>, ms: number, callId: string | undefined): Promise<void> {
  const { clock } = desk;
  const until = clock.now() + ms;
  const leave = desk.calls.wait(callId, { until, long: ms >= LONG_MS });
  await new Promise<void>((ring) => clock.alarm(until, ring));
  leave();
}
