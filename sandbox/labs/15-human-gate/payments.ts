// The payment provider. The key makes a repeated request
// for the same refund the same refund.
import type { Request } from "./agent.ts";

export const payments = {
  async refund(request: Request) {
    const { requestId, orderId, amountCents } = request;
    const answer = await fetch(
      "https://payments.world/refunds",
      {
        method: "POST",
        headers: { "idempotency-key": requestId },
        body: JSON.stringify({ orderId, amountCents }),
      },
    );
    if (!answer.ok) {
      throw new Error(`payments.world: ${answer.status}`);
    }
    return answer.json();
  },
};
