// The engine's own requests for a step (`step.fetch`, `step.ai.infer`): in a lab the lab's world answers them, never a network.
// They are the engine's and not the host's: a host that dies on their way changes nothing about them (protocol.md 2.4).
import type { Gateway, GatewayMeta } from "../../engine/ports/gateway.ts";
import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";
import type { Attribution } from "../../log/facts.ts";
import type { WorldReply } from "../../world/door.ts";
import { cross, type Crossing } from "./boundary.ts";
import { never, type Core } from "./core.ts";
import { perform, turnedAway, wait, worldFailure } from "./host-desk.ts";

/** Rejects when the world would have thrown at a caller: for the engine nobody answers then. */
export function createGateway(core: Core): Gateway {
  return {
    async fetch(request, asked) {
      if (asked === undefined) throw new Error("A lab answers only requests of its steps.");
      const { epoch } = core;
      await core.ready;
      if (epoch !== core.epoch) return never();
      core.calls.open({ callId: asked.requestId, runId: asked.runId, fn: asked.fn, by: "engine" });
      try {
        const reply = await ask(core, request, asked);
        return epoch === core.epoch ? answered(reply) : never();
      } finally {
        if (epoch === core.epoch) core.calls.close(asked.requestId);
      }
    },
  };
}

async function ask(core: Core, { method, url, headers, body }: GatewayRequest, asked: GatewayMeta): Promise<WorldReply> {
  const { epoch } = core;
  const request = { type: "fetch", method, url, headers, body } as const;
  const whose = (): Attribution => ({ runId: asked.runId, fn: asked.fn, stepId: asked.stepId });
  const turned = await turnedAway(core, request, { callId: asked.requestId }, whose);
  if (turned !== undefined) return epoch === core.epoch ? turned : never();
  const plan = core.parts.world.plan(request);
  if (plan.latencyMs > 0) await wait(core, plan.latencyMs, asked.requestId);
  const broken = await worldFailure(core);
  if (epoch !== core.epoch) return never();
  if (broken !== undefined) return broken;
  const { runId, fn, stepId, requestId: callId } = asked;
  if (plan.effect) {
    const at = { runId, fn, stepId, callId, kinds: [plan.kind] };
    if (core.ledger.decided.delete(runId)) await crossed(core, { boundary: "after decision, before effect", ...at });
    await crossed(core, { boundary: "before effect", ...at });
    if (epoch !== core.epoch) return never();
  }
  return perform(core, request, whose);
}

/** A crash at the boundary strikes the host, not the request: it waits there until a host is up, so that what a crash
 * before an effect shows is a world without that effect. */
async function crossed(core: Core, at: Crossing): Promise<void> {
  const { epoch } = core;
  if ((await cross(core, at)) === "go") return;
  const leave = core.calls.hold(at.callId);
  while (epoch === core.epoch && core.host.status !== "up") await new Promise<void>((wake) => core.stirred.push(wake));
  leave();
}

function answered(reply: WorldReply): GatewayResponse {
  if (reply.type === "fetch") return { status: reply.status, headers: reply.headers, body: reply.body };
  throw new Error(reply.type === "error" ? reply.message : "A service is asked by a URL; this answer has rows.");
}
