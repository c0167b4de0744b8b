// What the learner is told of the next wake-up, for everything that can be waited for.
import { afterEach, describe, expect, it } from "vitest";
import { openKit, START, type Kit } from "./lab.kit.ts";

const SECOND = 1000;
const HOUR = 3_600_000;

let kit: Kit;
afterEach(() => kit.session.dispose());

const fn = (options: string, body = "async () => null"): string => `import { inngest } from "./client.ts";
export const work = inngest.createFunction({ id: "work", ${options} }, ${body});
`;
const triggers = `triggers: { event: "demo/work" }`;
const next = async () => (await kit.session.place()).clock.next;

describe("the next wake-up", () => {
  it.each([
    ["debounce", fn(`debounce: { period: "10s" }, ${triggers}`), { kind: "debounce", at: START + 10 * SECOND }],
    ["batch", fn(`batchEvents: { maxSize: 5, timeout: "20s" }, ${triggers}`), { kind: "batch", at: START + 20 * SECOND }],
    [
      "signal",
      fn(triggers, `({ step }) => step.waitForSignal("wait", { signal: "go", timeout: "1h", onConflict: "fail" })`),
      { kind: "wait", at: START + HOUR, label: '"wait" times out' },
    ],
    [
      "rule that cancels the run",
      fn(`timeouts: { finish: "5s" }, ${triggers}`, `({ step }) => step.sleep("nap", "1h")`),
      { kind: "timeout", at: START + 5 * SECOND },
    ],
    ["cron", fn(`triggers: [{ event: "demo/work" }, { cron: "30 * * * *" }]`), { kind: "cron", at: START + HOUR / 2 }],
    [
      "retry",
      fn(`${triggers}, retries: 1`, `({ step }) => step.run("flaky", () => { throw new Error("x"); })`),
      { kind: "retry", label: '"flaky" is tried again' },
    ],
  ])("is that of a %s", async (_, work, due) => {
    kit = await openKit(work);
    await kit.run();
    expect(await next()).toMatchObject(due);
  });

  it("is that of a throttle, and a press goes there", async () => {
    kit = await openKit(fn(`throttle: { limit: 1, period: "10s" }, ${triggers}`));
    await kit.run();
    await kit.run();
    expect(await next()).toEqual({ kind: "throttle", at: START + 10 * SECOND, label: "the next run may start" });
    await kit.next();
    expect([(await kit.all("run.completed")).length, await next()]).toEqual([2, undefined]);
  });

  it("is, of two at one instant, the one that the engine does first (L6)", async () => {
    const naps = `({ step }) => Promise.all([step.sleep("second", "1h"), step.waitForEvent("first", { event: "never", timeout: "1h" })])`;
    kit = await openKit(fn(triggers, naps));
    await kit.run();
    expect(await next()).toMatchObject({ label: '"first" times out' });
    await kit.next();
    const ends = (await kit.types()).filter((type) => type === "sleep.ended" || type === "wait.timedout");
    expect(ends).toEqual(["wait.timedout", "sleep.ended"]);
  });

  it("is that of a throttle before a sleep that ends at the same instant, since the waiting call goes first (L6)", async () => {
    kit = await openKit(fn(`throttle: { limit: 1, period: "10s" }, ${triggers}`, `({ step }) => step.sleep("nap", "10s")`));
    await kit.run();
    await kit.run();
    expect(await next()).toMatchObject({ kind: "throttle", at: START + 10 * SECOND });
    await kit.next();
    const then = (await kit.types()).filter((type) => type === "run.started" || type === "sleep.ended");
    expect(then.slice(0, 3)).toEqual(["run.started", "run.started", "sleep.ended"]);
  });

  it("is none while nothing is due, and none once the run has ended", async () => {
    kit = await openKit(fn(triggers));
    expect(await next()).toBeUndefined();
    await kit.run();
    expect(await next()).toBeUndefined();
  });
});
