// One lab in several tabs: one owns it, the others look on.
import { afterEach, describe, expect, test } from "vitest";
import { go, typesOf, until } from "../../session/log.kit.ts";
import { createLabs, setupWith, sleeper } from "./lab.kit.ts";

const labs = createLabs();
afterEach(labs.closeAll);

describe("a second tab", () => {
  test("looks on: it has the facts and the news, and may change nothing", async () => {
    const setup = setupWith(sleeper);
    const owner = await labs.open(setup);
    const observer = await labs.open(setup);
    expect([owner.role(), observer.role()]).toEqual(["own", "observer"]);
    await expect(observer.session.send(go)).rejects.toMatchObject({ code: "observer" });

    const heard: string[] = [];
    observer.session.subscribe(({ facts }) => heard.push(...typesOf(facts)));
    await owner.session.send(go);
    await until(observer.session, "sleep.started");
    await expect.poll(() => heard).toContain("sleep.started");
    expect(await observer.session.facts()).toEqual(await owner.session.facts());
    expect(await observer.session.place()).toMatchObject({ host: "up" });
  });

  test("takes over when asked to, and the first looks on", async () => {
    const setup = setupWith(sleeper);
    const first = await labs.open(setup);
    const second = await labs.open(setup);
    const roles: string[] = [];
    first.onRole((role) => roles.push(`first ${role}`));
    second.onRole((role) => roles.push(`second ${role}`));
    await first.session.send(go);
    await until(first.session, "sleep.started");
    await second.takeOver();
    expect(roles).toEqual(["first observer", "second own"]);
    await second.session.clock.next();
    await until(second.session, "run.completed");
    expect(await first.session.facts()).toEqual(await second.session.facts());
    await expect(first.session.clock.next()).rejects.toMatchObject({ code: "observer" });
  });

  test("takes over by itself when the first closes", async () => {
    const setup = setupWith(sleeper);
    const first = await labs.open(setup);
    const second = await labs.open(setup);
    await first.session.send(go);
    await until(first.session, "sleep.started");
    const elected = new Promise((own) => second.onRole(own));
    await first.session.dispose();
    expect(await elected).toBe("own");
    await second.session.clock.next();
    await until(second.session, "run.completed");
  });
});
