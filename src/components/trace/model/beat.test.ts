import { describe, expect, it } from "vitest";
import { beat } from "./beat.ts";
import { fakePorts, rest } from "./testing/fake-ports.ts";

describe("a beat", () => {
  it("does once what many have asked for", async () => {
    const page = fakePorts();
    let done = 0;
    const ask = beat(page.ports, 100, () => void (done += 1));
    for (let times = 0; times < 50; times += 1) ask();
    await page.ring();
    expect(done).toBe(1);
    expect(page.timers.size).toBe(0);
  });

  it("does it once more when somebody asks while it is under way, and never two at a time", async () => {
    const page = fakePorts();
    const open: (() => void)[] = [];
    const ask = beat(page.ports, 100, () => new Promise<void>((done) => open.push(done)));
    ask();
    await page.ring();
    ask();
    ask();
    await page.ring();
    expect(open.length).toBe(1);
    open[0]?.();
    await rest();
    await page.ring();
    expect(open.length).toBe(2);
  });

  it("waits three times as long as it took, so that slow answers are asked for more rarely", async () => {
    const page = fakePorts();
    const ask = beat(page.ports, 100, () => void (page.clock.now += 700));
    ask();
    await page.ring();
    ask();
    expect([...page.timers].map((timer) => timer.ms)).toEqual([2100]);
  });

  it("goes on after a failure", async () => {
    const page = fakePorts();
    let tries = 0;
    const ask = beat(page.ports, 100, () => {
      tries += 1;
      throw new Error("It does not answer.");
    });
    ask();
    await page.ring();
    ask();
    await page.ring();
    expect(tries).toBe(2);
  });
});
