// Requests to a human reviewer: an effect in the world makes one, an event answers it.
import type { Uses } from "./controller-state.ts";
import { type Sends, sendEvents } from "./send.ts";

/** Decides as the reviewer. A request may be decided at any time, also before the run waits for it. */
export async function decide(
  controller: Sends & Uses<"setup" | "observe", { ledger: "effects" }>,
  request: string,
  answer: "approve" | "reject",
): Promise<void> {
  const { requests } = controller.setup;
  if (requests === undefined) throw new Error("This lab has no requests to decide.");
  const { effect, id, decisionEvent } = requests;
  const made = controller.ledger.effects.some(({ kind, detail }) => kind === effect && String(detail[id]) === request);
  if (!made) throw new Error(`There is no request ${request}: no "${effect}" carries it as its ${id}.`);
  await controller.observe({ type: "request.decided", request, answer, eventName: decisionEvent });
  await sendEvents(controller, [{ name: decisionEvent, data: { requestId: request, approved: answer === "approve", by: "reviewer" } }]);
}
