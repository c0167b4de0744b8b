import { describe, expect, it } from "vitest";
import { createManualClock } from "./manual-clock.ts";

describe("a clock turned by hand", () => {
  it("stands still until it is turned", () => {
    const clock = createManualClock(1000);
    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
    clock.advance("1h30m");
    expect(clock.now()).toBe(1000 + 5_400_000);
  });

  it("rings alarms in the order of their time, at their time", () => {
    const clock = createManualClock(0);
    const rung: number[] = [];
    clock.alarm(30, () => rung.push(clock.now()));
    clock.alarm(10, () => rung.push(clock.now()));
    clock.advance(100);
    expect(rung).toEqual([10, 30]);
    expect(clock.now()).toBe(100);
  });

  it("rings within one turn what an alarm sets on its way", () => {
    const clock = createManualClock(0);
    const rung: number[] = [];
    clock.alarm(10, () => void clock.alarm(20, () => rung.push(clock.now())));
    clock.set(20);
    expect(rung).toEqual([20]);
  });

  it("rings at once what is due already, and never what was canceled", () => {
    const clock = createManualClock(50);
    const rung: string[] = [];
    clock.alarm(50, () => rung.push("due"));
    clock.alarm(60, () => rung.push("canceled"))();
    clock.advance(100);
    expect(rung).toEqual(["due"]);
  });

  it("never goes back, and says what is no duration", () => {
    const clock = createManualClock(50);
    expect(() => clock.set(49)).toThrow("cannot go back");
    expect(() => clock.advance("soon")).toThrow('"soon" is no duration');
  });
});
