// The agent reads a request and recommends. It never pays.
import { db } from "./db.ts";

export type Request = {
  requestId: string;
  orderId: string;
  customerId: string;
  amountCents: number;
};
export type Advice = {
  customer: string;
  recommended: boolean;
  why: string;
};

export async function investigate(
  request: Request,
): Promise<Advice> {
  const { name } = await db.customer(request.customerId);
  const answer = await fetch("https://model.world/run", {
    method: "POST",
    body: JSON.stringify({
      task: "investigate",
      input: { ...request, name },
    }),
  });
  if (!answer.ok) {
    throw new Error(`The model said ${answer.status}.`);
  }
  const { output } = await answer.json();
  return { customer: name, ...output };
}
