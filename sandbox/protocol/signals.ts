// Signals: POST /v1/signals and its replies (protocol.md 4.7).
import type { Instant } from "../log/facts.ts";
import type { Json } from "../log/json.ts";
import { formatIso } from "./date.ts";
import type { WireRequest, WireResponse } from "./http.ts";
import { objectOr, parseJson, textOr } from "./shape.ts";

const JSON_TYPE = { "content-type": "application/json" };

export type DecodedSignal =
  { readonly ok: true; readonly signal: string; readonly data: Json } | { readonly ok: false; readonly reply: WireResponse };

export function decodeSignal(request: WireRequest): DecodedSignal {
  const body = objectOr(parseJson(request.body));
  if (body === undefined) return refuse(400, "Invalid signal request: a JSON object is needed");
  const signal = textOr(body["signal"]) ?? "";
  // The real server answers an empty name with 500 (4.7).
  return signal === "" ? refuse(500, "A signal needs a name") : { ok: true, signal, data: body["data"] ?? null };
}

function refuse(status: number, error: string): DecodedSignal {
  return { ok: false, reply: { status, headers: JSON_TYPE, body: JSON.stringify({ error, data: null, status }) } };
}

/** `runId`: the run that was waiting; none when nobody was. */
export function encodeSignalReply(runId: string | undefined, at: Instant): WireResponse {
  if (runId === undefined)
    return { status: 404, headers: JSON_TYPE, body: JSON.stringify({ error: "No signal found", data: null, status: 404 }) };
  return {
    status: 200,
    headers: JSON_TYPE,
    body: JSON.stringify({ data: { run_id: runId }, metadata: { fetched_at: formatIso(at) } }),
  };
}
