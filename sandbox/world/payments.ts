// The payment provider: refunds with idempotency keys, and a ledger of what was really paid.
// It does not judge: an order refunded last week is refunded again when somebody asks, and the ledger shows both.
import type { JsonObject } from "../log/json.ts";
import { sayInstant } from "./instant.ts";
import { createPostLog } from "./keyed-post.ts";
import { answer, reading, refusal, tableIfAny } from "./service.ts";
import type { Service, ServiceCall } from "./service.ts";

/** A refund that was paid before the lab began. */
export type PaidBefore = { readonly orderId: string; readonly amountCents: number; readonly at: string };

const LATENCY_MS = 800;

export function createPayments(before: readonly PaidBefore[]): Service {
  const log = createPostLog({
    kind: "stripe.refund",
    prefix: "re",
    label: (body) => `$${(Number(body.amountCents) / 100).toFixed(2)}`,
    detail: (body) => ({ alreadyRefundedCents: refundedCents(String(body.orderId)) }),
  });

  function ledger(): readonly JsonObject[] {
    const seeded = before.map((paid, index) => ({
      id: `re_old_${index + 1}`,
      order: paid.orderId,
      cents: paid.amountCents,
      at: paid.at,
      key: null,
    }));
    const paid = log.done.map(({ detail, key }) => ({
      id: detail.id ?? null,
      order: detail.orderId ?? null,
      cents: detail.amountCents ?? null,
      at: typeof detail.at === "number" ? sayInstant(detail.at) : null,
      key: key ?? null,
    }));
    return [...seeded, ...paid];
  }

  function refundedCents(orderId: string): number {
    return ledger().reduce((sum, row) => (row.order === orderId ? sum + Number(row.cents) : sum), 0);
  }

  return {
    host: "payments.world",
    plan(call) {
      if (!isRefund(call)) return reading("order", LATENCY_MS / 2);
      return { kind: "stripe.refund", label: `$${(Number(call.body.amountCents) / 100).toFixed(2)}`, effect: true, latencyMs: LATENCY_MS };
    },
    perform(call, at) {
      if (at.faults.includes("payments-down")) return refusal(503, "payments.world is down. Try again later.");
      if (isRefund(call)) {
        const problem = problemOf(call.body);
        return problem === undefined ? log.post(call, at) : refusal(400, problem);
      }
      const [collection, orderId] = call.path;
      if (call.method === "GET" && collection === "orders" && orderId !== undefined) {
        return answer(200, { orderId, refundedCents: refundedCents(orderId), refunds: ledger().filter((row) => row.order === orderId) });
      }
      return refusal(404, "Nothing here. POST to /refunds, or GET /orders/<id>.");
    },
    restore: log.restore,
    reset: log.reset,
    tables: () => tableIfAny("refunds", ledger(), ["id", "order", "cents", "at", "key"]),
  };
}

function isRefund(call: ServiceCall): boolean {
  return call.method === "POST" && call.path.join("/") === "refunds";
}

function problemOf(body: JsonObject): string | undefined {
  if (typeof body.orderId !== "string") return "A refund needs an orderId.";
  if (typeof body.amountCents !== "number" || body.amountCents <= 0) return "A refund needs amountCents above zero.";
  return undefined;
}
