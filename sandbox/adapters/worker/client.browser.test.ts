// The worker place end to end: page, engine worker, cage, host worker, store.
import { afterEach, describe, expect, test } from "vitest";
import type { Fact } from "../../log/facts.ts";
import type { Files, LabSession } from "../../session/lab-session.ts";
import type { LabSetup, Opened } from "../../session/open.ts";
import { openLab } from "./client.ts";
import { databaseOf } from "./indexeddb-store.ts";

const opened: Opened[] = [];
afterEach(async () => {
  for (const { session } of opened.splice(0)) await session.dispose();
});

const client = `import { Inngest } from "inngest";\nexport const inngest = new Inngest({ id: "app" });\n`;
const functionWith = (body: string): Files => ({
  "main.ts": `import { inngest } from "./client";
export const main = inngest.createFunction({ id: "main", triggers: [{ event: "go" }] }, async ({ step }) => {
${body}
});`,
  "client.ts": client,
});

const setupWith = (body: string, over: Partial<LabSetup> = {}): LabSetup => ({
  id: `test-${crypto.randomUUID()}`,
  seed: "seed",
  startsAt: Date.parse("2026-11-23T09:00:00Z"),
  files: functionWith(body),
  holds: [],
  imports: ["inngest"],
  world: { options: {} },
  ...over,
});

async function open(setup: LabSetup): Promise<Opened> {
  const lab = await openLab(setup);
  opened.push(lab);
  return lab;
}

const types = (facts: readonly Fact[]): string[] => facts.map(({ type }) => type);
/** Resolves with the log once it holds a fact of this type (the `count`th). */
const until = async (session: LabSession, type: Fact["type"], count = 1): Promise<readonly Fact[]> => {
  await expect.poll(async () => types(await session.facts()).filter((each) => each === type).length, { timeout: 25_000 }).toBeGreaterThanOrEqual(count);
  return session.facts();
};

const sleeper = `  const hello = await step.run("hello", () => "hi");
  await step.sleep("nap", "3d");
  return step.run("bye", () => hello + " and bye");`;

/** A step that stands on the lab's clock for ten minutes, which nobody moves. */
const slow = `  await step.run("first", () => { console.log("first"); return 1; });
  await step.run("slow", () => new Promise((go) => setTimeout(go, 600_000)));
  return "done";`;

