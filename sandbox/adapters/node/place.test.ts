import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { WireResponse } from "../../protocol/http.ts";
import { type NodePlaceOptions, openNodePlace, type OpenPlace } from "./place.ts";
import type { NodeStore } from "./ports.ts";
import { openMemoryStore, openSqliteStore } from "./store/store.ts";

const places: OpenPlace[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const place of places.splice(0)) await place.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<NodePlaceOptions> = {}): Promise<OpenPlace> {
  const place = await openNodePlace({ store: openMemoryStore(), ...options });
  places.push(place);
  return place;
}

const post = (place: OpenPlace, path: string, body: object): Promise<WireResponse> =>
  place.engine.handle({ method: "POST", path, headers: {}, body: JSON.stringify(body) });

const registration = (cron: string): object => ({
  url: "http://127.0.0.1:9/api/inngest",
  appName: "shop",
  functions: [
    {
      id: "shop-daily",
      name: "daily",
      triggers: [{ cron }],
      steps: {
        step: { id: "step", name: "step", runtime: { type: "http", url: "http://127.0.0.1:3000/api/inngest?fnId=shop-daily&stepId=step" } },
      },
    },
  ],
});

describe("the place", () => {
  it("that is closed on purpose tells nobody of a failure", async () => {
    const told: string[] = [];
    const place = await openNodePlace({ store: openMemoryStore(), onFailure: (why) => void told.push(why) });
    expect(await place.close()).toBe("drained");
    expect((await post(place, "/e/k", { name: "a/b" })).status).toBe(503);
    expect(told).toEqual([]);
  });

  it("names the function that an app's own registration is refused for, and writes the same refusal once", async () => {
    const place = await open();
    for (let i = 0; i < 3; i += 1) expect((await post(place, "/fn/register", registration("every day"))).status).toBe(400);
    expect(place.apps.list()).toMatchObject([
      {
        url: "http://localhost:9/api/inngest",
        state: "refused",
        problem: expect.stringContaining('function "shop-daily", triggers[0].cron') as string,
      },
    ]);
    expect((await place.engine.facts()).filter(({ type }) => type === "protocol.violated")).toHaveLength(1);
    expect((await post(place, "/fn/register", registration("0 9 * * *"))).status).toBe(200);
    expect(place.apps.list()).toMatchObject([{ state: "registered" }]);
  });

  it("keeps what passed on the wire, by run where it is a run's", async () => {
    const place = await open();
    await post(place, "/e/secret-key", { name: "a/b", data: { password: "SECRET" } });
    await post(place, "/v1/checkpoint/RUN-1/async", { steps: [] });
    expect(place.wire().map(({ path }) => path)).toEqual(["/e/…", "/v1/checkpoint/RUN-1/async"]);
    expect(place.wire("RUN-1")).toMatchObject([{ direction: "app-to-engine", status: expect.any(Number) as number }]);
    expect(JSON.stringify(place.wire())).not.toContain("SECRET");
  });

  it("looks for the apps that its log knows from before", async () => {
    const store = openMemoryStore();
    const first = await openNodePlace({ store: { ...store, close: () => {} } });
    await post(first, "/fn/register", registration("0 9 * * *"));
    await first.close();
    const told: string[] = [];
    const second = await open({ store, onApp: ({ url, state }) => void told.push(`${url} ${state}`) });
    await second.seek();
    await expect.poll(() => told).toEqual(["http://localhost:9/api/inngest unreachable"]);
  });

  it("goes by what is asked for today where the log was begun otherwise", async () => {
    const folder = mkdtempSync(join(tmpdir(), "place-"));
    folders.push(folder);
    const file = join(folder, "engine.db");
    const first = await openNodePlace({ store: await openSqliteStore(file) });
    await first.close();
    const second = await open({ store: await openSqliteStore(file), checkpointing: false });
    expect((await second.engine.facts()).at(-1)).toMatchObject({ type: "checkpointing.set", on: false });
  });

  it("begins its time no earlier than its log ends (L6)", async () => {
    const store = openMemoryStore();
    const ahead = Date.now() + 3_600_000;
    const started = { type: "engine.started", logVersion: 1, seed: "s", generation: 1, checkpointing: true } as const;
    await store.append([{ seq: 1, t: ahead, ...started }]);
    const place = await open({ store });
    expect(place.now()).toBeGreaterThanOrEqual(ahead);
    expect((await place.engine.facts()).every(({ t }) => t >= ahead)).toBe(true);
  });

  it("says once that its store has failed; what was not stored is not acknowledged (L1)", async () => {
    const store = openMemoryStore();
    let broken = false;
    const failing: NodeStore = {
      ...store,
      append: (facts) => (broken ? Promise.reject(new Error("There is no room left. Free some space.")) : store.append(facts)),
    };
    const told: string[] = [];
    const place = await open({ store: failing, onFailure: (why) => void told.push(why) });
    broken = true;
    const answers = await Promise.all([1, 2, 3].map((n) => post(place, "/e/k", { name: "a/b", data: { n } })));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(told).toEqual(["There is no room left. Free some space."]);
  });
});
