// Work that a run leaves to another function, and the sessions that both belong to.
import { createDefer } from "inngest/experimental";
import { inngest } from "./client.ts";

export const later = createDefer(inngest, { id: "later" }, async ({ event, step, sessions, parents }) => {
  const told = await step.run("tell", () => {
    console.log(`later ${event.data["text"]}`);
    return event.data["text"] as string;
  });
  return { told, sessions: sessions ?? null, parent: parents[0]?.fnSlug ?? null };
});

export const deferring = inngest.createFunction({ id: "deferring", triggers: { event: "deferring" } }, async ({ defer, step }) => {
  defer("mail", { function: later, data: { text: "mail" } });
  const wrong = defer("wrong", { function: later, data: { text: "wrong" } });
  await step.run("work", () => "work");
  await step.sleep("nap", "1m");
  wrong.abort();
  return "done";
});

export const deferringFails = inngest.createFunction(
  { id: "deferring-fails", retries: 0, triggers: { event: "deferring-fails" } },
  async ({ defer }) => {
    defer("mail", { function: later, data: { text: "after a failure" } });
    throw new Error("boom");
  },
);
