// Two real Node processes driven as a lab: what a death of either means here, and what the way between them and the page must bear.
import { afterEach, describe, expect, it } from "vitest";
import type { Files } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import { go, ofType, until } from "../../session/log.kit.ts";
import { createHostileTerminal } from "./hostile-terminal.ts";
import { anotherNode, type ContainerKit, openContainerKit } from "./lab.kit.ts";
import type { DoubleOptions } from "./double.ts";

const kits: ContainerKit[] = [];
afterEach(async () => {
  for (const { session } of kits.splice(0)) await session.dispose();
});

const files = (body: string, more = ""): Files => ({
  "main.ts": `import { inngest } from "./client.ts";
${more}
export const main = inngest.createFunction({ id: "main", triggers: { event: "go" } }, async ({ step }) => {
${body}
});`,
  "client.ts": `import { Inngest } from "inngest";
export const inngest = new Inngest({ id: "app" });`,
});
const nap = `  const hello = await step.run("hello", () => "hi");
  await step.sleep("nap", "3d");
  return step.run("bye", () => hello + " and bye");`;

async function open(code: Files, over: Partial<LabSetup> = {}, options: DoubleOptions = {}): Promise<ContainerKit> {
  const setup: LabSetup = {
    id: "lab",
    seed: "seed",
    startsAt: Date.UTC(2026, 10, 23, 9),
    files: code,
    holds: [],
    imports: ["inngest"],
    world: { options: {} },
    ...over,
  };
  const kit = await openContainerKit(options)(setup);
  kits.push(kit);
  return kit;
}

