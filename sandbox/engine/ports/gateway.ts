import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";

/** The way out for steps that let the engine ask somebody else (`step.fetch`, `step.ai.infer`). The request holds keys: write it nowhere. */
export interface Gateway {
  /** Follows redirects. Rejects when nobody answers. */
  fetch(request: GatewayRequest): Promise<GatewayResponse>;
}
