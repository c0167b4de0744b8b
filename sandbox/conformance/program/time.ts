// Steps that let time pass or wait for something.
import { inngest } from "./client.ts";

const ran = (name: string): string => {
  console.log(name);
  return name;
};

export const nap = inngest.createFunction({ id: "nap", triggers: { event: "nap" } }, async ({ step }) => {
  const before = await step.run("before", () => ran("before"));
  await step.sleep("nap", "3d");
  return [before, await step.run("after", () => ran("after"))];
});

export const slp = inngest.createFunction({ id: "slp", triggers: { event: "slp" } }, async ({ event, step }) => {
  const before = await step.run("before", () => ran("before"));
  await step.sleep("nap", "1s");
  const hit = await step.waitForEvent("hit", { event: "slp/hit", timeout: "1h", if: "event.data.key == async.data.key" });
  const missed = await step.waitForEvent("missed", { event: "slp/never", timeout: "2h" });
  return { before, hit: hit?.data["answer"] ?? null, missed, key: event.data["key"] as string };
});

export const child = inngest.createFunction({ id: "child", triggers: { event: "child" } }, ({ event }) => ({
  got: event.data["question"] as string,
}));

export const inv = inngest.createFunction({ id: "inv", retries: 0, triggers: { event: "inv" } }, async ({ step }) => {
  const answer = await step.invoke("ask", { function: child, data: { question: "why" } });
  const caught = await step
    .run("bad", () => {
      console.log("bad");
      throw new Error("no");
    })
    .catch((error: unknown) => (error instanceof Error ? error.message : "unknown"));
  return { answer, caught };
});

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const overlap = inngest.createFunction({ id: "overlap", triggers: { event: "overlap" } }, ({ step }) => {
  const slow = (name: string) =>
    step.run(name, async () => {
      console.log(`${name} begins`);
      await wait(20);
      console.log(`${name} ends`);
    });
  return Promise.all([slow("left"), slow("right")]);
});

export const stuck = inngest.createFunction({ id: "stuck", triggers: { event: "stuck" } }, async ({ attempt, step }) => {
  const first = await step.run("first", () => ran("first"));
  const second = await step.run("second", async () => {
    ran("second begins");
    // Its first attempt takes a minute; whoever kills the host in it does not wait.
    if (attempt === 0) await wait(60_000);
    return ran("second ends");
  });
  return [first, second];
});
