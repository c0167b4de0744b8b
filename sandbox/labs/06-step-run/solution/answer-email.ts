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
    const customer = await step.run("load-customer", () =>
      db.customer(event.data.from),
    );
    const thread = await step.run("load-thread", () =>
      db.thread(event.data.thread),
    );
    const reply = await step.run("run-agent", () =>
      agent(customer, thread),
    );
    const draft = await step.run("save-draft-reply", () =>
      db.saveDraft(thread, reply),
    );
    await step.run("notify-reviewer", () =>
      chat.post(draft, `review-${draft.id}`),
    );
    return { draft: draft.id };
  },
);
