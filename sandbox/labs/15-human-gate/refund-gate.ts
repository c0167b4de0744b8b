import { investigate, type Request } from "./agent.ts";
import { notifyApprover } from "./chat.ts";
import { inngest } from "./client.ts";
import { db } from "./db.ts";
import { payments } from "./payments.ts";

const GATE = {
  event: "refund/decided",
  timeout: "4h",
};

export const refundGate = inngest.createFunction(
  {
    id: "refund-gate",
    triggers: { event: "refund/requested" },
    retries: 1,
  },
  async ({ event, step }) => {
    const request = event.data as Request;
    const id = request.requestId;
    const advice = await step.run("investigate", () =>
      investigate(request),
    );

    const big = request.amountCents >= 10_000; // $100
    if (advice.recommended && big) {
      const notify = () => notifyApprover(request, advice);
      await step.run("notify-approver", notify);
      const reply = await step.waitForEvent("answer", GATE);
      if (!reply!.data.approved) {
        return step.run("audit", () =>
          db.audit(id, "refund_rejected"),
        );
      }
    }

    await step.run("issue-refund", () =>
      payments.refund(request),
    );
    return step.run("audit", () =>
      db.audit(id, "refund_issued"),
    );
  },
);
