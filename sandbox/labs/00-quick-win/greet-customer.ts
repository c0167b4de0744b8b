import { inngest } from "./client.ts";

export const greetCustomer = inngest.createFunction(
  {
    id: "greet-customer",
    triggers: { event: "demo/greet" },
  },
  async ({ event, step }) => {
    console.log("starting");
    const { name } = event.data;

    const hello = await step.run("greeting", async () => {
      return { text: `Welcome, ${name}.` };
    });

    await step.sleep("three-days", "3d");

    const bye = await step.run("farewell", async () => {
      return { text: `Goodbye, ${name}.` };
    });

    return { hello, bye };
  },
);
