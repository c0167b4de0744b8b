import { chat } from "./chat.ts";
import { inngest } from "./client.ts";
import { db } from "./db.ts";
import { agent } from "./model.ts";

export const answerEmail = inngest.createFunction(
  {
    id: "answer-email",
    triggers: { event: "email/received" },
  },
  async ({ event, step }) => {
    console.log("line 1");
    const customer = await db.customer(event.data.from);
    const thread = await db.thread(event.data.thread);
    const reply = await agent(customer, thread);
    const draft = await db.saveDraft(thread, reply);
    await chat.post(draft);
    return { draft: draft.id };
  },
);
