import { investigate, type Request } from "./agent.ts";
import { notifyApprover } from "./chat.ts";
import { inngest } from "./client.ts";
import { db } from "./db.ts";
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
    const advice = await step.run("investigate", () =>
      investigate(request),
    );

    if (!advice.recommended) {
      return step.run("audit", () =>
        db.audit(id, "refund_not_recommended"),
      );
    }
    const big = request.amountCents >= 10_000; // $100
    if (advice.recommended && big) {
      const notify = () => notifyApprover(request, advice);
      await step.run("notify-approver", notify);
      const early = await step.run("look-up", () =>
        db.decision(id),
      );
      const late = early
        ? null
        : await step.waitForEvent("answer", GATE);
      const reply = early ?? late?.data ?? null;
      if (reply === null) {
        return step.run("audit", () =>
          db.audit(id, "refund_timed_out"),
        );
      }
      if (!reply.approved) {
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

export const recordDecision = inngest.createFunction(
  {
    id: "record-decision",
    triggers: { event: "refund/decided" },
  },
  async ({ event, step }) => {
    const { requestId, approved } = event.data;
    await step.run("save-decision", () =>
      db.saveDecision(requestId, approved),
    );
  },
);
