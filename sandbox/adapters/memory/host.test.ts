import { afterEach, describe, expect, it } from "vitest";
import { DAY, filesOf, openKit, sleeper, START, twoSteps, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

const handler = (body: string, options = "") => `import { NonRetriableError } from "inngest";
import { chat, mail } from "./doors.ts";
import { inngest } from "./client.ts";
export const work = inngest.createFunction({ id: "work", triggers: { event: "demo/work" }, ${options} }, async ({ event, step, logger }) => {
${body}
});
export const used = [NonRetriableError, chat, mail];
`;

const consoleTexts = async () => (await kit.all("console")).map(({ text }) => text);

describe("what the host observes", () => {
  it("is each entry with its number, mode and reason", async () => {
    kit = await openKit(sleeper);
    await kit.run();
    await kit.next();
    expect(await kit.all("handler.entered")).toMatchObject([
      { entry: 1, mode: "checkpoint", because: "start", version: 1 },
      { entry: 2, mode: "checkpoint", because: "resume", version: 1 },
    ]);
    expect(await kit.all("handler.left")).toMatchObject([
      { entry: 1, status: 206 },
      { entry: 2, status: 206 },
    ]);
  });

  it("is each step that begins to execute, once, and each that is answered from the log, once per entry", async () => {
    kit = await openKit(sleeper, { checkpointing: false });
    await kit.run();
    await kit.next();
    expect((await kit.all("step.started")).map(({ stepId }) => stepId)).toEqual(["tell", "write"]);
    const entries = new Map((await kit.all("handler.entered")).map(({ callId, entry }) => [callId, entry]));
    expect((await kit.all("step.memo")).map(({ stepId, callId }) => [entries.get(callId), stepId])).toEqual([
      [2, "tell"],
      [3, "tell"],
      [3, "three-days"],
      [4, "tell"],
      [4, "three-days"],
      [4, "write"],
    ]);
  });

  it("is each parallel step that is answered from the log", async () => {
    kit = await openKit(
      handler('  await Promise.all(["a", "b", "c"].map((id) => step.run(id, () => id)));\n  await step.run("d", () => "d");'),
    );
    await kit.run();
    const last = (await kit.all("handler.entered")).at(-1)?.callId;
    expect(
      (await kit.all("step.memo"))
        .filter(({ callId }) => callId === last)
        .map(({ stepId }) => stepId)
        .sort(),
    ).toEqual(["a", "b", "c"]);
  });

  it("is the console, by run, step, file and line", async () => {
    kit = await openKit(
      handler(
        '  console.log("top", { n: 1 });\n  await step.run("a", () => console.warn(new Error("inside")));\n  console.info("after", undefined);',
      ),
    );
    await kit.run();
    expect((await kit.all("console")).map(({ level, text, stepId, place }) => [level, text, stepId, place?.file, place?.line])).toEqual([
      ["log", 'top {"n":1}', undefined, "work.ts", 5],
      ["warn", "Error: inside", "a", "work.ts", 6],
      ["info", "after undefined", undefined, "work.ts", 7],
    ]);
  });

  it("is what the function's own logger says", async () => {
    kit = await openKit(handler('  logger.info("hello", 1);'));
    await kit.run();
    expect(await consoleTexts()).toEqual(["hello 1"]);
  });

  it("is an error of a step, with the learner's frames only", async () => {
    kit = await openKit(handler('  await step.run("a", () => {\n    throw new NonRetriableError("no");\n  });'));
    await kit.run();
    expect(await kit.all("step.failed")).toMatchObject([
      { stepId: "a", error: { name: "NonRetriableError", message: "no", stack: "NonRetriableError: no\n    at work.ts:6:11" } },
    ]);
    expect(JSON.stringify(await kit.log())).not.toMatch(/lab:\/\/\/|node_modules|file:\/\//);
  });
});

describe("learner code", () => {
  it("has the lab's clock as Date, and the test has its own", async () => {
    kit = await openKit(`const loadedAt = Date.now();\n${handler("  return [loadedAt, Date.now(), new Date().toISOString()];")}`);
    await kit.run();
    expect(await kit.all("run.completed")).toMatchObject([{ output: [START, START, new Date(START).toISOString()] }]);
    expect(Date.now()).not.toBe(START);
  });

  it("draws the same chance each time that it is made again, by the lab's seed (L12)", async () => {
    const draws = handler("  return [Math.random(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint8Array(4))]];");
    kit = await openKit(draws);
    await kit.run();
    const [first] = await kit.all("run.completed");
    await kit.session.dispose();
    kit = await openKit(draws);
    await kit.run();
    expect((await kit.all("run.completed"))[0]?.output).toEqual(first?.output);
    await kit.run();
    expect((await kit.all("run.completed"))[1]?.output).not.toEqual(first?.output);
  });

  it("has timers on the lab's clock", async () => {
    kit = await openKit(
      handler(
        "  await new Promise((ring) => setTimeout(ring, 2000));\n  const kept = setTimeout(() => console.log('cleared'), 10);\n  clearTimeout(kept);\n  return Date.now();",
      ),
    );
    await kit.run();
    expect(await kit.all("run.completed")).toMatchObject([{ output: START + 2000 }]);
    expect(await consoleTexts()).toEqual([]);
  });

  it("that waits for days by a plain timer takes a press, and dies with its host", async () => {
    kit = await openKit(handler("  await new Promise((ring) => setTimeout(ring, 3 * 86400000));\n  return Date.now();"));
    await kit.run();
    expect((await kit.session.place()).clock.next).toEqual({ kind: "wait", at: START + 3 * DAY, label: "a timer in the code rings" });
    await kit.session.host.kill();
    await kit.session.host.start();
    await kit.settle();
    await kit.next();
    await kit.next();
    expect((await kit.all("handler.entered")).length).toBe(2);
    const [done] = await kit.all("run.completed");
    expect(Number(done?.output)).toBeGreaterThan(START + 3 * DAY);
  });

  it("sends events of its own, stamped by the lab's clock", async () => {
    kit = await openKit(
      handler('  await step.sendEvent("tell", { name: "demo/other", data: {} });\n  await inngest.send({ name: "demo/third", data: {} });'),
    );
    await kit.run();
    expect((await kit.all("event.received")).map(({ name, source, ts }) => [name, source, ts])).toContainEqual([
      "demo/other",
      "function",
      START,
    ]);
    expect(await kit.all("event.unmatched")).toMatchObject([{ name: "demo/other" }, { name: "demo/third" }]);
  });

  it("may ask the world while its files load", async () => {
    kit = await openKit('import "./early.ts";\n' + twoSteps);
    await kit.session.deploy(
      { ...filesOf('import "./early.ts";\n' + twoSteps), "early.ts": 'await fetch("https://chat.world/messages");' },
      "learner",
    );
    await kit.run();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it("keeps a checkpointing setting of its own", async () => {
    kit = await openKit(handler('  await step.run("a", () => 1);\n  await step.run("b", () => 2);', "checkpointing: false"));
    await kit.run();
    expect(await kit.all("handler.entered")).toHaveLength(3);
  });

  it("learns that a service is not in this world", async () => {
    kit = await openKit(handler('  const answer = await fetch("https://example.com/x");\n  return answer.status;'));
    await kit.run();
    expect(await kit.all("run.completed")).toMatchObject([{ output: 502 }]);
  });
});

describe("files that load wrongly", () => {
  const deployed = async (work: string) => {
    kit = await openKit(twoSteps);
    return kit.session.deploy(filesOf(work), "learner");
  };

  it("are told with the line that threw", async () => {
    expect(await deployed(twoSteps.replace("export const work", "null.x;\nexport const work"))).toMatchObject({
      ok: false,
      message: expect.stringContaining("work.ts:4 TypeError: Cannot read properties of null"),
      place: { file: "work.ts", line: 4 },
    });
  });

  it("are told with the file when the platform names no line", async () => {
    expect(await deployed(`const a = 1;\nconst a = 2;\n${twoSteps}`)).toMatchObject({
      ok: false,
      message: expect.stringContaining("SyntaxError"),
      place: { file: "work.ts" },
    });
  });

  it("are told what they may import", async () => {
    expect(await deployed(`import "left-pad";\n${twoSteps}`)).toMatchObject({
      ok: false,
      message: expect.stringContaining('this lab\'s files may import "inngest"'),
      place: { file: "work.ts", line: 1 },
    });
  });

  it("are told that a client or a function is missing", async () => {
    expect(await deployed("export const x = 1;")).toMatchObject({
      ok: false,
      message: expect.stringContaining("No file exports a function"),
    });
  });

  it("keep the event from being sent when they are the first", async () => {
    kit = await openKit("export const work = ;");
    await expect(kit.session.send({ name: "demo/work", data: {} })).rejects.toThrow("work.ts:1:21");
    expect((await kit.session.place()).host).toBe("broken");
    expect(await kit.all("event.received")).toEqual([]);
  });
});
