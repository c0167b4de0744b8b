// What a host may ask of the desk. Everything stays pending for ever once that host, or the engine that it spoke to, is dead.
import type { Attribution, ObservationBody } from "../../log/facts.ts";
import type { WorldOutcome, WorldReply, WorldRequest } from "../../world/door.ts";
import type { HostDesk, HostNote } from "../ports.ts";
import { cross } from "./boundary.ts";
import { isAlive, isLoading, never, observe, type Core } from "./core.ts";
import { answerHost } from "./wires.ts";

export function createHostDesk(core: Core): HostDesk {
  return {
    wire: (host, request, callId) => answerHost(core, host, request, callId),
    world: (host, request, from) => askWorld(core, host, request, from),
    async beforeStep(host, { callId, stepId }) {
      const { epoch } = core;
      const call = core.calls.get(callId);
      if (!isAlive(core, host) || call === undefined) return never();
      if ((await cross(core, { boundary: "before step", ...call, stepId })) === "dead") return never();
      return epoch === core.epoch && isAlive(core, host) ? undefined : never();
    },
    async delay(host, ms, from) {
      const { epoch } = core;
      await wait(core, ms, from?.callId);
      return epoch === core.epoch && isAlive(core, host) ? undefined : never();
    },
    note(host, note) {
      if (isAlive(core, host)) void observe(core, factFor(core, note), "soon");
    },
    now: () => core.parts.clock.now(),
  };
}

type From = { readonly callId?: string; readonly stepId?: string };

async function askWorld(core: Core, host: number, request: WorldRequest, from: From): Promise<WorldReply> {
  const { epoch } = core;
  const { world } = core.parts;
  const alive = (): boolean => epoch === core.epoch && isAlive(core, host);
  if (!alive()) return never();
  const call = core.calls.get(from.callId);
  // While a host starts nothing else may move, so what its files ask at once is answered at once.
  const stands = isLoading(core, host) ? undefined : from;
  const turned = await turnedAway(core, request, stands, () => attribution(core, from));
  if (turned !== undefined) return alive() ? turned : never();
  const plan = world.plan(request);
  if (plan.latencyMs > 0 && stands !== undefined) await wait(core, plan.latencyMs, stands.callId);
  const broken = await worldFailure(core);
  if (!alive()) return never();
  if (broken !== undefined) return broken;
  if (plan.effect && call !== undefined) {
    const at = { ...call, stepId: from.stepId, kinds: [plan.kind] };
    const first = core.ledger.decided.delete(call.runId);
    if (first && (await cross(core, { boundary: "after decision, before effect", ...at })) === "dead") return never();
    if ((await cross(core, { boundary: "before effect", ...at })) === "dead" || !alive()) return never();
  }
  const reply = await perform(core, request, () => attribution(core, from));
  return alive() ? reply : never();
}

/** What everybody is told who asks a world that did not start. */
export async function worldFailure(core: Core): Promise<WorldReply | undefined> {
  const why = await core.worldReady.then(() => undefined, String);
  return why === undefined ? undefined : { type: "error", name: "WorldFailed", message: `The lab's world did not start: ${why}` };
}

/** The answer of a service that does not take this request, once the log knows of it. `stands`: the call that waits for the answer. */
export async function turnedAway(
  core: Core,
  request: WorldRequest,
  stands: From | undefined,
  whose: () => Attribution,
): Promise<WorldReply | undefined> {
  const { world, clock } = core.parts;
  const turned = world.admit(request, { now: clock.now(), faults: [...core.ledger.faults] });
  if (turned === undefined) return undefined;
  if (stands !== undefined) await wait(core, turned.latencyMs, stands.callId);
  return tell(core, turned.outcome, whose());
}

/** What has happened outside has happened, also if whoever asked has died meanwhile: it goes into the log first. */
export async function perform(core: Core, request: WorldRequest, whose: () => Attribution): Promise<WorldReply> {
  const { world, clock } = core.parts;
  const outcome = await world.perform(request, { now: clock.now(), faults: [...core.ledger.faults] });
  return tell(core, outcome, whose());
}

/** Into the log with all that a request has come to; then its answer. */
async function tell(core: Core, { effects, costs, refused, reply }: WorldOutcome, who: Attribution): Promise<WorldReply> {
  await Promise.all([
    ...effects.map((effect) => observe(core, { type: "effect", ...effect, ...who })),
    ...costs.map((cost) => observe(core, { type: "cost", ...cost, ...who })),
    ...(refused === undefined ? [] : [observe(core, { type: "service.refused", ...refused, ...who })]),
  ]);
  return reply;
}

/** From here on a timer is something to jump to, not to watch. */
const LONG_MS = 60_000;

/** Virtual milliseconds, for which the call stands. */
export async function wait(core: Core, ms: number, callId: string | undefined): Promise<void> {
  const { clock } = core.parts;
  const until = clock.now() + ms;
  const leave = core.calls.wait(callId, { until, long: ms >= LONG_MS });
  await new Promise<void>((ring) => clock.alarm(until, ring));
  leave();
}

function attribution(core: Core, { callId, stepId }: From): Attribution {
  const call = callId === undefined ? undefined : (core.engine.call(callId) ?? core.calls.get(callId));
  if (call === undefined) return {};
  const attempt = "attempt" in call ? { attempt: call.attempt as number } : {};
  return { runId: call.runId, fn: call.fn, ...(stepId === undefined ? {} : { stepId }), ...attempt };
}

function factFor(core: Core, note: HostNote): ObservationBody {
  if (note.type === "console") {
    const { level, text, place } = note;
    return { type: "console", level, text, ...(place === undefined ? {} : { place }), ...attribution(core, note) };
  }
  const { callId } = note;
  const known = core.engine.call(callId);
  const { runId, fn } = known ?? core.calls.get(callId) ?? { runId: "", fn: "" };
  const of = { runId, fn, callId };
  switch (note.type) {
    case "handler.entered": {
      const entry = (core.ledger.entries.get(runId) ?? 0) + 1;
      core.ledger.entries.set(runId, entry);
      core.entryOf.set(callId, entry);
      return {
        type: "handler.entered",
        ...of,
        entry,
        mode: known?.mode ?? "per-step",
        because: known?.because ?? "resume",
        version: core.host.version,
      };
    }
    case "handler.left": {
      const entry = core.entryOf.get(callId) ?? 0;
      core.entryOf.delete(callId);
      return { type: "handler.left", ...of, entry, status: note.status };
    }
    case "step.started":
      return { type: "step.started", ...of, stepId: note.stepId, hashedId: note.hashedId, attempt: known?.attempt ?? 0 };
    case "step.memo":
      return { type: "step.memo", ...of, stepId: note.stepId, hashedId: note.hashedId };
  }
}
