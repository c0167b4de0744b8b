// The wire between engine and host, both ways. Every message passes through the controller, which may hold it back, or lose it when the
// host dies.
import type { CallMeta, Transport } from "../../engine/ports/transport.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import { HostDied } from "../ports.ts";
import { type Boundaries, cross } from "./boundary.ts";
import { never, type Uses } from "./controller-state.ts";
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
export function createTransport(controller: ToHost): Transport {
  return {
    async send(_url, request, call) {
      if (call === undefined) return register(controller, request);
      const { epoch } = controller;
      await controller.ready;
      if (epoch !== controller.epoch) return never();
      controller.calls.open(call);
      try {
        return await serveCall(controller, request, call);
      } finally {
        if (epoch === controller.epoch) controller.calls.close(call.callId);
      }
    },
  };
}

async function register(controller: Uses<"clock" | "wireLog", { hosts: "call" }>, request: WireRequest): Promise<WireResponse> {
  const done = controller.wireLog.begin(controller.clock.now(), "engine-to-app", request);
  const response = await controller.hosts.call(request, undefined);
  done(response);
  return response;
}

async function serveCall(controller: ToHost, request: WireRequest, call: CallMeta): Promise<WireResponse> {
  // After record, in a reply: the engine has stored the step, and what it sends next is withheld.
  const before = controller.recorded.get(call.runId);
  if (before !== undefined) {
    controller.recorded.delete(call.runId);
    const kinds = kindsOf(controller, call.runId, before);
    if ((await cross(controller, { boundary: "after record", ...call, stepId: before, kinds })) === "dead")
      throw new HostDied(controller.host.number);
  }
  const host = controller.host.number;
  if (controller.host.status !== "up") throw new HostDied(host);
  const done = controller.wireLog.begin(controller.clock.now(), "engine-to-app", request, call.callId);
  const response = await controller.hosts.call(request, call.callId);
  done(response);
  const steps = stepsInReply(response);
  if ((await beforeRecord(controller, call, steps)) === "dead" || !isAlive(controller, host)) throw new HostDied(host);
  const [step] = steps;
  if (step !== undefined) controller.recorded.set(call.runId, step.stepId);
  return response;
}

/** The host's way to the engine: its events, its registration, its checkpoints. */
export async function answerHost(
  controller: FromHost,
  host: number,
  request: WireRequest,
  callId: string | undefined,
): Promise<WireResponse> {
  const { epoch } = controller;
  if (!isAlive(controller, host)) return never();
  const call = controller.calls.get(callId) ?? ownerOf(controller, request);
  const done = controller.wireLog.begin(controller.clock.now(), "app-to-engine", request, callId);
  const steps = call === undefined ? [] : stepsInCheckpoint(request);
  if (call !== undefined && (await beforeRecord(controller, call, steps)) === "dead") return never();
  const response = await controller.engine.handle(request, "function");
  done(response);
  controller.changed();
  for (const { stepId } of call === undefined || response.status > 299 ? [] : steps)
    if (
      call !== undefined &&
      (await cross(controller, { boundary: "after record", ...call, stepId, kinds: kindsOf(controller, call.runId, stepId) })) === "dead"
    )
      return never();
  return epoch === controller.epoch && isAlive(controller, host) ? response : never();
}

async function beforeRecord(controller: Recording, call: OpenCall, steps: readonly RecordedStep[]): Promise<"go" | "dead"> {
  for (const { stepId } of steps) {
    const kinds = kindsOf(controller, call.runId, stepId);
    if ((await cross(controller, { boundary: "after effect, before record", ...call, stepId, kinds })) === "dead") return "dead";
  }
  return "go";
}

/** Kinds of effect that a run's step has had. */
const kindsOf = ({ ledger }: Uses<never, { ledger: "kinds" }>, runId: string, stepId: string): readonly string[] => [
  ...(ledger.kinds.get(stepKey(runId, stepId)) ?? []),
];

/** Whose checkpoint it is when the host could not say: the run stands in its path. */
function ownerOf(controller: Uses<never, { calls: "ofRun" }>, request: WireRequest): OpenCall | undefined {
  const [, runId] = /^\/v1\/(?:checkpoint|http\/runs)\/([^/]+)\/async/.exec(request.path) ?? [];
  return runId === undefined ? undefined : controller.calls.ofRun(runId);
}