describe("the worker place", () => {
  test("runs a function to its end, over three days of sleep, by two presses", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith(sleeper));
    await session.send({ name: "go", data: {} });
    await until(session, "sleep.started");
    await session.clock.next();
    const facts = await until(session, "run.completed");
    expect(facts.find((fact) => fact.type === "run.completed")).toMatchObject({ output: "hi and bye" });
  });

  test("kills a host in the middle of a step, and what was recorded stays recorded (L3)", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith(slow));
    await session.send({ name: "go", data: {} });
    await until(session, "step.started", 2);
    await session.host.kill();
    expect((await session.place()).host).toBe("down");
    await session.host.start();
    await session.clock.next();
    const facts = await until(session, "step.started", 3);
    expect(facts.filter((fact) => fact.type === "step.completed" && fact.stepId === "first")).toHaveLength(1);
    expect(facts.filter((fact) => fact.type === "console")).toHaveLength(1);
    expect(facts.find((fact) => fact.type === "call.failed")).toMatchObject({ kind: "unreachable" });
  });

  test("goes on after the page was closed in mid-sleep (L11)", { timeout: 20_000 }, async () => {
    const setup = setupWith(sleeper);
    const before = await open(setup);
    await before.session.send({ name: "go", data: {} });
    const log = await until(before.session, "sleep.started");
    await before.session.dispose();

    const { session } = await open(setup);
    expect((await session.facts()).slice(0, log.length)).toEqual(log);
    await session.clock.next();
    const facts = await until(session, "run.completed");
    expect(types(facts)).toContain("engine.restarted");
    expect(facts.filter((fact) => fact.type === "step.completed" && fact.stepId === "hello")).toHaveLength(1);
    expect(session.capabilities).toEqual({ keeps: true, place: "worker" });
  });

  test("goes on after the engine's worker was killed in mid-sleep, on the host that lived through it (L11)", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith(sleeper));
    await session.send({ name: "go", data: {} });
    await until(session, "sleep.started");
    await session.engine.restart();
    expect(await session.place()).toMatchObject({ host: "up" });
    await session.clock.next();
    const facts = types(await until(session, "run.completed"));
    expect(facts).toContain("engine.restarted");
    expect(facts.filter((type) => type === "host.started")).toHaveLength(1);
  });

  test("keeps its holds when the engine is killed", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith(sleeper));
    await session.holds([{ boundary: "before step", stepId: "bye" }]);
    await session.send({ name: "go", data: {} });
    await until(session, "sleep.started");
    await session.engine.restart();
    await session.clock.next();
    await until(session, "run.held");
    expect((await session.place()).held).toMatchObject([{ boundary: "before step", stepId: "bye" }]);
  });

  test("counts the time that the page was closed at 1x, as a fact", { timeout: 20_000 }, async () => {
    const setup = setupWith(sleeper);
    const before = await open(setup);
    await before.session.send({ name: "go", data: {} });
    await until(before.session, "sleep.started");
    await before.session.dispose();
    localStorage.setItem(`ans:seen:${setup.id}`, String(Date.now() - 240_000));

    const { session } = await open(setup);
    const facts = await until(session, "time.away");
    const away = facts.find((fact) => fact.type === "time.away");
    expect(away?.type === "time.away" && Math.round(away.ms / 60_000)).toBe(4);
    await expect.poll(async () => (await session.place()).clock.now - setup.startsAt).toBeGreaterThanOrEqual(240_000);
  });

  test("contains code that runs for ever within 2 s, says so, and takes better code", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith("  for (;;) {}"));
    await session.send({ name: "go", data: {} });
    await until(session, "handler.entered");
    const before = performance.now();
    const facts = types(await until(session, "call.failed"));
    expect(performance.now() - before).toBeLessThan(2000);
    expect(facts.slice(facts.indexOf("host.contained")).filter((type) => /^host|^call.failed/.test(type)).slice(0, 3)).toEqual(["host.contained", "host.killed", "call.failed"]);
    expect(await session.place()).toMatchObject({ host: "down", contained: true });
    expect(await session.deploy(functionWith(`  return "better";`), "learner")).toMatchObject({ ok: true });
    await session.clock.next();
    expect((await until(session, "run.completed")).find((fact) => fact.type === "run.completed")).toMatchObject({ output: "better" });
  });

  test("refuses files that do not compile, by file and line, and keeps the old ones in service", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith(`  return "old";`));
    await session.send({ name: "go", data: {} });
    await until(session, "run.completed");
    const refused = await session.deploy({ ...functionWith(`  return "new";`), "broken.ts": "export const a = 1;\nexport const b = (;\n" }, "learner");
    expect(refused).toMatchObject({ ok: false, place: { file: "broken.ts", line: 2 } });
    await session.send({ name: "go", data: {} });
    const facts = await until(session, "run.completed", 2);
    expect(facts.filter((fact) => fact.type === "run.completed").map((fact) => fact.output)).toEqual(["old", "old"]);
  });

  test("rebuilds the database's rows from the log after the page was closed", { timeout: 60_000 }, async () => {
    const body = `  await step.run("insert", () => query("insert into notes (tag) values ($1)", ["kept"]));
  await step.sleep("nap", "3d");
  return step.run("read", () => query("select id, tag from notes order by id"));`;
    const database = "create table notes (id int generated always as identity primary key, tag text); insert into notes (tag) values ('seeded');";
    const setup = setupWith(body, { world: { database, options: {} } });
    const rows = [{ id: 1, tag: "seeded" }, { id: 2, tag: "kept" }];
    const before = await open(setup);
    await before.session.send({ name: "go", data: {} });
    await until(before.session, "sleep.started");
    await before.session.dispose();

    const { session } = await open(setup);
    expect(await session.world.query("select id, tag from notes order by id")).toEqual(rows);
    await session.clock.next();
    expect((await until(session, "run.completed")).find((fact) => fact.type === "run.completed")).toMatchObject({ output: { rows } });
    await session.reset(setup.files);
    expect(await session.world.query("select tag from notes")).toEqual([{ tag: "seeded" }]);
  });

  test("works without storage, and says that nothing will be kept", { timeout: 20_000 }, async () => {
    const setup = setupWith(sleeper);
    // A database of a later version cannot be opened: to the engine's worker it is as storage that is denied.
    const later = indexedDB.open(databaseOf(setup.id), 99);
    await new Promise((resolve) => (later.onsuccess = resolve));
    const { session } = await open(setup);
    expect(session.capabilities).toEqual({ keeps: false, place: "worker" });
    await session.send({ name: "go", data: {} });
    await until(session, "sleep.started");
    await session.clock.next();
    await until(session, "run.completed");
    later.result.close();
  });
});

describe("a second tab", () => {
  test("looks on: it has the facts and the news, and may change nothing", { timeout: 20_000 }, async () => {
    const setup = setupWith(sleeper);
    const owner = await open(setup);
    const observer = await open(setup);
    expect([owner.role(), observer.role()]).toEqual(["own", "observer"]);
    await expect(observer.session.send({ name: "go", data: {} })).rejects.toMatchObject({ code: "observer" });

    const heard: string[] = [];
    observer.session.subscribe(({ facts }) => heard.push(...types(facts)));
    await owner.session.send({ name: "go", data: {} });
    await until(observer.session, "sleep.started");
    await expect.poll(() => heard).toContain("sleep.started");
    expect(await observer.session.facts()).toEqual(await owner.session.facts());
    expect(await observer.session.place()).toMatchObject({ host: "up" });
  });

  test("takes over when asked to, and the first looks on", { timeout: 20_000 }, async () => {
    const setup = setupWith(sleeper);
    const first = await open(setup);
    const second = await open(setup);
    const roles: string[] = [];
    first.onRole((role) => roles.push(`first ${role}`));
    second.onRole((role) => roles.push(`second ${role}`));
    await first.session.send({ name: "go", data: {} });
    await until(first.session, "sleep.started");
    await second.takeOver();
    expect(roles).toEqual(["first observer", "second own"]);
    await second.session.clock.next();
    await until(second.session, "run.completed");
    expect(await first.session.facts()).toEqual(await second.session.facts());
    await expect(first.session.clock.next()).rejects.toMatchObject({ code: "observer" });
  });

  test("takes over by itself when the first closes", { timeout: 20_000 }, async () => {
    const setup = setupWith(sleeper);
    const first = await open(setup);
    const second = await open(setup);
    await first.session.send({ name: "go", data: {} });
    await until(first.session, "sleep.started");
    await first.session.dispose();
    await expect.poll(() => second.role()).toBe("own");
    await second.session.clock.next();
    await until(second.session, "run.completed");
  });
});
