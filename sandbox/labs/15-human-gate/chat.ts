// A message to the reviewer, with the request on a card.
import type { Advice, Request } from "./agent.ts";

export async function notifyApprover(
  request: Request,
  advice: Advice,
) {
  const answer = await fetch(
    "https://chat.world/messages",
    {
      method: "POST",
      headers: { "idempotency-key": request.requestId },
      body: JSON.stringify({
        channel: "refund-approvals",
        text: `Refund for ${advice.customer}?`,
        requestId: request.requestId,
        orderId: request.orderId,
        amountCents: request.amountCents,
        customer: advice.customer,
        recommendation: advice.recommended
          ? "refund"
          : "decline",
        why: advice.why,
      }),
    },
  );
  if (!answer.ok) {
    throw new Error(`chat.world: ${answer.status}`);
  }
}
