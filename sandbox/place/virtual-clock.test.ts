import { describe, expect, it } from "vitest";
import { createVirtualClock, type RealTimer } from "./virtual-clock.ts";

/** Real time for a test: `pass` lets milliseconds go by, and rings late by `lag`. */
function fakeTimer() {
  let now = 0;
  let timers: { at: number; ring: () => void }[] = [];
  const timer: RealTimer = {
    now: () => now,
    after(ms, ring) {
      const one = { at: now + ms, ring };
      timers.push(one);
      return () => void (timers = timers.filter((other) => other !== one));
    },
  };
  function pass(ms: number): void {
    const until = now + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers = timers.filter((other) => other !== next);
      now = Math.max(now, next.at);
      next.ring();
    }
    now = until;
  }
  return { timer, pass, stall: (ms: number) => void (now += ms) };
}

describe("a clock with a real timer", () => {
  it("stands at speed 0 and flows at its speed", () => {
    const { timer, pass } = fakeTimer();
    const clock = createVirtualClock(1000, timer);
    pass(50);
    expect(clock.now()).toBe(1000);
    clock.flow(60);
    pass(10);
    expect(clock.now()).toBe(1600);
    clock.flow(0);
    pass(10);
    expect(clock.now()).toBe(1600);
  });

  it("rings alarms in order of their time, then of arrival (L6)", () => {
    const { timer, pass } = fakeTimer();
    const clock = createVirtualClock(0, timer);
    const rung: string[] = [];
    clock.alarm(20, () => rung.push(`b ${clock.now()}`));
    clock.alarm(10, () => rung.push(`a ${clock.now()}`));
    clock.alarm(20, () => rung.push(`c ${clock.now()}`));
    clock.flow(1);
    pass(30);
    expect(rung).toEqual(["a 10", "b 20", "c 20"]);
  });

  it("never passes an alarm without ringing it, however late the real timer is", () => {
    const { timer, pass, stall } = fakeTimer();
    const clock = createVirtualClock(0, timer);
    const rung: number[] = [];
    clock.alarm(10, () => rung.push(clock.now()));
    clock.alarm(20, () => rung.push(clock.now()));
    clock.flow(1);
    stall(500);
    expect(clock.now()).toBe(10);
    pass(20);
    expect(rung).toEqual([10, 20]);
  });

  it("rings at once what is due already, and not what was cancelled", () => {
    const { timer, pass } = fakeTimer();
    const clock = createVirtualClock(100, timer);
    const rung: string[] = [];
    clock.alarm(100, () => rung.push("now"));
    clock.alarm(110, () => rung.push("cancelled"))();
    clock.flow(1);
    pass(50);
    expect(rung).toEqual(["now"]);
  });

  it("waits for alarms that are further away than one timer reaches", () => {
    const { timer, pass } = fakeTimer();
    const clock = createVirtualClock(0, timer);
    let rung = 0;
    clock.alarm(60 * 86_400_000, () => (rung += 1));
    clock.flow(1);
    pass(59 * 86_400_000);
    expect(rung).toBe(0);
    pass(86_400_000);
    expect(rung).toBe(1);
  });
});

describe("a clock turned by hand", () => {
  it("goes alarm by alarm, and an alarm set on the way for later rings too", () => {
    const clock = createVirtualClock(0);
    const rung: number[] = [];
    clock.alarm(10, () => {
      rung.push(clock.now());
      clock.alarm(15, () => rung.push(clock.now()));
    });
    while (clock.turn(20));
    clock.goTo(20);
    expect(rung).toEqual([10, 15]);
    expect(clock.now()).toBe(20);
  });

  it("does not move by itself, and never back", () => {
    const clock = createVirtualClock(5);
    clock.flow(1);
    clock.goTo(3);
    expect(clock.now()).toBe(5);
    expect(clock.turn(100)).toBe(false);
  });

  it("starts again on reset, without its alarms", () => {
    const clock = createVirtualClock(5);
    clock.alarm(10, () => expect.unreachable("a forgotten alarm rang"));
    clock.goTo(7);
    clock.reset(5);
    expect(clock.now()).toBe(5);
    expect(clock.nextAlarm()).toBeUndefined();
  });
});
