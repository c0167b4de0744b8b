import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRealClock, type TimeSource } from "./clock.ts";

/** A platform whose two clocks a test turns; timers ring when the steady one passes them. */
function platform(start = 1_000_000): TimeSource & { pass(ms: number): void; set(wall: number): void } {
  let wall = start;
  let steady = 0;
  const timers = new Set<{ readonly at: number; readonly ring: () => void }>();
  return {
    wall: () => wall,
    steady: () => steady,
    after(ms, ring) {
      const timer = { at: steady + ms, ring };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(ms) {
      const end = steady + ms;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        const to = next?.at ?? end;
        wall += Math.max(0, to - steady);
        steady = Math.max(steady, to);
        if (next === undefined) return;
        timers.delete(next);
        next.ring();
      }
    },
    set(to) {
      wall = to;
    },
  };
}

describe("the real clock", () => {
  it("follows the wall clock, and goes with it when it is set ahead", () => {
    const time = platform();
    const clock = createRealClock(0, time);
    time.pass(250);
    expect(clock.now()).toBe(1_000_250);
    time.set(9_000_000);
    expect(clock.now()).toBe(9_000_000);
  });

  it("goes on when the wall clock is set back, until the two agree again", () => {
    const time = platform();
    const clock = createRealClock(0, time);
    time.set(999_000);
    time.pass(1000);
    expect(clock.now()).toBe(1_000_900);
    time.pass(9000);
    expect(clock.now()).toBe(1_009_000);
    time.pass(500);
    expect(clock.now()).toBe(1_009_500);
  });

  it("begins no earlier than the log ends", () => {
    expect(createRealClock(2_000_000, platform()).now()).toBe(2_000_000);
  });

  it("never runs backwards, whatever the wall clock does (L6)", () => {
    const moves = fc.array(fc.record({ pass: fc.nat(5000), jump: fc.integer({ min: -100_000, max: 100_000 }) }), { maxLength: 50 });
    fc.assert(
      fc.property(moves, (steps) => {
        const time = platform();
        const clock = createRealClock(0, time);
        let before = clock.now();
        for (const { pass, jump } of steps) {
          time.pass(pass);
          time.set(time.wall() + jump);
          const now = clock.now();
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });
});

describe("an alarm", () => {
  it("rings once, at its time and not before (L6)", () => {
    const time = platform();
    const clock = createRealClock(0, time);
    const rung: number[] = [];
    clock.alarm(1_000_400, () => rung.push(clock.now()));
    time.pass(399);
    expect(rung).toEqual([]);
    time.pass(5000);
    expect(rung).toEqual([1_000_400]);
  });

  it("of a time that has come rings at once", () => {
    const rung: string[] = [];
    createRealClock(0, platform()).alarm(999_999, () => rung.push("rung"));
    expect(rung).toEqual(["rung"]);
  });

  it("further ahead than a timer reaches rings at its time too", () => {
    const time = platform();
    const clock = createRealClock(0, time);
    const day = 86_400_000;
    let rung = 0;
    clock.alarm(1_000_000 + 60 * day, () => (rung += 1));
    time.pass(60 * day - 1);
    expect(rung).toBe(0);
    time.pass(1);
    expect(rung).toBe(1);
  });

  it("whose time passes while the machine sleeps rings within five seconds of its waking", () => {
    const time = platform();
    const clock = createRealClock(0, time);
    let rung = 0;
    clock.alarm(1_000_000 + 3_600_000, () => (rung += 1));
    time.pass(1000);
    time.set(1_000_000 + 7_200_000);
    time.pass(5000);
    expect(rung).toBe(1);
  });

  it("that is cancelled never rings", () => {
    const time = platform();
    const clock = createRealClock(0, time);
    let rung = 0;
    const cancel = clock.alarm(1_010_000, () => (rung += 1));
    time.pass(7000);
    cancel();
    time.pass(60_000);
    expect(rung).toBe(0);
  });
});
