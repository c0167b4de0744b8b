// The engine's way to the apps: each call is one HTTP request, signed where there is a key, noted on the wire.
// Boundary: a reply of any kind is handed on as it came, a proxy's error page too; only silence and broken connections reject.
import type { Clock } from "../../../engine/ports/clock.ts";
import type { CallMeta, Transport } from "../../../engine/ports/transport.ts";
import type { WireRequest, WireResponse } from "../../../protocol/http.ts";
import type { WireBuffer } from "../wire.ts";
import type { HttpClient } from "./http-client.ts";
import { signatureOf } from "./sign.ts";

export type TransportParts = {
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly wire: WireBuffer;
  readonly signingKey?: string | undefined;
};

/** Registration is asked for by the same way; an app that is busy starting gets this long (protocol.md 1.2). */
const REGISTER_TIMEOUT_MS = 10_000;

export function createTransport({ client, clock, wire, signingKey }: TransportParts): Transport {
  return {
    async send(origin, request, call) {
      // What is asked every few seconds is not noted (`door.ts`).
      const done = call === undefined ? undefined : wire.begin({ t: clock.now(), direction: "engine-to-app", request, ...namesOf(call) });
      const headers = signed(request, signingKey, clock);
      const answer = await client.send(
        { method: request.method, url: origin + request.path, headers, body: request.body },
        call === undefined ? { timeoutMs: REGISTER_TIMEOUT_MS } : {},
      );
      const response: WireResponse = { status: answer.status, headers: answer.headers, body: answer.body };
      done?.(response);
      return response;
    },
  };
}

const namesOf = ({ callId, runId }: CallMeta): { callId: string; runId: string } => ({ callId, runId });

// Connections are kept: the header by which the reference closes them stays here. A signature carries the wall's time: apps check its age.
function signed({ headers, method, body }: WireRequest, key: string | undefined, clock: Clock): Readonly<Record<string, string>> {
  const { connection: _, ...kept } = headers;
  if (key === undefined) return kept;
  const kind = method === "PUT" ? { "x-inngest-server-kind": "cloud" } : {};
  return { ...kept, ...kind, "x-inngest-signature": signatureOf(body, key, clock.now()) };
}
