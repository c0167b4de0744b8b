// The worker place end to end: page, engine worker, iframe sandbox, host worker, store.
import { afterEach, describe, expect, test } from "vitest";
import { forgetLab } from "./client.ts";
import { databaseOf, openIndexedDbStore } from "./indexed-db-store.ts";
import { go, ofType, typesOf, until } from "../../session/log.kit.ts";
import { createLabs, functionWith, setupWith, sleeper } from "./lab.kit.ts";

const labs = createLabs();
afterEach(labs.closeAll);

/** A step that stands on the lab's clock for ten minutes, which nobody moves. */
const slow = `  await step.run("first", () => { console.log("first"); return 1; });
  await step.run("slow", () => new Promise((go) => setTimeout(go, 600_000)));
  return "done";`;

describe("the worker place", () => {
  test("runs a function to its end, over three days of sleep, by two presses", async () => {
    const { session } = await labs.open(setupWith(sleeper));
    await session.send(go);
    await until(session, "sleep.started");
    await session.clock.next();
    const facts = await until(session, "run.completed");
    expect(ofType(facts, "run.completed")[0]).toMatchObject({ output: "hi and bye" });
  });

  test("kills a host in the middle of a step, and what was recorded stays recorded (L3)", async () => {
    const { session } = await labs.open(setupWith(slow));
    await session.send(go);
    await until(session, "step.started", 2);
    await session.host.kill();
    expect((await session.place()).host).toBe("down");
    await session.host.start();
    await session.clock.next();
    const facts = await until(session, "step.started", 3);
    expect(ofType(facts, "step.completed").filter((step) => step.stepId === "first")).toHaveLength(1);
    expect(ofType(facts, "console")).toHaveLength(1);
    expect(ofType(facts, "call.failed")[0]).toMatchObject({ kind: "unreachable" });
  });

  test("goes on after the page was closed in mid-sleep (L11)", async () => {
    const setup = setupWith(sleeper);
    const before = await labs.open(setup);
    await before.session.send(go);
    const log = await until(before.session, "sleep.started");
    await before.session.dispose();

    const { session } = await labs.open(setup);
    expect((await session.facts()).slice(0, log.length)).toEqual(log);
    await session.clock.next();
    const facts = await until(session, "run.completed");
    expect(typesOf(facts)).toContain("engine.restarted");
    expect(ofType(facts, "step.completed").filter((step) => step.stepId === "hello")).toHaveLength(1);
    expect(session.capabilities).toEqual({ keeps: true, place: "worker" });
  });

  test("goes on after the engine's worker was killed in mid-sleep, on the host that lived through it (L11)", async () => {
    const { session } = await labs.open(setupWith(sleeper));
    await session.send(go);
    await until(session, "sleep.started");
    await session.engine.restart();
    expect(await session.place()).toMatchObject({ host: "up" });
    await session.clock.next();
    const facts = typesOf(await until(session, "run.completed"));
    expect(facts).toContain("engine.restarted");
    expect(facts.filter((type) => type === "host.started")).toHaveLength(1);
  });

  test("keeps its holds when the engine is killed", async () => {
    const { session } = await labs.open(setupWith(sleeper));
    await session.holds([{ boundary: "before step", stepId: "bye" }]);
    await session.send(go);
    await until(session, "sleep.started");
    await session.engine.restart();
    await session.clock.next();
    await until(session, "run.held");
    expect((await session.place()).held).toMatchObject([{ boundary: "before step", stepId: "bye" }]);
  });

  test("counts the time that the page was closed at 1x, as a fact", async () => {
    const setup = setupWith(sleeper);
    const before = await labs.open(setup);
    await before.session.send(go);
    await until(before.session, "sleep.started");
    await before.session.dispose();
    localStorage.setItem(`ans:seen:${setup.id}`, String(Date.now() - 240_000));

    const { session } = await labs.open(setup);
    const facts = await until(session, "time.away");
    const away = ofType(facts, "time.away")[0];
    expect(away?.type === "time.away" && Math.round(away.ms / 60_000)).toBe(4);
    await expect.poll(async () => (await session.place()).clock.now - setup.startsAt).toBeGreaterThanOrEqual(240_000);
  });

  test("contains code that runs for ever, says so, and takes better code", async () => {
    const { session } = await labs.open(setupWith("  for (;;) {}"));
    await session.send(go);
    await until(session, "handler.entered");
    const log = await until(session, "call.failed");
    const facts = typesOf(log);
    expect(
      facts
        .slice(facts.indexOf("host.contained"))
        .filter((type) => /^host|^call.failed/.test(type))
        .slice(0, 3),
    ).toEqual(["host.contained", "host.killed", "call.failed"]);
    expect(await session.place()).toMatchObject({ host: "down", contained: true });
    expect(await session.deploy(functionWith(`  return "better";`), "learner")).toMatchObject({ ok: true });
    await session.clock.next();
    expect(ofType(await until(session, "run.completed"), "run.completed")[0]).toMatchObject({ output: "better" });
  });

  test("contains code that allocates without end", async () => {
    const { session } = await labs.open(
      setupWith("  const all: unknown[] = []; for (;;) all.push({ size: all.length, text: `entry ${all.length}` });"),
    );
    await session.send(go);
    await until(session, "host.contained");
    expect(await session.deploy(functionWith(`  return "better";`), "learner")).toMatchObject({ ok: true });
  });

  test("is not buried by a loop that prints and asks without end", async () => {
    const loop = `  for (;;) { console.log("again"); void fetch("https://chat.world/messages").catch(() => 0); }`;
    const { session } = await labs.open(setupWith(loop));
    await session.send(go);
    const facts = await until(session, "host.contained");
    expect(facts.length).toBeLessThan(2000);
    expect(await session.place()).toMatchObject({ contained: true });
  });

  test("refuses files that do not compile, by file and line, and keeps the old ones in service", async () => {
    const { session } = await labs.open(setupWith(`  return "old";`));
    await session.send(go);
    await until(session, "run.completed");
    const refused = await session.deploy(
      { ...functionWith(`  return "new";`), "broken.ts": "export const a = 1;\nexport const b = (;\n" },
      "learner",
    );
    expect(refused).toMatchObject({ ok: false, place: { file: "broken.ts", line: 2 } });
    await session.send(go);
    const facts = await until(session, "run.completed", 2);
    expect(ofType(facts, "run.completed").map((fact) => fact.output)).toEqual(["old", "old"]);
  });

  test("rebuilds the database's rows from the log after the page was closed", async () => {
    const body = `  await step.run("insert", () => query("insert into notes (tag) values ($1)", ["kept"]));
  await step.sleep("nap", "3d");
  return step.run("read", () => query("select id, tag from notes order by id"));`;
    const database =
      "create table notes (id int generated always as identity primary key, tag text); insert into notes (tag) values ('seeded');";
    const setup = setupWith(body, { world: { database, options: {} } });
    const rows = [
      { id: 1, tag: "seeded" },
      { id: 2, tag: "kept" },
    ];
    const before = await labs.open(setup);
    await before.session.send(go);
    await until(before.session, "sleep.started");
    await before.session.dispose();

    const { session } = await labs.open(setup);
    expect(await session.world.query("select id, tag from notes order by id")).toEqual(rows);
    await session.clock.next();
    expect(ofType(await until(session, "run.completed"), "run.completed")[0]).toMatchObject({ output: { rows } });
    await session.reset(setup.files);
    expect(await session.world.query("select tag from notes")).toEqual([{ tag: "seeded" }]);
  });

  test("refuses a log of a later version in the reader's words, and can be made to forget it", async () => {
    const setup = setupWith(sleeper);
    const store = await openIndexedDbStore(setup.id);
    await store.append([{ seq: 1, t: 0, type: "engine.started", logVersion: 99, seed: "seed", generation: 1, checkpointing: true }]);
    store.close();
    await expect(labs.open(setup)).rejects.toMatchObject({
      code: "place-failed",
      message: expect.stringContaining("version 99") as string,
    });
    await forgetLab(setup.id);
    const { session } = await labs.open(setup);
    await session.send(go);
    await until(session, "sleep.started");
  });

  test("works without storage, and says that nothing will be kept", async () => {
    const setup = setupWith(sleeper);
    // A database of a later version cannot be opened: to the engine's worker it is as storage that is denied.
    const later = indexedDB.open(databaseOf(setup.id), 99);
    await new Promise((resolve) => (later.onsuccess = resolve));
    const { session } = await labs.open(setup);
    expect(session.capabilities).toEqual({ keeps: false, place: "worker" });
    await session.send(go);
    await until(session, "sleep.started");
    await session.clock.next();
    await until(session, "run.completed");
    later.result.close();
  });
});
