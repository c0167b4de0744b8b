// Inngest's HTTP API as far as this engine serves it: which inputs a request means, and how their answers are worded.
// Requests are parsed here: what comes out is typed, or a reply that says what was wrong.
import type { EventSource } from "../../log/facts.ts";
import { checkpointRun, checkpointRunGone, checkpointStale, checkpointStored, decodeCheckpoint } from "../../protocol/checkpoint.ts";
import { decodeEvents, decodeIdSeed, encodeEventsReply, seededEventId, type DecodedEvents, type IdSeed } from "../../protocol/events.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import { decodeRegister, encodeRegisterReply, type DecodedRegistration } from "../../protocol/register.ts";
import { encodeRunPart, runPart, type RunPart } from "../../protocol/run-state.ts";
import { decodeSignal, encodeSignalReply } from "../../protocol/signals.ts";
import type { Answer, Input } from "./decision.ts";
import { checkRegistration } from "./check-registration.ts";

/** Inputs to decide in order, and the reply once they are stored; or a reply at once. */
export type Routed = { readonly inputs: readonly Input[]; readonly reply: (answers: readonly (Answer | undefined)[]) => WireResponse };

export function route(request: WireRequest, source: EventSource): Routed {
  const path = request.path.replace(/\?.*$/, "");
  if (/^\/e\/[^/]+$/.test(path))
    return request.method === "POST" ? routeEvents(request, source) : refuse(405, `Send events with POST, not ${request.method}.`);
  if (path === "/fn/register") return routeRegister(request);
  if (checkpointRun(path) !== undefined) return routeCheckpoint(request);
  if (path === "/v1/signals" && request.method === "POST") return routeSignal(request);
  const part = runPart(path);
  if (part !== undefined && request.method === "GET") return routeRunPart(part);
  return refuse(404, `This engine does not serve ${request.method} ${path}.`);
}

function routeEvents(request: WireRequest, source: EventSource): Routed {
  return routeDecoded(decodeEvents(request.body), source, decodeIdSeed(request.headers["x-inngest-event-id-seed"]));
}

/** Events, sent to `/e/:key` or made by a webhook. */
export function routeDecoded({ events, error }: DecodedEvents, source: EventSource, seed?: IdSeed): Routed {
  const inputs = events.map((event, i): Input => ({
    type: "event",
    event,
    source,
    ...(seed === undefined ? {} : { eventId: seededEventId(seed, i) }),
  }));
  return {
    inputs,
    reply: (answers) =>
      encodeEventsReply(
        answers.flatMap((answer) => (answer?.type === "event" ? [answer.eventId] : [])),
        error,
      ),
  };
}

function routeRegister(request: WireRequest): Routed {
  return routeRegistration(decodeRegister(request));
}

/** Both ways to register come here: POST /fn/register and the reply to an in-band PUT. */
export function routeRegistration(decoded: DecodedRegistration): Routed {
  const checked = decoded.ok ? checkRegistration(decoded) : decoded;
  if (!checked.ok) return { inputs: [{ type: "refused", what: checked.why }], reply: () => checked.reply };
  const { registration } = checked;
  return {
    inputs: [{ type: "register", registration }],
    reply: ([answer]) => encodeRegisterReply(registration.app, answer?.type === "registered" && answer.modified),
  };
}

function routeSignal(request: WireRequest): Routed {
  const decoded = decodeSignal(request);
  if (!decoded.ok) return { inputs: [], reply: () => decoded.reply };
  return {
    inputs: [{ type: "signal", signal: decoded.signal, data: decoded.data }],
    reply: ([answer]) => (answer?.type === "signal" ? encodeSignalReply(answer.runId, answer.at) : encodeSignalReply(undefined, 0)),
  };
}

function routeRunPart(part: RunPart): Routed {
  return {
    inputs: [{ type: "read-run", ...part }],
    reply: ([answer]) => encodeRunPart(part.runId, answer?.type === "run-part" ? answer.value : undefined),
  };
}

function routeCheckpoint(request: WireRequest): Routed {
  const decoded = decodeCheckpoint(request);
  if (!decoded.ok) return { inputs: [], reply: () => decoded.reply };
  const { checkpoint } = decoded;
  return { inputs: [{ type: "checkpoint", checkpoint }], reply: ([answer]) => checkpointReply(answer, checkpoint.runId) };
}

function checkpointReply(answer: Answer | undefined, runId: string): WireResponse {
  const outcome = answer?.type === "checkpoint" ? answer.outcome : "gone";
  if (outcome === "stored") return checkpointStored();
  return outcome === "stale" ? checkpointStale(runId) : checkpointRunGone(runId);
}

function refuse(status: number, error: string): Routed {
  return {
    inputs: [],
    reply: () => ({ status, headers: { "content-type": "application/json" }, body: JSON.stringify({ error, status }) }),
  };
}
