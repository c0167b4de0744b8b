// What a host may ask of the desk. Everything stays pending for ever once that host, or the engine that it spoke to, is dead.
import type { Attribution } from "../../log/facts.ts";
import type { WorldReply, WorldRequest } from "../../world/door.ts";
import type { HostDesk } from "../ports.ts";
import { type Boundaries, cross } from "./boundary.ts";
import { never, type Uses } from "./desk-state.ts";
import { attribution, factFor, type From, type HostNotes } from "./host-notes.ts";
import { type HostLife, isAlive, isLoading } from "./hosting.ts";
import { answerHost, type FromHost } from "./wires.ts";
import { perform, turnedAway, wait, type WorldAccess, worldFailure } from "./world-access.ts";

type AsksWorld = WorldAccess & Boundaries & HostLife & Uses<"epoch", { ledger: "decided"; engine: "call"; calls: "get" }>;
/** All that a host's requests need, each by its own module. */
export type ServesHost = AsksWorld & HostNotes & FromHost;

export function createHostDesk(desk: ServesHost): HostDesk {
  return {
    wire: (host, request, callId) => answerHost(desk, host, request, callId),
    world: (host, request, from) => askWorld(desk, host, request, from),
    async beforeStep(host, { callId, stepId }) {
      const { epoch } = desk;
      const call = desk.calls.get(callId);
      if (!isAlive(desk, host) || call === undefined) return never();
      if ((await cross(desk, { boundary: "before step", ...call, stepId })) === "dead") return never();
      return epoch === desk.epoch && isAlive(desk, host) ? undefined : never();
    },
    async delay(host, ms, from) {
      const { epoch } = desk;
      await wait(desk, ms, from?.callId);
      return epoch === desk.epoch && isAlive(desk, host) ? undefined : never();
    },
    note(host, note) {
      if (isAlive(desk, host)) void desk.observe(factFor(desk, note), "soon");
    },
    now: () => desk.clock.now(),
  };
}

async function askWorld(desk: AsksWorld, host: number, request: WorldRequest, from: From): Promise<WorldReply> {
  const { epoch } = desk;
  const alive = (): boolean => epoch === desk.epoch && isAlive(desk, host);
  if (!alive()) return never();
  const call = desk.calls.get(from.callId);
  // While a host starts nothing else may move, so what its files ask at once is answered at once.
  const stands = isLoading(desk, host) ? undefined : from;
  const whose = (): Attribution => attribution(desk, from);
  const turned = await turnedAway(desk, request, stands, whose);
  if (turned !== undefined) return alive() ? turned : never();
  const plan = desk.world.plan(request);
  if (plan.latencyMs > 0 && stands !== undefined) await wait(desk, plan.latencyMs, stands.callId);
  const broken = await worldFailure(desk);
  if (!alive()) return never();
  if (broken !== undefined) return broken;
  if (plan.effect && call !== undefined) {
    const at = { ...call, stepId: from.stepId, kinds: [plan.kind] };
    const first = desk.ledger.decided.delete(call.runId);
    if (first && (await cross(desk, { boundary: "after decision, before effect", ...at })) === "dead") return never();
    if ((await cross(desk, { boundary: "before effect", ...at })) === "dead" || !alive()) return never();
  }
  const reply = await perform(desk, request, whose);
  return alive() ? reply : never();
}
