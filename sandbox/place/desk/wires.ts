// The wire between engine and host, both ways. Every message passes through the desk, which may hold it back, or lose it when the
// host dies.
import type { CallMeta, Transport } from "../../engine/ports/transport.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import { HostDied } from "../ports.ts";
import { type Boundaries, cross } from "./boundary.ts";
import { never, type Uses } from "./desk-state.ts";
import { type HostLife, isAlive } from "./hosting.ts";
import { stepKey } from "./ledger.ts";
import { stepsInCheckpoint, stepsInReply, type RecordedStep } from "./records.ts";
import type { OpenCall } from "./calls.ts";

/** What the wire's two directions have in common: the boundaries of records, and the log of what was said. */
type Recording = Boundaries & HostLife & Uses<"epoch" | "clock" | "wireLog", { ledger: "kinds" }>;
/** What a call to the host needs. */
export type ToHost = Recording & Uses<"ready" | "recorded", { hosts: "call"; calls: "open" | "close" }>;
/** What the host's own requests need. */
export type FromHost = Recording & Uses<never, { engine: "handle"; calls: "get" | "ofRun" }>;

/** The engine's way to the host. A call rejects when its host is dead or dies first: "Unable to reach SDK URL". */
export function createTransport(desk: ToHost): Transport {
  return {
    async send(_url, request, call) {
      if (call === undefined) return register(desk, request);
      const { epoch } = desk;
      await desk.ready;
      if (epoch !== desk.epoch) return never();
      desk.calls.open(call);
      try {
        return await serveCall(desk, request, call);
      } finally {
        if (epoch === desk.epoch) desk.calls.close(call.callId);
      }
    },
  };
}

async function register(desk: Uses<"clock" | "wireLog", { hosts: "call" }>, request: WireRequest): Promise<WireResponse> {
  const done = desk.wireLog.begin(desk.clock.now(), "engine-to-app", request);
  const response = await desk.hosts.call(request, undefined);
  done(response);
  return response;
}

async function serveCall(desk: ToHost, request: WireRequest, call: CallMeta): Promise<WireResponse> {
  // After record, in a reply: the engine has stored the step, and what it sends next is withheld.
  const before = desk.recorded.get(call.runId);
  if (before !== undefined) {
    desk.recorded.delete(call.runId);
    if ((await cross(desk, { boundary: "after record", ...call, stepId: before })) === "dead") throw new HostDied(desk.host.number);
  }
  const host = desk.host.number;
  if (desk.host.status !== "up") throw new HostDied(host);
  const done = desk.wireLog.begin(desk.clock.now(), "engine-to-app", request, call.callId);
  const response = await desk.hosts.call(request, call.callId);
  done(response);
  const steps = stepsInReply(response);
  if ((await beforeRecord(desk, call, steps)) === "dead" || !isAlive(desk, host)) throw new HostDied(host);
  const [step] = steps;
  if (step !== undefined) desk.recorded.set(call.runId, step.stepId);
  return response;
}

/** The host's way to the engine: its events, its registration, its checkpoints. */
export async function answerHost(desk: FromHost, host: number, request: WireRequest, callId: string | undefined): Promise<WireResponse> {
  const { epoch } = desk;
  if (!isAlive(desk, host)) return never();
  const call = desk.calls.get(callId) ?? ownerOf(desk, request);
  const done = desk.wireLog.begin(desk.clock.now(), "app-to-engine", request, callId);
  const steps = call === undefined ? [] : stepsInCheckpoint(request);
  if (call !== undefined && (await beforeRecord(desk, call, steps)) === "dead") return never();
  const response = await desk.engine.handle(request, "function");
  done(response);
  desk.changed();
  for (const { stepId } of call === undefined || response.status > 299 ? [] : steps)
    if (call !== undefined && (await cross(desk, { boundary: "after record", ...call, stepId })) === "dead") return never();
  return epoch === desk.epoch && isAlive(desk, host) ? response : never();
}

async function beforeRecord(desk: Recording, call: OpenCall, steps: readonly RecordedStep[]): Promise<"go" | "dead"> {
  for (const { stepId } of steps) {
    const kinds = [...(desk.ledger.kinds.get(stepKey(call.runId, stepId)) ?? [])];
    if ((await cross(desk, { boundary: "after effect, before record", ...call, stepId, kinds })) === "dead") return "dead";
  }
  return "go";
}

/** Whose checkpoint it is when the host could not say: the run stands in its path. */
function ownerOf(desk: Uses<never, { calls: "ofRun" }>, request: WireRequest): OpenCall | undefined {
  const [, runId] = /^\/v1\/(?:checkpoint|http\/runs)\/([^/]+)\/async/.exec(request.path) ?? [];
  return runId === undefined ? undefined : desk.calls.ofRun(runId);
}