describe("a lab in two Node processes", () => {
  it("runs to its end over three days of sleep, and tells each step of its start", async () => {
    const { session, steps } = await open(files(nap));
    await session.send(go);
    await until(session, "sleep.started");
    await session.clock.next();
    expect(ofType(await until(session, "run.completed"), "run.completed")[0]?.output).toBe("hi and bye");
    expect(steps).toEqual(["browser", "reach", "boot", "mount", "engine", "host"]);
    expect(session.capabilities).toEqual({ keeps: true, place: "webcontainer" });
  });

  it("has every answered press in what the page keeps, so that the page's end loses nothing (L1, L11)", async () => {
    const { session, store } = await open(files(nap));
    await session.send(go);
    expect((await store.read(1)).some((fact) => fact.type === "event.received")).toBe(true);
    await until(session, "sleep.started");
    await session.clock.next();
    await until(session, "run.completed");
    await session.reset(files(nap));
    expect(await store.read(1)).toEqual(await session.facts());
  });

  it("goes on after the engine's process was killed in mid-sleep, on the host that lived through it (L11)", async () => {
    const { session } = await open(files(nap));
    await session.send(go);
    await until(session, "sleep.started");
    await session.engine.restart();
    expect((await session.place()).host).toBe("up");
    await session.clock.next();
    const facts = await until(session, "run.completed");
    expect(ofType(facts, "host.started")).toHaveLength(1);
    expect(ofType(facts, "engine.restarted")).toHaveLength(1);
    expect(ofType(facts, "step.started").filter(({ stepId }) => stepId === "hello")).toHaveLength(1);
  });

  it("tells the page when the engine's process ends by itself, and the page knows the log to its last fact", async () => {
    const { session, container, death, lastKnown } = await open(files(nap));
    await session.send(go);
    const facts = await until(session, "sleep.started");
    const now = (await session.place()).clock.now;
    container.teardown();
    expect((await death).message).toContain("The engine's process is gone.");
    expect(await lastKnown()).toEqual({ lab: "lab", logVersion: 1, facts, now });
  });

  it("stops a host that runs for ever, says so, and takes better code", async () => {
    const { session } = await open(files("  for (;;) {}"));
    await session.send(go);
    await until(session, "host.contained");
    expect(await session.deploy(files(`  return "better";`), "learner")).toMatchObject({ ok: true });
    await session.clock.next();
    expect(ofType(await until(session, "run.completed"), "run.completed")[0]?.output).toBe("better");
  });

  it("finds a host dead whose code has ended its process, tells its exit code, and starts another", async () => {
    const { session } = await open(files("  globalThis.process.exit(7);"));
    await session.send(go);
    const facts = await until(session, "host.contained");
    expect(ofType(facts, "console").map(({ text }) => text)).toContain("Uncaught: The host's process is gone. It ended with code 7.");
    expect(await session.deploy(files(`  return "better";`), "learner")).toMatchObject({ ok: true });
    await session.clock.next();
    await until(session, "run.completed");
  });

  it("serves on after an error that nobody caught, which stands in the console", async () => {
    const { session } = await open(files(`  await step.run("a", () => void Promise.reject(new Error("nobody's")));\n  return "on";`));
    await session.send(go);
    const facts = await until(session, "run.completed");
    expect(ofType(facts, "console").map(({ text }) => text)).toContain("Uncaught: Error: nobody's");
    expect(ofType(facts, "host.killed")).toEqual([]);
  });

  it("refuses files that do not compile, by file and line, and keeps the old ones in service", async () => {
    const { session } = await open(files(`  return "old";`));
    await session.send(go);
    await until(session, "run.completed");
    const broken = { ...files(`  return "new";`), "broken.ts": "export const a = 1;\nexport const b = (;\n" };
    expect(await session.deploy(broken, "learner")).toMatchObject({ ok: false, place: { file: "broken.ts", line: 2 } });
    await session.send(go);
    expect(ofType(await until(session, "run.completed", 2), "run.completed").map(({ output }) => output)).toEqual(["old", "old"]);
  });

  it("names file and line of an error in the learner's words, and no path of the machine", async () => {
    const { session } = await open(files(`  console.log("here");\n  throw new Error("there");`));
    await session.send(go);
    const facts = await until(session, "step.retry.scheduled");
    expect(ofType(facts, "console")[0]?.place).toMatchObject({ file: "main.ts", line: 4 });
    expect(JSON.stringify(facts)).not.toMatch(/\/(tmp|home|hosts)\//);
  });

  it("lets its files import the packages of the lab", async () => {
    const code = files(`  return z.string().safeParse(1).success;`, `import { z } from "zod";`);
    const { session } = await open(code, { imports: ["inngest", "zod"] });
    await session.send(go);
    expect(ofType(await until(session, "run.completed"), "run.completed")[0]?.output).toBe(false);
  });

  it("reaches the page's Postgres, and has its rows again after a restart of the engine", async () => {
    const body = `  await step.run("insert", () => query("insert into notes (tag) values ($1)", ["kept"]));
  return step.run("read", () => query("select tag from notes order by id"));`;
    const database = "create table notes (id int generated always as identity primary key, tag text);";
    const { session } = await open(files(body), { world: { database, options: {} } });
    await session.send(go);
    const done = await until(session, "run.completed");
    expect(ofType(done, "run.completed")[0]?.output).toMatchObject({ rows: [{ tag: "kept" }] });
    await session.engine.restart();
    expect(await session.world.query("select tag from notes")).toEqual([{ tag: "kept" }]);
  });

  it("moves with log and clock to another container, and what was finished is not executed again (L3)", async () => {
    const kit = await open(files(nap));
    await kit.session.send(go);
    const log = await until(kit.session, "sleep.started");
    await kit.session.clock.advance(3_600_000);
    const { now } = (await kit.session.place()).clock;
    kits.pop();
    const next = await kit.reopen();
    kits.push(next);
    expect((await next.session.facts()).slice(0, log.length)).toEqual(log);
    expect((await next.session.place()).clock.now).toBe(now);
    await next.session.clock.next();
    const facts = await until(next.session, "run.completed");
    expect(ofType(facts, "step.started").map(({ stepId }) => stepId)).toEqual(["hello", "bye"]);
  });
});

describe("the way between page and processes", () => {
  it.each([
    { name: "echoes, wraps, colors and cuts", damage: 0 },
    { name: "also loses characters", damage: 20_000 },
  ])("bears a terminal that $name", async ({ damage }) => {
    let count = 0;
    const terminal = () =>
      createHostileTerminal({ seed: `t${(count += 1)}`, columns: 80, echo: true, colors: true, strangers: true, damage, piece: 700 });
    const { session } = await open(files(nap), {}, { terminal });
    await session.send(go);
    await until(session, "sleep.started");
    await session.host.kill();
    await session.host.start();
    await session.engine.restart();
    await session.clock.next();
    expect(ofType(await until(session, "run.completed"), "run.completed")[0]?.output).toBe("hi and bye");
  });

  it("needs no more than Node 20, where this machine has an older Node than the project's", async () => {
    const { session } = await open(files(nap), {}, { node: anotherNode() });
    await session.send(go);
    await until(session, "sleep.started");
    await session.engine.restart();
    await session.clock.next();
    await until(session, "run.completed");
  });
});
