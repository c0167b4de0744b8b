import { afterEach, describe, expect, it } from "vitest";
import { openKit, sleeper, START, twoSteps, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

describe.each([
  { mode: "checkpointing", checkpointing: true },
  { mode: "one step per call", checkpointing: false },
])("a hold, $mode", ({ checkpointing }) => {
  it("before a step stops the run and the clock until a press", async () => {
    kit = await openKit(twoSteps, { checkpointing, holds: [{ boundary: "before step", stepId: "write" }] });
    await kit.run();
    expect((await kit.session.place()).held).toMatchObject([{ boundary: "before step", stepId: "write" }]);
    expect((await kit.all("step.started")).map(({ stepId }) => stepId)).toEqual(["tell"]);
    const { now } = (await kit.session.place()).clock;
    await kit.settle();
    expect((await kit.session.place()).clock.now).toBe(now);
    await kit.next();
    expect(await kit.all("run.released")).toMatchObject([{ boundary: "before step", stepId: "write" }]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("after the effect withholds its record", async () => {
    kit = await openKit(twoSteps, { checkpointing, holds: [{ boundary: "after effect, before record", kind: "slack.posted" }] });
    await kit.run();
    expect(await kit.all("effect")).toHaveLength(1);
    expect(await kit.all("step.completed")).toEqual([]);
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
    expect(await kit.all("effect")).toHaveLength(2);
  });

  it("after the record withholds what follows", async () => {
    kit = await openKit(twoSteps, { checkpointing, holds: [{ boundary: "after record", stepId: "tell" }] });
    await kit.run();
    expect((await kit.all("step.completed")).map(({ stepId }) => stepId)).toEqual(["tell"]);
    expect((await kit.all("step.started")).map(({ stepId }) => stepId)).toEqual(["tell"]);
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("costs no entry, however long it lasts", async () => {
    kit = await openKit(twoSteps, { checkpointing, holds: [{ boundary: "before step", stepId: "write" }] });
    await kit.run();
    await kit.session.clock.advance(60_000);
    await kit.next();
    const held = (await kit.all("handler.entered")).length;
    await kit.session.dispose();
    kit = await openKit(twoSteps, { checkpointing });
    await kit.run();
    expect(held).toBe((await kit.all("handler.entered")).length);
  });
});

describe("a hold", () => {
  it("keeps a run once at each place: a retry passes", async () => {
    kit = await openKit(twoSteps, { holds: [{ boundary: "before step", stepId: "write" }] });
    await kit.run();
    await kit.session.host.kill();
    expect((await kit.session.place()).held).toEqual([]);
    await kit.session.host.start();
    await kit.settle();
    await kit.next();
    expect(await kit.all("run.held")).toHaveLength(1);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("may be given by the kind of effect, for code outside of steps", async () => {
    const plain = twoSteps
      .replaceAll(/step\.run\("\w+", async \(\) => void \((await \w+\("hello"\))\)\)/g, "$1")
      .replaceAll("await await", "await");
    kit = await openKit(plain, { holds: [{ boundary: "before effect", kind: "mail.sent" }] });
    await kit.run();
    expect((await kit.all("effect")).map(({ kind }) => kind)).toEqual(["slack.posted"]);
    expect(await kit.all("run.held")).toMatchObject([{ boundary: "before effect", kind: "mail.sent" }]);
    await kit.next();
    expect((await kit.all("effect")).map(({ kind }) => kind)).toEqual(["slack.posted", "mail.sent"]);
  });

  it("is released for the oldest run first", async () => {
    kit = await openKit(twoSteps, { holds: [{ boundary: "before step", stepId: "tell" }] });
    await kit.run();
    await kit.run();
    const created = (await kit.all("run.created")).map(({ runId }) => runId);
    expect((await kit.session.place()).held.map(({ runId }) => runId)).toEqual(created);
    await kit.next();
    expect((await kit.all("run.completed")).map(({ runId }) => runId)).toEqual([created[0]]);
  });

  it("lets all go at once on release", async () => {
    kit = await openKit(twoSteps, { holds: [{ boundary: "before step", stepId: "tell" }] });
    await kit.run();
    await kit.run();
    await kit.session.release();
    await kit.settle();
    expect(await kit.all("run.completed")).toHaveLength(2);
  });
});

describe("time", () => {
  it("passes while a call waits for the world, and stands when the run sleeps", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    expect((await kit.session.place()).clock).toMatchObject({
      now: START + 500,
      rate: 0,
      next: { kind: "sleep", label: '"three-days" ends' },
    });
  });

  it("stands for the world too while it is paused", async () => {
    kit = await openKit(sleeper);
    await kit.session.clock.pause(true);
    await kit.run();
    expect(await kit.all("effect")).toEqual([]);
    await kit.session.clock.pause(false);
    await kit.settle();
    expect(await kit.all("effect")).toHaveLength(1);
  });

  it("goes on by itself at the learner's rate", async () => {
    kit = await openKit(sleeper);
    await kit.session.clock.rate(3600);
    await kit.run();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("jumps from due time to due time, and a jump that stops short wakes nothing", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    await kit.session.clock.advance(86_400_000);
    await kit.settle();
    expect(await kit.all("sleep.ended")).toEqual([]);
    await kit.session.clock.advance(5 * 86_400_000);
    await kit.settle();
    const [slept] = await kit.all("sleep.started");
    expect(await kit.all("sleep.ended")).toMatchObject([{ t: slept?.until }]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("away counts at 1x, as a fact", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    const { now } = (await kit.session.place()).clock;
    await kit.away(240_000);
    expect(await kit.all("time.away")).toMatchObject([{ ms: 240_000 }]);
    expect((await kit.session.place()).clock.now).toBe(now + 240_000);
  });
});
