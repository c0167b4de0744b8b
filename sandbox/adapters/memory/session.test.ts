import { afterEach, describe, expect, it } from "vitest";
import { createWorld } from "../../world/world.ts";
import { filesOf, gate, openKit, sleeper, START, twoSteps, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

describe("the session", () => {
  it("starts the first host when an event is sent, and none before", async () => {
    kit = await openKit(twoSteps);
    expect((await kit.session.place()).host).toBe("none");
    await kit.run();
    expect((await kit.session.place()).host).toBe("up");
  });

  it("takes an event while the host is down, and runs it when the host is back (L1)", async () => {
    kit = await openKit(twoSteps);
    await kit.run();
    await kit.session.host.kill();
    await kit.run();
    expect(await kit.all("event.received")).toHaveLength(2);
    expect(await kit.all("run.completed")).toHaveLength(1);
    await kit.session.host.start();
    await kit.settle();
    expect(await kit.all("run.completed")).toHaveLength(2);
  });

  it("refuses an event with the engine's reason", async () => {
    kit = await openKit(twoSteps);
    await expect(kit.session.send({ name: "inngest/x", data: {} })).rejects.toThrow(
      'The event "inngest/x" was refused: event name is reserved',
    );
  });

  it("decides one request of two, and only its run goes on (L7)", async () => {
    kit = await openKit(gate);
    await kit.run({ requestId: "r1" });
    await kit.run({ requestId: "r2" });
    await kit.session.decide("r2", "approve");
    await kit.settle();
    const [, second] = await kit.all("run.created");
    expect(await kit.all("wait.matched")).toMatchObject([{ runId: second?.runId }]);
    expect(await kit.all("request.decided")).toMatchObject([{ request: "r2", answer: "approve" }]);
    await expect(kit.session.decide("r3", "approve")).rejects.toThrow("There is no request r3");
  });

  it("runs again from the top with the same event", async () => {
    kit = await openKit(twoSteps);
    await kit.run();
    const [run] = await kit.all("run.created");
    await kit.session.rerun(run?.runId ?? "");
    await kit.settle();
    expect((await kit.all("run.created")).map(({ cause }) => cause)).toEqual(["event", "rerun"]);
    expect(await kit.all("run.completed")).toHaveLength(2);
  });

  it("exports a log that another place goes on from", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    const exported = structuredClone(await kit.session.export());
    await kit.session.dispose();
    kit = await openKit(sleeper);
    await kit.session.import(exported);
    await kit.settle();
    expect((await kit.log()).slice(0, exported.facts.length)).toEqual(exported.facts);
    await kit.next();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("refuses a log of another lab or version", async () => {
    kit = await openKit(sleeper);
    const exported = await kit.session.export();
    await expect(kit.session.import({ ...exported, lab: "other" })).rejects.toThrow('This log is of the lab "other"');
    await expect(kit.session.import({ ...exported, logVersion: 99 })).rejects.toThrow("version 99");
  });

  it("starts afresh on reset: log, world and clock", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    await kit.session.reset(filesOf(twoSteps));
    expect(await kit.types()).toEqual(["engine.started", "code.deployed"]);
    expect((await kit.session.place()).clock.now).toBe(START);
    expect((await kit.session.world.tables()).flatMap(({ rows }) => rows)).toEqual([]);
    await kit.run();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("tells each fact once, in order, with the place of the moment", async () => {
    kit = await openKit(sleeper);
    const heard: number[] = [];
    const hosts = new Set<string>();
    const stop = kit.session.subscribe(({ facts, place }) => {
      heard.push(...facts.map(({ seq }) => seq));
      hosts.add(place.host);
    });
    await kit.run();
    stop();
    expect(heard).toEqual((await kit.session.facts(heard[0])).map(({ seq }) => seq));
    expect([...hosts]).toEqual(["starting", "up"]);
  });

  it("shows the wire in both directions, cut to size and without secrets", async () => {
    const talkative = twoSteps.replace('return "done"', 'return { auth_key: "sk-1", text: "x".repeat(9000) }');
    kit = await openKit(talkative);
    await kit.run();
    const wire = await kit.session.wire();
    expect(wire.map(({ direction, method, path, status }) => [direction, method, path.replace(/[0-9A-Z]{26}/, "RUN"), status])).toEqual([
      ["engine-to-app", "PUT", "/api/inngest", 200],
      ["engine-to-app", "POST", "/api/inngest?fnId=app-work&stepId=step", 206],
      ["app-to-engine", "POST", "/v1/checkpoint/RUN/async", 200],
      ["app-to-engine", "POST", "/v1/checkpoint/RUN/async", 200],
    ]);
    expect(wire[1]?.responseBody).toContain("[struck out]");
    expect(wire[1]?.responseBody?.length).toBeLessThan(4100);
  });
});

describe("parallel steps", () => {
  it("run at the same time, and each effect is told of its own step", async () => {
    const both = twoSteps.replace(
      / {2}await step\.run\("tell".*\n.*\n/,
      '  await Promise.all([step.run("tell", async () => void (await chat("a"))), step.run("write", async () => void (await mail("b")))]);\n',
    );
    kit = await openKit(both);
    await kit.run();
    expect((await kit.all("effect")).map(({ kind, stepId }) => ({ kind, stepId }))).toEqual([
      { kind: "mail.sent", stepId: "write" },
      { kind: "slack.posted", stepId: "tell" },
    ]);
    const types = (await kit.types()).filter((type) => type === "step.started" || type === "step.completed");
    expect(types).toEqual(["step.started", "step.started", "step.completed", "step.completed"]);
  });
});

describe("a world that takes its time", () => {
  it("keeps nobody waiting but who asks it", async () => {
    let ready = (): void => {};
    const world = { ...createWorld({}), restore: () => new Promise<void>((resolve) => (ready = resolve)) };
    kit = await openKit(sleeper, { world });
    await kit.session.send({ name: "demo/work", data: {} });
    expect(await kit.all("run.created")).toHaveLength(1);
    const settled = kit.settle();
    expect(await kit.all("effect")).toEqual([]);
    ready();
    await settled;
    expect(await kit.all("effect")).toHaveLength(1);
  });

  it("that fails to start fails those who ask it, in words", async () => {
    const world = { ...createWorld({}), restore: () => Promise.reject(new Error("no room")) };
    kit = await openKit(twoSteps, { world });
    await kit.run();
    expect(await kit.all("step.failed")).toMatchObject([{ error: { message: "The lab's world did not start: Error: no room" } }]);
    await expect(kit.session.world.tables()).rejects.toThrow("no room");
  });
});
