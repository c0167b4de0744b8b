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
    const draft = await step.run("run-agent", async () =>
      db.saveDraft(thread, await agent(customer, thread)),
    );
    await chat.post(draft);
    return { draft: draft.id };
  },
);
