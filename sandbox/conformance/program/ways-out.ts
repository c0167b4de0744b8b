// Steps that let the engine wait for a signal or ask somebody else.
import { fetch } from "inngest";
import { inngest } from "./client.ts";

export const signaled = inngest.createFunction({ id: "signaled", triggers: { event: "signaled" } }, ({ step }) =>
  step.waitForSignal("wait", { signal: "go/ahead", timeout: "1h", onConflict: "fail" }),
);

export const signals = inngest.createFunction({ id: "signals", triggers: { event: "signals" } }, ({ step }) =>
  step.sendSignal("send", { signal: "go/ahead", data: { from: "another run" } }),
);

export const fetching = inngest.createFunction({ id: "fetching", retries: 1, triggers: { event: "fetching" } }, async () => {
  const response = await fetch("https://other.test/page?token=TOKEN-IN-URL", { headers: { authorization: "Bearer TOKEN-IN-HEADER" } });
  return { status: response.status, text: await response.text() };
});

export const inferring = inngest.createFunction({ id: "inferring", retries: 1, triggers: { event: "inferring" } }, async ({ step }) => {
  const answer = await step.ai.infer("ask", {
    model: step.ai.models.openai({ model: "gpt-4o-mini", apiKey: "KEY-OF-THE-MODEL" }),
    body: { messages: [{ role: "user", content: "hi" }] },
  });
  return answer.choices[0]?.message.content ?? null;
});

export const large = inngest.createFunction({ id: "large", triggers: { event: "large" } }, async ({ step }) => {
  for (const name of ["a", "b"]) await step.run(name, () => name.repeat(3 * 1024 * 1024));
  await step.sleep("nap", "1s");
  const last = await step.run("c", () => "c");
  return last;
});

export const priced = inngest.createFunction({ id: "priced", retries: 0, triggers: { event: "priced" } }, async ({ event, step }) => {
  const net = await step.run("net", () => {
    console.log("net");
    return event.data["net"] as number;
  });
  const gross = await step.run(
    "gross",
    (amount: number, rate: number) => {
      console.log("gross");
      return amount * rate;
    },
    net,
    2,
  );
  return step.run("told", () => {
    console.log("told");
    return `it costs ${gross}`;
  });
});
