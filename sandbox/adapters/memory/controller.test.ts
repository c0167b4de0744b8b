import { afterEach, describe, expect, it } from "vitest";
import { createMemoryEventStore } from "./event-store.ts";
import { DAY, filesOf, openKit, sleeper, twoSteps, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

describe("a deploy", () => {
  it("replaces the host while a run sleeps, and the run goes on with the new code", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    const result = await kit.session.deploy(filesOf(sleeper.replace('return "done"', 'return "done anew"')), "learner");
    expect(result).toEqual({ ok: true, version: 2 });
    await kit.next();
    expect(await kit.all("run.completed")).toMatchObject([{ output: "done anew" }]);
    expect((await kit.all("handler.entered")).map(({ version }) => version)).toEqual([1, 2]);
    expect(await kit.all("host.killed")).toMatchObject([{ by: "deploy" }]);
  });

  it("of files that do not load is refused with file and line, and the old host serves on", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    const result = await kit.session.deploy(filesOf(sleeper.replace("return", "return return")), "learner");
    expect(result).toMatchObject({ ok: false, version: 2, place: { file: "work.ts", line: 8 } });
    expect(await kit.all("code.rejected")).toMatchObject([{ version: 2, place: { file: "work.ts", line: 8 } }]);
    expect(await kit.session.place()).toMatchObject({ host: "up", codeVersion: 1 });
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("starts the host again when the learner had killed it", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    await kit.session.host.kill();
    await kit.session.deploy(filesOf(sleeper), "learner");
    expect((await kit.session.place()).host).toBe("up");
  });

  it("during a call fails that call, and the retry runs the new code", async () => {
    kit = await openKit(twoSteps, { holds: [{ boundary: "before step", stepId: "write" }] });
    await kit.run();
    await kit.session.deploy(filesOf(twoSteps.replace('return "done"', 'return "new"')), "change", "better");
    await kit.settle();
    await kit.next();
    expect(await kit.all("run.completed")).toMatchObject([{ output: "new" }]);
    expect(await kit.all("code.deployed")).toMatchObject([{ by: "lab" }, { by: "change", change: "better" }]);
  });
});

describe("an engine restart", () => {
  it("in mid-sleep loses nothing, and the host lives on", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    await kit.session.engine.restart();
    expect(await kit.all("engine.restarted")).toHaveLength(1);
    expect((await kit.session.place()).host).toBe("up");
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
    expect(await kit.all("host.started")).toHaveLength(1);
  });

  it("in the middle of a call sends it anew without an attempt, holds it where it was held, and a step is recorded once (L3, L11)", async () => {
    kit = await openKit(twoSteps, { holds: [{ boundary: "before step", stepId: "write" }] });
    await kit.run();
    await kit.session.engine.restart();
    await kit.settle();
    expect((await kit.session.place()).held).toMatchObject([{ stepId: "write" }]);
    await kit.next();
    expect((await kit.all("call.sent")).map(({ attempt, because }) => ({ attempt, because }))).toEqual([
      { attempt: 0, because: "start" },
      { attempt: 0, because: "engine-restart" },
    ]);
    expect((await kit.all("step.completed")).map(({ stepId }) => stepId)).toEqual(["tell", "write"]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });
});

describe("a lab opened again on its store", () => {
  it("goes on with its run, code, effects and settings (L11)", async () => {
    const store = createMemoryEventStore();
    kit = await openKit(sleeper, { store });
    await kit.run();
    await kit.session.deploy(filesOf(sleeper.replace("done", "done anew")), "learner");
    await kit.session.arm({ boundary: "before step", stepId: "never" });
    await kit.session.fault("mail-slow", true);
    await kit.session.clock.rate(0);
    const before = await kit.session.place();
    const tables = await kit.session.world.tables();
    await kit.session.dispose();

    kit = await openKit(twoSteps, { store });
    const after = await kit.session.place();
    expect(after).toMatchObject({ codeVersion: 2, armed: { boundary: "before step", stepId: "never" }, faults: ["mail-slow"], host: "up" });
    expect(after.clock).toEqual(before.clock);
    expect(await kit.session.world.tables()).toEqual(tables);
    await kit.next();
    expect(await kit.all("run.completed")).toMatchObject([{ output: "done anew" }]);
    expect((await kit.all("handler.entered")).map(({ entry }) => entry)).toEqual([1, 2]);
  });

  it("holds a run where it was held: time away is no press", async () => {
    const store = createMemoryEventStore();
    const holds = [{ boundary: "before step", stepId: "write" }] as const;
    kit = await openKit(twoSteps, { store, holds });
    await kit.run();
    await kit.session.dispose();
    kit = await openKit(twoSteps, { store, holds });
    await kit.away(60_000);
    await kit.settle();
    expect((await kit.session.place()).held).toMatchObject([{ boundary: "before step", stepId: "write" }]);
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("leaves a host down that the learner had killed", async () => {
    const store = createMemoryEventStore();
    kit = await openKit(sleeper, { store });
    await kit.run();
    await kit.session.host.kill();
    await kit.session.dispose();
    kit = await openKit(sleeper, { store });
    expect((await kit.session.place()).host).toBe("down");
    await kit.next();
    expect(await kit.all("run.completed")).toEqual([]);
    await kit.session.host.start();
    await kit.settle();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("wakes what fell due while it was closed", async () => {
    const store = createMemoryEventStore();
    kit = await openKit(sleeper, { store });
    await kit.run();
    await kit.session.dispose();
    kit = await openKit(sleeper, { store });
    await kit.away(4 * DAY);
    await kit.settle();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });
});
