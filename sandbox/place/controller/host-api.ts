// What a host may ask of the controller. Everything stays pending for ever once that host, or the engine that it spoke to, is dead.
import type { Attribution } from "../../log/facts.ts";
import type { WorldReply, WorldRequest } from "../../world/door.ts";
import type { HostApi } from "../ports.ts";
import { type Boundaries, cross } from "./boundary.ts";
import { never, type Uses } from "./controller-state.ts";
import { attribution, factFor, type From, type HostNotes } from "./host-notes.ts";
import { type HostLife, isAlive, isLoading } from "./hosting.ts";
import { answerHost, type FromHost } from "./wires.ts";
import { perform, turnedAway, wait, type WorldAccess, worldFailure } from "./world-access.ts";

type AsksWorld = WorldAccess & Boundaries & HostLife & Uses<"epoch", { ledger: "decided"; engine: "call"; calls: "get" }>;
/** All that a host's requests need, each by its own module. */
export type ServesHost = AsksWorld & HostNotes & FromHost;

export function createHostApi(controller: ServesHost): HostApi {
  return {
    wire: (host, request, callId) => answerHost(controller, host, request, callId),
    world: (host, request, from) => askWorld(controller, host, request, from),
    async beforeStep(host, { callId, stepId }) {
      const { epoch } = controller;
      const call = controller.calls.get(callId);
      if (!isAlive(controller, host) || call === undefined) return never();
      if ((await cross(controller, { boundary: "before step", ...call, stepId })) === "dead") return never();
      return epoch === controller.epoch && isAlive(controller, host) ? undefined : never();
    },
    async delay(host, ms, from) {
      const { epoch } = controller;
      await wait(controller, ms, from?.callId);
      return epoch === controller.epoch && isAlive(controller, host) ? undefined : never();
    },
    note(host, note) {
      if (isAlive(controller, host)) void controller.observe(factFor(controller, note), "soon");
    },
    now: () => controller.clock.now(),
  };
}

async function askWorld(controller: AsksWorld, host: number, request: WorldRequest, from: From): Promise<WorldReply> {
  const { epoch } = controller;
  const alive = (): boolean => epoch === controller.epoch && isAlive(controller, host);
  if (!alive()) return never();
  const call = controller.calls.get(from.callId);
  // While a host starts nothing else may move, so what its files ask at once is answered at once.
  const stands = isLoading(controller, host) ? undefined : from;
  const whose = (): Attribution => attribution(controller, from);
  const turned = await turnedAway(controller, request, stands, whose);
  if (turned !== undefined) return alive() ? turned : never();
  const plan = controller.world.plan(request);
  if (plan.latencyMs > 0 && stands !== undefined) await wait(controller, plan.latencyMs, stands.callId);
  const broken = await worldFailure(controller);
  if (!alive()) return never();
  if (broken !== undefined) return broken;
  if (plan.effect && call !== undefined) {
    const at = { ...call, stepId: from.stepId, kinds: [plan.kind] };
    const first = controller.ledger.decided.delete(call.runId);
    if (first && (await cross(controller, { boundary: "after decision, before effect", ...at })) === "dead") return never();
    if ((await cross(controller, { boundary: "before effect", ...at })) === "dead" || !alive()) return never();
  }
  const reply = await perform(controller, request, whose);
  return alive() ? reply : never();
}
