import { describe, expect, it } from "vitest";
import { Given, START, typesOf } from "../../conformance/model/given.ts";

// START is 2027-01-15T08:00:00Z.
const HOUR = 3_600_000;
const TICK = ["cron.fired", "event.received", "run.created", "cron.scheduled", "run.started", "call.sent"];

describe("a cron trigger", () => {
  it("starts a run at its time with the timer's event, and sets its next tick (protocol.md 4.6, 5.12)", () => {
    const given = new Given({ id: "f", cron: "TZ=Europe/Paris 0 10 * * *" });
    expect(given.last("cron.scheduled")).toMatchObject({ fn: "f", scheduledAt: START + HOUR, fireAt: START + HOUR });
    expect(given.wait(HOUR - 1)).toEqual([]);
    expect(typesOf(given.wait(1))).toEqual(TICK);
    expect(given.last("run.created")).toMatchObject({ cause: "cron", fn: "f" });
    expect(given.sent().event).toMatchObject({
      name: "inngest/scheduled.timer",
      id: "2027-01-15T09:00:00Z",
      ts: START + HOUR,
      data: { cron: "TZ=Europe/Paris 0 10 * * *", scheduledAt: "2027-01-15T09:00:00Z", fireAt: "2027-01-15T09:00:00Z" },
    });
    expect(given.last("cron.scheduled").scheduledAt).toBe(START + 25 * HOUR);
  });

  it("calls later by its jitter, the same for the same function and tick, at most as long as it says", () => {
    const later = (id: string) => {
      const given = new Given({ id, cron: "0 9 * * *", jitter: "5m" });
      const { scheduledAt, fireAt } = given.last("cron.scheduled");
      given.wait(HOUR);
      expect(given.last("run.queued")).toMatchObject({ reason: "cron", until: fireAt });
      given.wait(fireAt - scheduledAt);
      expect(given.last("call.sent").t).toBe(fireAt);
      return fireAt - scheduledAt;
    };
    const [f, again, g] = [later("f"), later("f"), later("g")];
    expect([f === again, f === g, f > 0 && f <= 300_000]).toEqual([true, false, true]);
  });

  it("starts one run where two triggers of one function fall on one time (L8)", () => {
    const given = new Given({ id: "f", cron: ["0 9 * * *", "0 9 * * FRI"] });
    given.wait(HOUR);
    expect([given.all("cron.fired").length, given.all("run.created").length, given.all("event.deduped").length]).toEqual([2, 1, 1]);
  });

  it("makes up for each tick that was missed while the engine was away, once and in order (L6, L11)", () => {
    const given = new Given({ id: "f", cron: "0 * * * *" });
    given.now += 3 * HOUR;
    given.restart();
    expect(given.all("cron.fired").map((fact) => (fact.scheduledAt - START) / HOUR)).toEqual([1, 2, 3]);
    expect(given.all("run.created")).toHaveLength(3);
    given.restart();
    expect(given.all("run.created")).toHaveLength(3);
  });

  it("ticks no second time when the clock jumps back", () => {
    const given = new Given({ id: "f", cron: "0 * * * *" });
    given.wait(HOUR);
    given.now -= 2 * HOUR;
    given.restart();
    expect(given.wait(2 * HOUR)).toEqual([]);
    given.wait(HOUR);
    expect(given.all("run.created")).toHaveLength(2);
  });
});

describe("a registration", () => {
  it("that is the same changes no tick", () => {
    const given = new Given({ id: "f", cron: "0 9 * * *" });
    expect(given.register({ id: "f", cron: "0 9 * * *" })).toEqual([]);
  });

  it("that changes a trigger calls its pending tick off and sets the new one", () => {
    const given = new Given({ id: "f", cron: "0 9 * * *" });
    expect(typesOf(given.register({ id: "f", cron: "0 10 * * *" }))).toEqual(["app.registered", "cron.cancelled", "cron.scheduled"]);
    given.wait(HOUR);
    expect(given.all("run.created")).toEqual([]);
    given.wait(HOUR);
    expect(given.all("run.created")).toHaveLength(1);
  });

  it("without the function, or without its trigger, calls the tick off", () => {
    const given = new Given({ id: "f", cron: "0 9 * * *" });
    expect(typesOf(given.register({ id: "f", on: "a" }))).toEqual(["app.registered", "cron.cancelled"]);
    given.register({ id: "f", cron: "0 9 * * *" });
    given.register({ id: "g", on: "a" });
    expect(given.wait(2 * HOUR)).toEqual([]);
  });

  it("that moves the jitter moves the pending call", () => {
    const given = new Given({ id: "f", cron: "0 9 * * *" });
    expect(typesOf(given.register({ id: "f", cron: "0 9 * * *", jitter: "5m" }))).toEqual([
      "app.registered",
      "cron.cancelled",
      "cron.scheduled",
    ]);
  });
});

describe("a sleep", () => {
  it("of 366 days is kept to the millisecond, and one that is longer is refused", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a");
    given.ops([{ id: "h", op: "Sleep", name: "366d", userland: { id: "long" } }]);
    expect(given.wait(366 * 24 * HOUR - 1)).toEqual([]);
    expect(typesOf(given.wait(1))).toEqual(["sleep.ended", "call.sent"]);
  });

  it("does not end early when the clock jumps back, and ends at its instant (L6)", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a");
    given.ops([{ id: "h", op: "Sleep", name: "1h", userland: { id: "s" } }]);
    given.now -= 5 * HOUR;
    expect(given.wait(5 * HOUR)).toEqual([]);
    expect(typesOf(given.wait(HOUR))).toEqual(["sleep.ended", "call.sent"]);
  });
});
