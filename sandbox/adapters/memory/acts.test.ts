import { afterEach, describe, expect, it } from "vitest";
import { openKit, sleeper, twoSteps, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

describe("a new act", () => {
  it("puts switches, faults and speed back, and takes back an armed crash", async () => {
    kit = await openKit(sleeper);
    const { session } = kit;
    await session.enterAct("one");
    await session.engine.checkpointing(false);
    await session.fault("chat-down", true);
    await session.clock.rate(60);
    await session.clock.pause(true);
    await session.arm({ boundary: "in sleep" });
    await session.enterAct("two");
    const { armed, checkpointing, faults, clock } = await session.place();
    expect({ armed, checkpointing, faults, rate: clock.rate, paused: clock.paused }).toEqual({
      armed: undefined,
      checkpointing: true,
      faults: [],
      rate: 0,
      paused: false,
    });
  });

  it("wakes no run of another, and finds its own asleep when it is entered again", async () => {
    kit = await openKit(sleeper);
    await kit.session.enterAct("one");
    await kit.run();
    expect((await kit.session.place()).clock.next?.kind).toBe("sleep");
    await kit.session.enterAct("two");
    expect((await kit.session.place()).clock.next).toBeUndefined();
    await kit.next();
    expect(await kit.all("sleep.ended")).toEqual([]);
    await kit.session.enterAct("one");
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("ends what an earlier one has left unfinished when its own first run begins", async () => {
    kit = await openKit(sleeper);
    await kit.session.enterAct("one");
    await kit.run();
    await kit.session.enterAct("two");
    await kit.run();
    expect(await kit.all("run.cancelled")).toMatchObject([{ because: "another act began" }]);
    await kit.next();
    const [, second] = await kit.all("run.created");
    expect(await kit.all("run.completed")).toMatchObject([{ runId: second?.runId }]);
  });

  it("does not do what a held run of another was about to do", async () => {
    kit = await openKit(twoSteps, { holds: [{ boundary: "before effect", kind: "mail.sent" }] });
    await kit.session.enterAct("one");
    await kit.run();
    expect((await kit.session.place()).held).toHaveLength(1);
    await kit.session.enterAct("two");
    expect((await kit.session.place()).held).toEqual([]);
    await kit.session.holds([]);
    await kit.run();
    expect(await kit.all("run.completed")).toHaveLength(1);
    expect((await kit.all("effect")).map(({ kind }) => kind)).toEqual(["slack.posted", "slack.posted", "mail.sent"]);
  });

  it("has a host, where it died in another", async () => {
    kit = await openKit(sleeper);
    await kit.session.enterAct("one");
    await kit.run();
    await kit.session.host.kill();
    await kit.session.enterAct("two");
    expect((await kit.session.place()).host).toBe("down");
    await kit.run();
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("leaves a run of its own alone: a second one does not end the first", async () => {
    kit = await openKit(sleeper);
    await kit.session.enterAct("one");
    await kit.run();
    await kit.session.enterAct("one");
    await kit.run();
    expect(await kit.all("run.cancelled")).toEqual([]);
  });
});
