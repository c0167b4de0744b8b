import type { WireRequest, WireResponse } from "../../protocol/http.ts";

/** Which run, function and step a call is for. The wire does not need it. */
export type CallMeta = { readonly callId: string; readonly runId: string; readonly fn: string; readonly target: string };

/** Sends calls to the learner's app. Calls may overlap. */
export interface Transport {
  /** Sends one request to the app at `url` (scheme and host; the path is in the request). Rejects when the app cannot be reached or dies first.
   * Follows redirects with method and body kept, and lets a call take hours (protocol.md 9.3). */
  send(url: string, request: WireRequest, call?: CallMeta): Promise<WireResponse>;
}
