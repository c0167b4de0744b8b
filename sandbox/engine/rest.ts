// REST: what tools and people ask an engine for beside the SDK's own requests: cancelling, rerunning, the list of bulk cancellations
// (protocol.md 6.2 to 6.5). Boundary: `engine.ts` does not import it, since a page never asks; a place that serves HTTP hands it
// to `createEngine` as the option `rest`.
import { handleCancellations } from "./cancellation-routes.ts";
import type { ExtraRoutes } from "./engine.ts";
import { handleRecovery } from "./recovery-routes.ts";

export const rest: ExtraRoutes = (engine, request) => handleRecovery(engine, request) ?? handleCancellations(engine, request);
