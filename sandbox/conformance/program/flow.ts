// One function for each option of flow control, as a learner would write it.
import { inngest } from "./client.ts";

const ran = (text: string): string => {
  console.log(text);
  return text;
};

export const slots = inngest.createFunction(
  { id: "slots", triggers: { event: "slots" }, concurrency: { limit: 1, key: "event.data.user" } },
  async ({ event, step }) => {
    await step.run("work", () => ran(`slots ${event.data["n"]}`));
    await step.sleep("nap", "1m");
    return event.data["n"] as number;
  },
);

export const throttled = inngest.createFunction(
  { id: "throttled", triggers: { event: "throttled" }, throttle: { limit: 2, period: "4s" } },
  ({ event }) => event.data["n"] as number,
);

export const limited = inngest.createFunction(
  { id: "limited", triggers: { event: "limited" }, rateLimit: { limit: 2, period: "10s" } },
  ({ event }) => event.data["n"] as number,
);

export const once = inngest.createFunction(
  { id: "once", triggers: { event: "once" }, idempotency: "event.data.order" },
  ({ event }) => event.data["order"] as string,
);

export const quiet = inngest.createFunction(
  { id: "quiet", triggers: { event: "quiet" }, debounce: { period: "2s", timeout: "10s" } },
  ({ event }) => event.data["n"] as number,
);

export const ordered = inngest.createFunction(
  { id: "ordered", triggers: { event: "ordered" }, priority: { run: "int(event.data.p)" }, concurrency: 1 },
  async ({ event, step }) => {
    await step.run("work", () => ran(`ordered ${event.data["p"]}`));
    await step.run("again", () => ran(`again ${event.data["p"]}`));
  },
);

export const batch = inngest.createFunction(
  { id: "batch", triggers: { event: "batch" }, batchEvents: { maxSize: 3, timeout: "5s" } },
  ({ events }) => events.map((event) => event.data["n"] as number),
);

export const single = inngest.createFunction(
  { id: "single", triggers: { event: "single" }, singleton: { mode: "skip" } },
  async ({ event, step }) => {
    await step.sleep("nap", "1m");
    return event.data["n"] as number;
  },
);

export const newest = inngest.createFunction(
  { id: "newest", triggers: { event: "newest" }, singleton: { mode: "cancel" } },
  async ({ event, step }) => {
    await step.sleep("nap", "1m");
    return event.data["n"] as number;
  },
);

export const stoppable = inngest.createFunction(
  { id: "stoppable", triggers: { event: "stoppable" }, cancelOn: [{ event: "stop", match: "data.id" }] },
  async ({ step }) => {
    await step.sleep("nap", "1h");
    return ran("not stopped");
  },
);

export const deadlines = inngest.createFunction(
  {
    id: "deadlines",
    triggers: { event: "deadlines" },
    timeouts: { start: "10s", finish: "30s" },
    concurrency: { limit: 1, scope: "env", key: '"deadlines"' },
  },
  async ({ event, step }) => {
    await step.sleep("nap", event.data["nap"] as string);
    return "in time";
  },
);
