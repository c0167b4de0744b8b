// How the lab's world is asked, by the learner's code or by the engine for a step: its latency, its faults, what it leaves in the log.
import type { Attribution } from "../../log/facts.ts";
import type { WorldMoment, WorldOutcome, WorldReply, WorldRequest } from "../../world/door.ts";
import type { Uses } from "./controller-state.ts";

export type WorldAccess = Uses<"clock" | "world" | "worldReady" | "observe", { ledger: "faults"; calls: "wait" }>;

/** What everybody is told who asks a world that did not start. */
export async function worldFailure(controller: Uses<"worldReady">): Promise<WorldReply | undefined> {
  const why = await controller.worldReady.then(() => undefined, String);
  return why === undefined ? undefined : { type: "error", name: "WorldFailed", message: `The lab's world did not start: ${why}` };
}

/** The answer of a service that does not take this request, once the log knows of it. `stands`: the call that waits for the answer. */
export async function turnedAway(
  controller: WorldAccess,
  request: WorldRequest,
  stands: { readonly callId?: string } | undefined,
  whose: () => Attribution,
): Promise<WorldReply | undefined> {
  const turned = controller.world.admit(request, momentOf(controller));
  if (turned === undefined) return undefined;
  if (stands !== undefined) await wait(controller, turned.latencyMs, stands.callId);
  return tell(controller, turned.outcome, whose());
}

/** What has happened outside has happened, also if whoever asked has died meanwhile: it goes into the log first. */
export async function perform(controller: WorldAccess, request: WorldRequest, whose: () => Attribution): Promise<WorldReply> {
  const outcome = await controller.world.perform(request, momentOf(controller));
  return tell(controller, outcome, whose());
}

const momentOf = ({ clock, ledger }: WorldAccess): WorldMoment => ({ now: clock.now(), faults: [...ledger.faults] });

/** Into the log with all that a request has come to; then its answer. */
async function tell(controller: WorldAccess, { effects, costs, refused, reply }: WorldOutcome, who: Attribution): Promise<WorldReply> {
  await Promise.all([
    ...effects.map((effect) => controller.observe({ type: "effect", ...effect, ...who })),
    ...costs.map((cost) => controller.observe({ type: "cost", ...cost, ...who })),
    ...(refused === undefined ? [] : [controller.observe({ type: "service.refused", ...refused, ...who })]),
  ]);
  return reply;
}

/** From here on a timer is something to jump to, not to watch. */
const LONG_MS = 60_000;

/** Virtual milliseconds, for which the call stands. */
export async function wait(controller: Uses<"clock", { calls: "wait" }>, ms: number, callId: string | undefined): Promise<void> {
  const { clock } = controller;
  const until = clock.now() + ms;
  const leave = controller.calls.wait(callId, { until, long: ms >= LONG_MS });
  await new Promise<void>((ring) => clock.alarm(until, ring));
  leave();
}
