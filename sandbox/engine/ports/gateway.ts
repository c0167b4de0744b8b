import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";

/** Which step makes the request. The request itself does not need it; a place may hold the run there, or log the answer. */
export type GatewayMeta = { readonly requestId: string; readonly runId: string; readonly fn: string; readonly stepId: string };

/** Sends the requests of steps that let the engine make one (`step.fetch`, `step.ai.infer`). A request holds credentials: do not log it. */
export interface Gateway {
  /** Follows redirects. Rejects when no answer comes. */
  fetch(request: GatewayRequest, asked?: GatewayMeta): Promise<GatewayResponse>;
}
