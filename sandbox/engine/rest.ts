// REST: requests that tools and people make beside the SDK's own: cancelling, rerunning, the list of bulk cancellations
// (protocol.md 6.2 to 6.5). `engine.ts` does not import it, because a lab in a page never needs it; a place that serves HTTP hands
// it to `createEngine` as the option `rest`.
import { handleCancellations } from "./cancellation-routes.ts";
import type { ExtraRoutes } from "./engine-api.ts";
import { handleRecovery } from "./recovery-routes.ts";

export const rest: ExtraRoutes = (engine, request) => handleRecovery(engine, request) ?? handleCancellations(engine, request);
