// The life of the started command and its app: either is killed, restarted, kept out by keys. Real processes, real SDK, SQLite.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Json } from "../log/json.ts";
import { factsOf, startApp, type StartedApp, type StartedEngine, startEngine } from "./http-place.ts";

const folder = mkdtempSync(join(tmpdir(), "http-life-"));
const engines: StartedEngine[] = [];
const apps: StartedApp[] = [];
let files = 0;

afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  for (const engine of engines.splice(0)) await engine.stop("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newFile = (): string => join(folder, `engine-${(files += 1)}.db`);

async function engineOn(
  file: string,
  flags: readonly string[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<StartedEngine> {
  const engine = await startEngine(["--storage", file, "--no-poll", ...flags], { headers });
  engines.push(engine);
  return engine;
}

async function appOf(engineUrl: string, env?: NodeJS.ProcessEnv): Promise<StartedApp> {
  const app = await startApp(engineUrl, env);
  apps.push(app);
  return app;
}

const add = async (engine: StartedEngine, app: StartedApp): Promise<Json> =>
  (await engine.ask("POST", "/trace/apps", { url: app.urls["node"] ?? "" })).body;

describe("an engine that is killed", () => {
  it("goes on at its next start with what slept and what waited, and no step that was recorded runs again (L3, L11)", async () => {
    const file = newFile();
    const first = await engineOn(file);
    const app = await appOf(first.url);
    await add(first, app);
    await Promise.all([first.send("quick-nap"), first.send("quick-waits", { key: "k" })]);
    await first.until((log) => factsOf(log, "sleep.started").length + factsOf(log, "wait.registered").length === 2);
    const runIds = factsOf(first.log, "run.created").map(({ runId }) => runId);
    await first.stop("SIGKILL");

    // The app knows its engine by the port.
    const second = await engineOn(file, ["--port", new URL(first.url).port]);
    await second.send("quick-waits/hit", { key: "k", answer: "after the restart" });
    await second.until((log) => factsOf(log, "run.completed").length === 2);
    expect([...(await app.printed(runIds))].sort()).toEqual(["after", "before", "before"]);
    const [asleep] = factsOf(second.log, "sleep.started");
    const [awake] = factsOf(second.log, "sleep.ended");
    expect(awake?.t).toBeGreaterThanOrEqual(asleep?.until ?? Number.POSITIVE_INFINITY);
  });

  it("sends the call that was open again, with no attempt spent, and takes no late answer to the old one (L5, L11)", async () => {
    const file = newFile();
    const first = await engineOn(file);
    const app = await appOf(first.url);
    await add(first, app);
    await first.send("five-steps");
    await first.until((log) => factsOf(log, "call.sent").length > 0);
    await first.stop("SIGKILL");
    const second = await engineOn(file, ["--port", new URL(first.url).port]);
    await second.until((log) => factsOf(log, "run.completed").length === 1);
    expect(factsOf(second.log, "run.completed")[0]?.output).toEqual(["a", "b", "c", "d", "e"]);
    expect(factsOf(second.log, "step.completed").map(({ stepId }) => stepId)).toEqual(["a", "b", "c", "d", "e"]);
    expect(factsOf(second.log, "call.sent").every(({ attempt }) => attempt === 0)).toBe(true);
  });
});

describe("an engine that is stopped", () => {
  it("lets the open calls end and stores what came of them", async () => {
    const file = newFile();
    const first = await engineOn(file);
    await add(first, await appOf(first.url));
    await first.send("overlap");
    await first.until((log) => factsOf(log, "call.sent").length >= 3);
    expect(await first.stop("SIGTERM")).toBe(0);
    const second = await engineOn(file);
    await second.until((log) => factsOf(log, "engine.drained").length === 1);
    expect(factsOf(second.log, "step.completed")).toHaveLength(2);
  });
});

describe("an engine that keeps only some runs", () => {
  it("lets the oldest finished ones go, and tells of each (L4)", async () => {
    const file = newFile();
    const first = await engineOn(file);
    await add(first, await appOf(first.url));
    await Promise.all([1, 2, 3].map(() => first.send("one-step")));
    await first.until((log) => factsOf(log, "run.completed").length === 3);
    await first.stop();
    const second = await engineOn(file, ["--keep", "1"]);
    await second.until((log) => factsOf(log, "run.pruned").length === 2);
    const { body } = await second.ask("GET", "/trace/runs");
    expect(body).toMatchObject({ total: 1 });
  });
});

describe("an app that is killed in a step", () => {
  it("is called again, and once it is back its run ends; the step in flight is the only one that runs again (L5)", async () => {
    const engine = await engineOn(newFile(), ["--retry-interval", "2"]);
    const app = await appOf(engine.url);
    await add(engine, app);
    await engine.send("stuck");
    await engine.until((log) => factsOf(log, "call.sent", "stuck").length === 1);
    const [{ runId } = { runId: "" }] = factsOf(engine.log, "run.created", "stuck");
    await expect.poll(() => app.printed([runId])).toContain("second begins");
    await app.stop();
    await engine.until((log) => factsOf(log, "call.failed", "stuck").some(({ kind }) => kind === "unreachable"));
    const back = await appOf(engine.url);
    expect(await add(engine, back)).toMatchObject({ state: "registered" });
    await engine.until((log) => factsOf(log, "run.completed", "stuck").length === 1);
    expect(await back.printed([runId])).toEqual(["second begins", "second ends"]);
  });
});

describe("an engine with keys", () => {
  const KEY = "signkey-test-0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
  const cloud = (signing: string) => ({ INNGEST_DEV: "0", INNGEST_SIGNING_KEY: signing, INNGEST_EVENT_KEY: "event-key-1" });
  const keyed = (file: string): Promise<StartedEngine> =>
    engineOn(file, ["--signing-key", KEY, "--event-key", "event-key-1"], { authorization: `Bearer ${KEY}` });

  it("serves an app in cloud mode that has the same ones: calls and registration are signed, events come by the key", async () => {
    const engine = await keyed(newFile());
    const app = await appOf(engine.url, cloud(KEY));
    expect(await add(engine, app)).toMatchObject({ state: "registered" });
    const strange = await fetch(`${engine.url}/e/another-key`, { method: "POST", body: '{"name":"sender"}' });
    expect(strange.status).toBe(401);
    // Its step sends events by the app's own key; its steps are recorded by the signing key.
    expect((await engine.ask("POST", "/e/event-key-1", { name: "sender" })).status).toBe(200);
    await engine.until((log) => factsOf(log, "run.completed", "sender").length + factsOf(log, "run.completed", "told").length === 2);
    expect(factsOf(engine.log, "run.completed", "sender")[0]?.output).toBe(2);
  });

  it("takes the registration that such an app posts by itself, where it does not answer in-band", async () => {
    const engine = await keyed(newFile());
    const app = await appOf(engine.url, { ...cloud(KEY), INNGEST_ALLOW_IN_BAND_SYNC: "0" });
    expect(await add(engine, app)).toMatchObject({ state: "registered" });
    await engine.until((log) => factsOf(log, "app.registered").length === 1);
  });

  it("and an app with another one do not speak: the app is told of, with what to do", async () => {
    const engine = await keyed(newFile());
    const app = await appOf(engine.url, cloud(KEY.replace("0a1b", "ffff")));
    const view = (await add(engine, app)) as { readonly state: string; readonly problem: string };
    expect(view.state).toBe("refused");
    expect(view.problem).toContain("INNGEST_SIGNING_KEY");
  });

  it("tells nobody without them what it knows", async () => {
    const engine = await keyed(newFile());
    const without = await Promise.all(["/trace/runs", "/v1/events", "/v2/runs"].map((path) => fetch(engine.url + path)));
    expect(without.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});
