// Inngest's HTTP API over the loop: each request becomes inputs, and is answered once what follows from them is stored (L1).
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { decodeInBand, encodeSync } from "../protocol/register.ts";
import { splitAppUrl } from "./core/app-url.ts";
import { route, routeDecoded, routeRegistration, type Routed } from "./core/routes.ts";
import type { HttpApi } from "./engine-api.ts";
import type { Loop } from "./loop.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";
import { callWebhook, webhookId, webhookRejected } from "./webhooks.ts";

/** `extra` answers requests beside the SDK's own, or leaves them by `undefined`. */
export function createHttpApi(
  loop: Loop,
  { transport, webhooks }: Pick<EnginePorts, "transport" | "webhooks">,
  extra: (request: WireRequest) => Promise<WireResponse> | undefined,
): HttpApi {
  const answer = ({ inputs, reply }: Routed): Promise<WireResponse> => orUnavailable(async () => reply(await loop.submitAll(inputs)));

  async function answerWebhook(id: string, request: WireRequest): Promise<WireResponse> {
    const hooked = await callWebhook(webhooks, id, request);
    if (hooked.type === "events") return answer(routeDecoded(hooked.decoded, "webhook"));
    await loop.submit({ type: "webhook-rejected", webhook: id, why: hooked.why });
    return webhookRejected(hooked);
  }

  return {
    handle: (request, source = "learner") => {
      const id = webhookId(request);
      if (id !== undefined) return orUnavailable(() => answerWebhook(id, request));
      return orUnavailable(async () => (await extra(request)) ?? answer(route(request, source)));
    },
    sync: async (url) => {
      const { origin, path } = splitAppUrl(url);
      const response = await transport.send(origin, encodeSync(url, path, "in-band"));
      // An app that only registers out of band has posted to /fn/register by now (protocol.md 1.5).
      return response.headers["x-inngest-sync-kind"] === "in_band" ? answer(routeRegistration(decodeInBand(response))) : response;
    },
  };
}

/** An engine that has stopped, or whose store has failed, answers 503 with the reason. */
async function orUnavailable(answer: () => Promise<WireResponse>): Promise<WireResponse> {
  try {
    return await answer();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 503, headers: { "content-type": "application/json" }, body: JSON.stringify({ error: message, status: 503 }) };
  }
}
