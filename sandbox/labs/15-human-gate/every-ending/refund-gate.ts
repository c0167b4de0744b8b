import { investigate, type Request } from "./agent.ts";
import { notifyApprover } from "./chat.ts";
import { inngest } from "./client.ts";
import { db, type Action } from "./db.ts";
import { payments } from "./payments.ts";

const GATE = {
  event: "refund/decided",
  if: "event.data.requestId == async.data.requestId",
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
    // Every ending of the run is a call of this one.
    const end = (action: Action) =>
      step.run("audit", () => db.audit(id, action));

    const advice = await step
      .run("investigate", () => investigate(request))
      .catch(() => null);
    if (advice === null)
      return end("refund_not_investigated");
    if (!advice.recommended) {
      return end("refund_not_recommended");
    }

    const big = request.amountCents >= 10_000; // $100
    if (big) {
      const notify = () => notifyApprover(request, advice);
      const [reply] = await Promise.all([
        step.waitForEvent("answer", GATE),
        step.run("notify-approver", notify),
      ]).catch(() => ["nobody asked"] as const);
      if (reply === "nobody asked") {
        return end("refund_notice_failed");
      }
      if (reply === null) return end("refund_timed_out");
      if (reply.data.approved !== true) {
        return end("refund_rejected");
      }
    }

    const paid = await step
      .run("issue-refund", () => payments.refund(request))
      .catch(() => null);
    if (paid === null) return end("refund_unconfirmed");
    return end(big ? "refund_issued" : "refund_automatic");
  },
);
