import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";

/** Which step asks. What the request itself does not need: a place may hold it there, or write down what came of it. */
export type GatewayMeta = { readonly requestId: string; readonly runId: string; readonly fn: string; readonly stepId: string };

/** The way out for steps that let the engine ask somebody else (`step.fetch`, `step.ai.infer`). The request holds keys: write it nowhere. */
export interface Gateway {
  /** Follows redirects. Rejects when nobody answers. */
  fetch(request: GatewayRequest, asked?: GatewayMeta): Promise<GatewayResponse>;
}
