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

    await new Promise<void>((wake) => {
      setTimeout(wake, 3 * 24 * 60 * 60 * 1000);
    });

    const bye = await step.run("farewell", async () => {
      return { text: `Goodbye, ${name}.` };
    });

    return { hello, bye };
  },
);
