// One function for each rule of the engine that a count of calls does not show.
import { NonRetriableError, referenceFunction } from "inngest";
import { inngest } from "./client.ts";

const ran = (name: string): string => {
  console.log(name);
  return name;
};
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

export const final = inngest.createFunction({ id: "final", triggers: { event: "final" } }, ({ step }) =>
  step
    .run("never", () => {
      ran("never");
      throw new NonRetriableError("not again");
    })
    .catch((error: unknown) => `caught: ${messageOf(error)}`),
);

export const outside = inngest.createFunction({ id: "outside", retries: 1, triggers: { event: "outside" } }, async ({ attempt, step }) => {
  const kept = await step.run("kept", () => ran("kept"));
  if (attempt === 0) throw new Error("outside of a step");
  return kept;
});

export const sender = inngest.createFunction({ id: "sender", triggers: { event: "sender" } }, async ({ step }) => {
  const sent = await step.sendEvent("tell", [
    { name: "told/one", data: { n: 1 } },
    { name: "told/two", data: { n: 2 } },
  ]);
  return sent.ids.length;
});

export const told = inngest.createFunction(
  { id: "told", triggers: [{ event: "told/*", if: "event.data.n > 1" }] },
  ({ event }) => event.data["n"] as number,
);

export const race = inngest.createFunction({ id: "race", triggers: { event: "race" } }, ({ step }) =>
  Promise.race([step.run("quick", () => ran("quick")), step.sleep("slow", "3s").then(() => "slow")]),
);

export const many = inngest.createFunction({ id: "many", triggers: { event: "many" } }, async ({ step }) => {
  const names = Array.from({ length: 30 }, (_, i) => `step ${i}`);
  const done = await Promise.all(names.map((name) => step.run(name, () => ran(name))));
  return done.length;
});

export const nested = inngest.createFunction({ id: "nested", triggers: { event: "nested" } }, async ({ step }) => {
  const branch = async (name: string): Promise<string> => {
    const first = await step.run(`${name} first`, () => ran(`${name} first`));
    const [left, right] = await Promise.all([
      step.run(`${name} left`, () => ran(`${name} left`)),
      step.run(`${name} right`, () => ran(`${name} right`)),
    ]);
    return [first, left, right].join(", ");
  };
  return Promise.all([branch("a"), branch("b")]);
});

export const broken = inngest.createFunction({ id: "broken", retries: 0, triggers: { event: "broken" } }, () => {
  throw new Error("the child is broken");
});

export const asksBroken = inngest.createFunction({ id: "asks-broken", triggers: { event: "asks-broken" } }, ({ step }) =>
  step.invoke("ask", { function: broken, data: {} }).catch((error: unknown) => `caught: ${messageOf(error)}`),
);

export const asksNobody = inngest.createFunction({ id: "asks-nobody", triggers: { event: "asks-nobody" } }, ({ step }) =>
  step
    .invoke("ask", { function: referenceFunction({ functionId: "nobody" }), data: {} })
    .catch((error: unknown) => `caught: ${messageOf(error)}`),
);

export const sleepy = inngest.createFunction({ id: "sleepy", triggers: { event: "sleepy" } }, async ({ step }) => {
  await step.sleep("long", "2h");
  return ran("sleepy wakes");
});

export const asksSleepy = inngest.createFunction({ id: "asks-sleepy", triggers: { event: "asks-sleepy" } }, ({ step }) =>
  step.invoke("ask", { function: sleepy, data: {}, timeout: "1h" }).catch((error: unknown) => `caught: ${messageOf(error)}`),
);

export const badWait = inngest.createFunction({ id: "bad-wait", triggers: { event: "bad-wait" } }, ({ step }) =>
  step.waitForEvent("wait", { event: "x", timeout: "1h", if: "event.data.n ==" }),
);

export const tooLong = inngest.createFunction({ id: "too-long", triggers: { event: "too-long" } }, ({ step }) =>
  step.sleep("long", "367d"),
);

export const tooMany = inngest.createFunction({ id: "too-many", triggers: { event: "too-many" } }, async ({ step }) => {
  for (let i = 0; i <= 1000; i += 1) await step.run(`step ${i}`, () => i);
});

export const matched = inngest.createFunction({ id: "matched", triggers: { event: "matched" } }, async ({ step }) => {
  const [first, second] = await Promise.all([
    step.waitForEvent("first", { event: "answer", timeout: "1h", match: "data.id" }),
    step.waitForEvent("second", { event: "answer", timeout: "1h", match: "data.id" }),
  ]);
  return [first?.data["n"] ?? null, second?.data["n"] ?? null];
});

export const past = inngest.createFunction({ id: "past", triggers: { event: "past" } }, async ({ step }) => {
  await step.sleepUntil("gone", new Date("2020-01-01T00:00:00Z"));
  return ran("at once");
});
