// One event that becomes many, each with a run of its own, and two functions that listen to one event.
import { inngest } from "./client.ts";

export const fan = inngest.createFunction({ id: "fan", triggers: { event: "fan" } }, async ({ event, step }) => {
  const items = Array.from({ length: event.data["count"] as number }, (_, n) => ({ name: "fan/item", data: { n } }));
  const { ids } = await step.sendEvent("spread", items);
  return ids.length;
});

export const item = inngest.createFunction({ id: "item", triggers: { event: "fan/item" } }, ({ event, step }) =>
  step.run("take", () => event.data["n"] as number),
);

export const other = inngest.createFunction({ id: "other", triggers: { event: "fan/*" } }, ({ event }) => event.data["n"] as number);
