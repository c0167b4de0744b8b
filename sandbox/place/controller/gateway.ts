// The engine's own requests for a step (`step.fetch`, `step.ai.infer`): in a lab the lab's world answers them, never a network.
// The engine sends them, so a host that dies meanwhile does not end them (protocol.md 2.4).
import type { Gateway, GatewayMeta } from "../../engine/ports/gateway.ts";
import type { Attribution } from "../../log/facts.ts";
import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";
import type { WorldReply } from "../../world/door.ts";
import { type Boundaries, cross, type Crossing } from "./boundary.ts";
import { never, type Uses } from "./controller-state.ts";
import { perform, turnedAway, wait, type WorldAccess, worldFailure } from "./world-access.ts";

/** What a request of the engine's own needs: the world, and the boundaries before an effect. */
export type AsksForStep = WorldAccess &
  Boundaries &
  Uses<"epoch" | "ready", { ledger: "decided"; calls: "open" | "close"; pulse: "onNext" }>;

/** Rejects when the world would have thrown at a caller: for the engine nobody answers then. */
export function createGateway(controller: AsksForStep): Gateway {
  return {
    async fetch(request, asked) {
      if (asked === undefined) throw new Error("A lab answers only requests of its steps.");
      const { epoch } = controller;
      await controller.ready;
      if (epoch !== controller.epoch) return never();
      controller.calls.open({ callId: asked.requestId, runId: asked.runId, fn: asked.fn, by: "engine" });
      try {
        const reply = await ask(controller, request, asked);
        return epoch === controller.epoch ? answered(reply) : never();
      } finally {
        if (epoch === controller.epoch) controller.calls.close(asked.requestId);
      }
    },
  };
}

async function ask(controller: AsksForStep, { method, url, headers, body }: GatewayRequest, asked: GatewayMeta): Promise<WorldReply> {
  const { epoch } = controller;
  const request = { type: "fetch", method, url, headers, body } as const;
  const whose = (): Attribution => ({ runId: asked.runId, fn: asked.fn, stepId: asked.stepId });
  const turned = await turnedAway(controller, request, { callId: asked.requestId }, whose);
  if (turned !== undefined) return epoch === controller.epoch ? turned : never();
  const plan = controller.world.plan(request);
  if (plan.latencyMs > 0) await wait(controller, plan.latencyMs, asked.requestId);
  const broken = await worldFailure(controller);
  if (epoch !== controller.epoch) return never();
  if (broken !== undefined) return broken;
  const { runId, fn, stepId, requestId: callId } = asked;
  if (plan.effect) {
    const at = { runId, fn, stepId, callId, kinds: [plan.kind] };
    if (controller.ledger.decided.delete(runId)) await crossed(controller, { boundary: "after decision, before effect", ...at });
    await crossed(controller, { boundary: "before effect", ...at });
    if (epoch !== controller.epoch) return never();
  }
  return perform(controller, request, whose);
}

/** A crash at the boundary kills the host, not the request. The request then waits until a host is up, so that after a crash
 * before an effect the world is seen without that effect. */
async function crossed(controller: AsksForStep, at: Crossing): Promise<void> {
  const { epoch } = controller;
  if ((await cross(controller, at)) === "go") return;
  const leave = controller.calls.hold(at.callId);
  while (epoch === controller.epoch && controller.host.status !== "up") await new Promise<void>(controller.pulse.onNext);
  leave();
}

function answered(reply: WorldReply): GatewayResponse {
  if (reply.type === "fetch") return { status: reply.status, headers: reply.headers, body: reply.body };
  throw new Error(reply.type === "error" ? reply.message : "A service is asked by a URL; this answer has rows.");
}
