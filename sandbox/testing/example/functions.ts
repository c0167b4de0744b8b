import { inngest } from "./client.ts";
import { mailbox, tickets } from "./services.ts";

export const trial = inngest.createFunction(
  {
    id: "trial",
    triggers: [{ event: "trial/started" }],
    cancelOn: [
      { event: "trial/bought", match: "data.user" },
    ],
  },
  async ({ event, step }) => {
    const { user } = event.data;
    await step.run("welcome", () =>
      mailbox.send(user, "Welcome"),
    );
    await step.sleep("half of it", "7d");
    await step.run("remind", () =>
      mailbox.send(user, "A week is left"),
    );
    const answer = await step.waitForEvent("answer", {
      event: "trial/answered",
      match: "data.user",
      timeout: "7d",
    });
    if (answer) return answer.data.text;
    await step.run("ticket", () => tickets.open(user));
    return "no answer";
  },
);
