// Steps that fail, for a while or for good.
import { RetryAfterError } from "inngest";
import { inngest } from "./client.ts";

export const rty = inngest.createFunction(
  {
    id: "rty",
    retries: 2,
    triggers: { event: "rty" },
    onFailure: ({ error }) => {
      console.log(`gave up: ${error.message}`);
    },
  },
  async ({ step }) => {
    await step.run("never", () => {
      console.log("never");
      throw new Error("x");
    });
  },
);

export const rty2 = inngest.createFunction({ id: "rty2", triggers: { event: "rty2" } }, async ({ attempt, step }) => {
  const ok = await step.run("ok", () => {
    console.log("ok");
    return "ok";
  });
  const later = await step.run("later", () => {
    console.log("later");
    if (attempt === 0) throw new RetryAfterError("not yet", "5s");
    return "later";
  });
  return [ok, later];
});
