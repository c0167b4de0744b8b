// Time that flows, as in a browser, with real time passed by hand.
import { afterEach, describe, expect, it } from "vitest";
import type { RealTimer } from "../../place/virtual-clock.ts";
import { openKit, sleeper, START, twoSteps, type Kit, type KitOptions } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

function createHandTimer() {
  let now = 0;
  let timers: { readonly at: number; readonly ring: () => void }[] = [];
  const flow: RealTimer = {
    now: () => now,
    after(ms, ring) {
      const timer = { at: now + ms, ring };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
  };
  /** Lets real milliseconds go by, ten at a time, and everything that follows happen. */
  async function pass(ms: number): Promise<void> {
    await kit.quiet();
    for (let left = ms; left > 0; left -= 10) {
      now += 10;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { ring } of due) ring();
      if (due.length > 0) await kit.quiet();
    }
  }
  return { flow, pass };
}

async function openFlowing(work: string, options: KitOptions = {}) {
  const timer = createHandTimer();
  kit = await openKit(work, { ...options, flow: timer.flow });
  await kit.session.send({ name: "demo/work", data: {} });
  await kit.quiet();
  return timer;
}
const now = async () => (await kit.session.place()).clock.now;

describe("flowing time", () => {
  it("runs at 1x while a call waits for the world", async () => {
    const { pass } = await openFlowing(twoSteps);
    await pass(200);
    expect(await kit.all("effect")).toEqual([]);
    await pass(400);
    expect((await kit.all("effect")).map(({ kind, t }) => [kind, t])).toEqual([["slack.posted", START + 500]]);
    await pass(1000);
    expect(await kit.all("run.completed")).toMatchObject([{ t: START + 900 }]);
  });

  it("stands while the run sleeps, however long nobody presses", async () => {
    const { pass } = await openFlowing(sleeper);
    await pass(1000);
    const asleep = await now();
    await pass(30_000);
    expect(await now()).toBe(asleep);
    expect(asleep).toBe(START + 500);
  });

  it("stands while a run is held, and a hold changes no later instant", async () => {
    const { pass } = await openFlowing(twoSteps, { holds: [{ boundary: "before step", stepId: "write" }] });
    await pass(1000);
    expect((await kit.session.place()).held).toHaveLength(1);
    await pass(30_000);
    await kit.session.clock.next();
    await pass(1000);
    expect(await kit.all("run.completed")).toMatchObject([{ t: START + 900 }]);
  });

  it("goes through a sleep at the learner's rate", async () => {
    const { pass } = await openFlowing(sleeper);
    await pass(1000);
    await kit.session.clock.rate(3600);
    await pass(73_000);
    expect(await kit.all("sleep.ended")).toHaveLength(1);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("stands at once on pause, in the middle of a call too", async () => {
    const { pass } = await openFlowing(twoSteps);
    await pass(100);
    await kit.session.clock.pause(true);
    const paused = await now();
    await pass(5000);
    expect(await now()).toBe(paused);
    expect(await kit.all("effect")).toEqual([]);
    await kit.session.clock.pause(false);
    await pass(2000);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("jumps to the next wake-up on a press", async () => {
    const { pass } = await openFlowing(sleeper);
    await pass(1000);
    await kit.session.clock.next();
    await pass(1000);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });
});

describe("a host that does not answer", () => {
  it("is contained: killed by the watchdog, told to the page, and down until it is started", async () => {
    const { pass } = await openFlowing(sleeper);
    await pass(1000);
    await kit.contain("no-answer", 900);
    expect(await kit.all("host.contained")).toMatchObject([{ why: "no-answer", forMs: 900 }]);
    expect(await kit.all("host.killed")).toMatchObject([{ by: "watchdog" }]);
    expect(await kit.session.place()).toMatchObject({ host: "down", contained: true });
    await kit.session.host.start();
    expect(await kit.session.place()).toMatchObject({ host: "up", contained: false });
  });
});
