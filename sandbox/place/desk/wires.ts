// The wire between engine and host, both ways. The desk stands on it: here an answer may be withheld, or lost with the host.
import type { CallMeta, Transport } from "../../engine/ports/transport.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import { HostDied } from "../ports.ts";
import { cross } from "./boundary.ts";
import { isAlive, never, type Core } from "./core.ts";
import { stepKey } from "./ledger.ts";
import { stepsInCheckpoint, stepsInReply, type RecordedStep } from "./records.ts";
import type { OpenCall } from "./calls.ts";

/** The engine's way to the host. A call rejects when its host is dead or dies first: "Unable to reach SDK URL". */
export function createTransport(core: Core): Transport {
  return {
    async send(_url, request, call) {
      if (call === undefined) return register(core, request);
      const { epoch } = core;
      await core.ready;
      if (epoch !== core.epoch) return never();
      core.calls.open(call);
      try {
        return await serveCall(core, request, call);
      } finally {
        if (epoch === core.epoch) core.calls.close(call.callId);
      }
    },
  };
}

async function register(core: Core, request: WireRequest): Promise<WireResponse> {
  const done = core.wire.begin(core.parts.clock.now(), "engine-to-app", request);
  const response = await core.hosts.call(request, undefined);
  done(response);
  return response;
}

async function serveCall(core: Core, request: WireRequest, call: CallMeta): Promise<WireResponse> {
  // After record, in a reply: the engine has stored the step, and what it sends next is withheld.
  const before = core.recorded.get(call.runId);
  if (before !== undefined) {
    core.recorded.delete(call.runId);
    if ((await cross(core, { boundary: "after record", ...call, stepId: before })) === "dead") throw new HostDied(core.host.number);
  }
  const host = core.host.number;
  if (core.host.status !== "up") throw new HostDied(host);
  const done = core.wire.begin(core.parts.clock.now(), "engine-to-app", request, call.callId);
  const response = await core.hosts.call(request, call.callId);
  done(response);
  const steps = stepsInReply(response);
  if ((await beforeRecord(core, call, steps)) === "dead" || !isAlive(core, host)) throw new HostDied(host);
  const [step] = steps;
  if (step !== undefined) core.recorded.set(call.runId, step.stepId);
  return response;
}

/** The host's way to the engine: its events, its registration, its checkpoints. */
export async function answerHost(core: Core, host: number, request: WireRequest, callId: string | undefined): Promise<WireResponse> {
  const { epoch } = core;
  if (!isAlive(core, host)) return never();
  const call = core.calls.get(callId) ?? ownerOf(core, request);
  const done = core.wire.begin(core.parts.clock.now(), "app-to-engine", request, callId);
  const steps = call === undefined ? [] : stepsInCheckpoint(request);
  if (call !== undefined && (await beforeRecord(core, call, steps)) === "dead") return never();
  const response = await core.engine.handle(request, "function");
  done(response);
  core.changed();
  for (const { stepId } of call === undefined || response.status > 299 ? [] : steps)
    if (call !== undefined && (await cross(core, { boundary: "after record", ...call, stepId })) === "dead") return never();
  return epoch === core.epoch && isAlive(core, host) ? response : never();
}

async function beforeRecord(core: Core, call: OpenCall, steps: readonly RecordedStep[]): Promise<"go" | "dead"> {
  for (const { stepId } of steps) {
    const kinds = [...(core.ledger.kinds.get(stepKey(call.runId, stepId)) ?? [])];
    if ((await cross(core, { boundary: "after effect, before record", ...call, stepId, kinds })) === "dead") return "dead";
  }
  return "go";
}

/** Whose checkpoint it is when the host could not say: the run stands in its path. */
function ownerOf(core: Core, request: WireRequest): OpenCall | undefined {
  const [, runId] = /^\/v1\/(?:checkpoint|http\/runs)\/([^/]+)\/async/.exec(request.path) ?? [];
  return runId === undefined ? undefined : core.calls.ofRun(runId);
}
