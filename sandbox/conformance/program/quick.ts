// Functions for places whose time is real: the same shapes as elsewhere in the program, with waits of a moment.
import { fetch } from "inngest";
import { inngest } from "./client.ts";

const ran = (name: string): string => {
  console.log(name);
  return name;
};

export const quickNap = inngest.createFunction({ id: "quick-nap", triggers: { event: "quick-nap" } }, async ({ step }) => {
  const before = await step.run("before", () => ran("before"));
  await step.sleep("nap", "1s");
  return [before, await step.run("after", () => ran("after"))];
});

export const quickWaits = inngest.createFunction({ id: "quick-waits", triggers: { event: "quick-waits" } }, async ({ event, step }) => {
  const before = await step.run("before", () => ran("before"));
  const hit = await step.waitForEvent("hit", { event: "quick-waits/hit", timeout: "1h", if: "event.data.key == async.data.key" });
  const missed = await step.waitForEvent("missed", { event: "quick-waits/never", timeout: "1s" });
  return { before, hit: hit?.data["answer"] ?? null, missed, key: event.data["key"] as string };
});

export const quickRetry = inngest.createFunction({ id: "quick-retry", triggers: { event: "quick-retry" } }, async ({ attempt, step }) => {
  const ok = await step.run("ok", () => ran("ok"));
  const later = await step.run("later", () => {
    ran("later");
    if (attempt === 0) throw new Error("not yet");
    return "later";
  });
  return [ok, later];
});

export const quickFetch = inngest.createFunction({ id: "quick-fetch", triggers: { event: "quick-fetch" } }, async ({ event }) => {
  const response = await fetch(event.data["url"] as string, { headers: { authorization: "Bearer KEY-IN-HEADER" } });
  return { status: response.status, text: await response.text() };
});
