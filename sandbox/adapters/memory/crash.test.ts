import { afterEach, describe, expect, it } from "vitest";
import type { Boundary } from "../../log/facts.ts";
import { gate, openKit, sleeper, twoSteps, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

/** Runs until the armed crash has struck, starts the host again, and goes on to the end. */
async function crashAndResume(at: { boundary: Boundary; stepId?: string; kind?: string }): Promise<void> {
  await kit.session.arm(at);
  await kit.run();
  await kit.session.host.start();
  await kit.settle();
  for (const due of ["retry", "sleep", "retry"]) if (due && (await kit.session.place()).clock.next) await kit.next();
}

const started = async (stepId: string) => (await kit.all("step.started")).filter((fact) => fact.stepId === stepId).length;
const completed = async (stepId: string) => (await kit.all("step.completed")).filter((fact) => fact.stepId === stepId).length;
const effects = async (kind: string) => (await kit.all("effect")).filter((fact) => fact.kind === kind).length;

describe.each([
  { mode: "checkpointing", checkpointing: true },
  { mode: "one step per call", checkpointing: false },
])("a crash, $mode", ({ checkpointing }) => {
  it("before a step leaves it to be executed, once", async () => {
    kit = await openKit(twoSteps, { checkpointing });
    await crashAndResume({ boundary: "before step", stepId: "write" });
    expect(await kit.all("host.killed")).toMatchObject([{ at: "before step", by: "armed", stepId: "write" }]);
    expect([await started("tell"), await started("write"), await effects("mail.sent")]).toEqual([1, 1, 1]);
    expect(await kit.all("run.completed")).toMatchObject([{ output: "done" }]);
  });

  it("before the effect executes the step twice and has the effect once", async () => {
    kit = await openKit(twoSteps, { checkpointing });
    await crashAndResume({ boundary: "before effect", kind: "mail.sent" });
    expect([await started("tell"), await started("write"), await effects("mail.sent")]).toEqual([1, 2, 1]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("after the effect and before its record has the effect twice and records it once (L5)", async () => {
    kit = await openKit(twoSteps, { checkpointing });
    await crashAndResume({ boundary: "after effect, before record", stepId: "tell" });
    expect([await started("tell"), await completed("tell"), await effects("slack.posted")]).toEqual([2, 1, 2]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("after the record repeats nothing (L3)", async () => {
    kit = await openKit(twoSteps, { checkpointing });
    await crashAndResume({ boundary: "after record", stepId: "tell" });
    expect(await kit.all("host.killed")).toMatchObject([{ at: "after record", stepId: "tell" }]);
    expect([await started("tell"), await completed("tell"), await effects("slack.posted"), await started("write")]).toEqual([1, 1, 1, 1]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("by a press while the run sleeps is written down as in its sleep", async () => {
    kit = await openKit(sleeper, { checkpointing });
    await kit.run();
    await kit.session.host.kill();
    const [asleep] = await kit.all("sleep.started");
    expect(await kit.all("host.killed")).toMatchObject([{ at: "in sleep", by: "learner", runId: asleep?.runId, stepId: asleep?.stepId }]);
  });

  it("in a sleep costs nothing: no call was in flight", async () => {
    kit = await openKit(sleeper, { checkpointing });
    await crashAndResume({ boundary: "in sleep" });
    expect([await started("tell"), await started("write"), (await kit.all("call.failed")).length]).toEqual([1, 1, 0]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("in a wait costs nothing either", async () => {
    kit = await openKit(gate, { checkpointing });
    await kit.session.arm({ boundary: "in wait" });
    await kit.run({ requestId: "r1" });
    expect(await kit.all("host.killed")).toMatchObject([{ at: "in wait", stepId: "decision" }]);
    await kit.session.host.start();
    await kit.session.decide("r1", "approve");
    await kit.settle();
    expect(await kit.all("run.completed")).toMatchObject([{ output: true }]);
    expect(await kit.all("call.failed")).toEqual([]);
  });

  it("after the decision strikes before the first effect, and the decision is not lost", async () => {
    kit = await openKit(gate, { checkpointing });
    await kit.session.arm({ boundary: "after decision, before effect" });
    await kit.run({ requestId: "r1" });
    await kit.session.decide("r1", "reject");
    await kit.settle();
    expect((await kit.session.place()).host).toBe("down");
    expect(await effects("mail.sent")).toBe(0);
    await kit.session.host.start();
    await kit.settle();
    await kit.next();
    expect(await effects("mail.sent")).toBe(1);
    expect(await kit.all("run.completed")).toMatchObject([{ output: false }]);
  });
});

describe("a crash", () => {
  it("fails the call in flight as unreachable, and its retry is due by the delay table", async () => {
    kit = await openKit(twoSteps);
    await kit.session.arm({ boundary: "before effect", kind: "slack.posted" });
    await kit.run();
    expect(await kit.all("call.failed")).toMatchObject([{ kind: "unreachable", message: "Unable to reach SDK URL" }]);
    const [retry] = await kit.all("step.retry.scheduled");
    expect(retry?.delayMs).toBeGreaterThanOrEqual(15_000);
    expect(retry?.delayMs).toBeLessThanOrEqual(60_000);
  });

  it("strikes once: the armed fault is spent", async () => {
    kit = await openKit(twoSteps);
    await crashAndResume({ boundary: "before step", stepId: "tell" });
    expect(await kit.all("host.killed")).toHaveLength(1);
    expect((await kit.session.place()).armed).toBeUndefined();
  });

  it("that is disarmed does not strike", async () => {
    kit = await openKit(twoSteps);
    await kit.session.arm({ boundary: "before step" });
    await kit.session.arm(undefined);
    await kit.run();
    expect(await kit.all("host.killed")).toEqual([]);
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("keeps due calls back without an attempt until a host is up again", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    await kit.session.host.kill();
    await kit.next();
    expect(await kit.all("call.held")).toMatchObject([{ reason: "the host is down" }]);
    expect(await kit.all("call.sent")).toHaveLength(1);
    await kit.session.host.start();
    await kit.settle();
    expect(await kit.all("run.completed")).toHaveLength(1);
    expect((await kit.all("call.sent")).map(({ attempt }) => attempt)).toEqual([0, 0]);
  });

  it("is told before what follows from it", async () => {
    kit = await openKit(twoSteps);
    await kit.session.arm({ boundary: "before effect", kind: "slack.posted" });
    await kit.run();
    const types = await kit.types();
    expect(types.indexOf("host.killed")).toBeLessThan(types.indexOf("call.failed"));
    expect(types.indexOf("calls.paused")).toBeLessThan(types.indexOf("call.failed"));
  });
});
