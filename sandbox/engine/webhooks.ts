// Webhooks: a request from another service becomes an event by a transform. The place runs the transform, in its sandbox, since the
// code is the learner's. A transform that fails is reported to the sender and in the log; otherwise the event is like any other.
import { decodeEvents, type DecodedEvents } from "../protocol/events.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import type { Webhooks, WebhookRequest } from "./ports/webhooks.ts";

const PATH = /^\/webhook\/([^/?]+)(?:\?(.*))?$/;

export type Hooked =
  | { readonly type: "events"; readonly decoded: DecodedEvents }
  | { readonly type: "rejected"; readonly status: number; readonly why: string };

export function webhookId(request: WireRequest): string | undefined {
  return request.method === "POST" ? PATH.exec(request.path)?.[1] : undefined;
}

/** Never rejects: a transform that throws, or that makes no event, is a rejection with its reason. */
export async function callWebhook(webhooks: Webhooks | undefined, id: string, request: WireRequest): Promise<Hooked> {
  try {
    const made = await webhooks?.transform(id, asWebhook(request));
    if (made === undefined) return { type: "rejected", status: 404, why: `There is no webhook "${id}".` };
    const decoded = decodeEvents(JSON.stringify(made));
    return decoded.error === undefined
      ? { type: "events", decoded }
      : { type: "rejected", status: 400, why: `The transform made no event: ${decoded.error}` };
  } catch (error) {
    return { type: "rejected", status: 400, why: `The transform failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function asWebhook({ headers, path, body }: WireRequest): WebhookRequest {
  const query = (PATH.exec(path)?.[2] ?? "").split("&").filter((pair) => pair !== "");
  return {
    headers,
    body,
    query: Object.fromEntries(query.map((pair) => [plain(pair.split("=")[0]), plain(pair.split("=").slice(1).join("="))])),
  };
}

function plain(text = ""): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

export function webhookRejected({ status, why }: Extract<Hooked, { type: "rejected" }>): WireResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ error: why, status }) };
}
