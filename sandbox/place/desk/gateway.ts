// The engine's own requests for a step (`step.fetch`, `step.ai.infer`): in a lab the lab's world answers them, never a network.
// The engine sends them, so a host that dies meanwhile does not end them (protocol.md 2.4).
import type { Gateway, GatewayMeta } from "../../engine/ports/gateway.ts";
import type { Attribution } from "../../log/facts.ts";
import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";
import type { WorldReply } from "../../world/door.ts";
import { type Boundaries, cross, type Crossing } from "./boundary.ts";
import { never, type Uses } from "./desk-state.ts";
import { perform, turnedAway, wait, type WorldAccess, worldFailure } from "./world-access.ts";

/** What a request of the engine's own needs: the world, and the boundaries before an effect. */
export type AsksForStep = WorldAccess &
  Boundaries &
  Uses<"epoch" | "ready", { ledger: "decided"; calls: "open" | "close"; pulse: "onNext" }>;

/** Rejects when the world would have thrown at a caller: for the engine nobody answers then. */
export function createGateway(desk: AsksForStep): Gateway {
  return {
    async fetch(request, asked) {
      if (asked === undefined) throw new Error("A lab answers only requests of its steps.");
      const { epoch } = desk;
      await desk.ready;
      if (epoch !== desk.epoch) return never();
      desk.calls.open({ callId: asked.requestId, runId: asked.runId, fn: asked.fn, by: "engine" });
      try {
        const reply = await ask(desk, request, asked);
        return epoch === desk.epoch ? answered(reply) : never();
      } finally {
        if (epoch === desk.epoch) desk.calls.close(asked.requestId);
      }
    },
  };
}

async function ask(desk: AsksForStep, { method, url, headers, body }: GatewayRequest, asked: GatewayMeta): Promise<WorldReply> {
  const { epoch } = desk;
  const request = { type: "fetch", method, url, headers, body } as const;
  const whose = (): Attribution => ({ runId: asked.runId, fn: asked.fn, stepId: asked.stepId });
  const turned = await turnedAway(desk, request, { callId: asked.requestId }, whose);
  if (turned !== undefined) return epoch === desk.epoch ? turned : never();
  const plan = desk.world.plan(request);
  if (plan.latencyMs > 0) await wait(desk, plan.latencyMs, asked.requestId);
  const broken = await worldFailure(desk);
  if (epoch !== desk.epoch) return never();
  if (broken !== undefined) return broken;
  const { runId, fn, stepId, requestId: callId } = asked;
  if (plan.effect) {
    const at = { runId, fn, stepId, callId, kinds: [plan.kind] };
    if (desk.ledger.decided.delete(runId)) await crossed(desk, { boundary: "after decision, before effect", ...at });
    await crossed(desk, { boundary: "before effect", ...at });
    if (epoch !== desk.epoch) return never();
  }
  return perform(desk, request, whose);
}

/** A crash at the boundary kills the host, not the request. The request then waits until a host is up, so that after a crash
 * before an effect the world is seen without that effect. */
async function crossed(desk: AsksForStep, at: Crossing): Promise<void> {
  const { epoch } = desk;
  if ((await cross(desk, at)) === "go") return;
  const leave = desk.calls.hold(at.callId);
  while (epoch === desk.epoch && desk.host.status !== "up") await new Promise<void>(desk.pulse.onNext);
  leave();
}

function answered(reply: WorldReply): GatewayResponse {
  if (reply.type === "fetch") return { status: reply.status, headers: reply.headers, body: reply.body };
  throw new Error(reply.type === "error" ? reply.message : "A service is asked by a URL; this answer has rows.");
}
