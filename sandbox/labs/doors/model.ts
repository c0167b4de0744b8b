// The agent: one call to the model, $0.20 each time.
import type { Customer, Thread } from "./db.ts";

export type Reply = { text: string };

export async function agent(
  customer: Customer,
  thread: Thread,
): Promise<Reply> {
  const input = {
    name: customer.name,
    question: thread.question,
  };
  const answer = await fetch("https://model.world/run", {
    method: "POST",
    body: JSON.stringify({ task: "answer-email", input }),
  });
  if (!answer.ok) {
    throw new Error(`The model said ${answer.status}.`);
  }
  return (await answer.json()).output;
}
