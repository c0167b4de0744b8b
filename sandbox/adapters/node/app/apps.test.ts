import { describe, expect, it } from "vitest";
import type { WireRequest, WireResponse } from "../../../protocol/http.ts";
import type { AppView } from "../ports.ts";
import { NoAnswer } from "./http-client.ts";
import { createApps, type KnownApps, type Registered } from "./apps.ts";

const URL = "http://localhost:3000/api/inngest";
const SDK = { "x-inngest-sdk": "js:v4", "content-type": "application/json" };
const inBand = (functions: readonly object[] = []): WireResponse => ({
  status: 200,
  headers: { ...SDK, "x-inngest-sync-kind": "in_band" },
  body: JSON.stringify({ app_id: "shop", functions }),
});

type Scene = { readonly apps: KnownApps; readonly told: readonly AppView[]; readonly asked: readonly WireRequest[]; registered(): number };

/** Apps whose answers, and whose registrations' outcomes, a test decides. */
function scene(answer: (apps: KnownApps) => WireResponse | Error, outcome: () => Registered = () => ({ ok: true })): Scene {
  const told: AppView[] = [];
  const asked: WireRequest[] = [];
  let registered = 0;
  const apps: KnownApps = createApps({
    clock: { now: () => 7, alarm: () => () => {} },
    transport: {
      send(_origin, request) {
        asked.push(request);
        const response = answer(apps);
        return response instanceof Error ? Promise.reject(response) : Promise.resolve(response);
      },
    },
    register() {
      registered += 1;
      return Promise.resolve(outcome());
    },
    changed: (now) => void told.push(now),
  });
  return { apps, told, asked, registered: () => registered };
}

describe("an app", () => {
  it("is asked in-band, and its answer is its registration", async () => {
    const { apps, asked } = scene(() => inBand());
    expect(await apps.add(URL)).toEqual({ url: URL, state: "registered", lastSeenAt: 7 });
    expect(asked).toMatchObject([{ method: "PUT", path: "/api/inngest", headers: { "x-inngest-sync-kind": "in_band" } }]);
  });

  it("that takes no in-band request unless it is signed is asked to post its configuration", async () => {
    const asks: string[] = [];
    const { apps, asked } = scene((known) => {
      asks.push("asked");
      if (asks.length === 1) return { status: 401, headers: {}, body: '"request must be signed for in-band sync"' };
      known.posted({ url: URL, functions: [{ id: "fn" }] }, { ok: true });
      return { status: 200, headers: SDK, body: "{}" };
    });
    expect((await apps.add(URL)).state).toBe("registered");
    expect(asked.map(({ headers }) => headers["x-inngest-sync-kind"])).toEqual(["in_band", undefined]);
  });

  it("that answers the same again is not brought before the engine again, and is no news", async () => {
    const { apps, told, registered } = scene(() => inBand());
    await apps.add(URL);
    await apps.askAll();
    await apps.askAll();
    expect({ told: told.length, registered: registered() }).toEqual({ told: 1, registered: 1 });
  });

  it("that answers otherwise than before is brought before the engine", async () => {
    let count = 0;
    const { apps, registered } = scene(() => inBand([{ id: `fn-${(count += 1)}` }]));
    await apps.add(URL);
    await apps.askAll();
    expect(registered()).toBe(2);
  });

  it("that cannot be reached is told of once, and again when it is back", async () => {
    let answer: WireResponse | Error = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const { apps, told } = scene(() => answer);
    await apps.add(URL);
    await apps.askAll();
    answer = inBand();
    await apps.askAll();
    expect(told.map(({ state }) => state)).toEqual(["unreachable", "registered"]);
    expect(told[0]?.problem).toContain("nothing listens there");
  });

  it("that is too busy to answer stays registered; one that never was is told of", async () => {
    let answer: WireResponse | Error = new NoAnswer(10_000);
    const { apps, told } = scene(() => answer);
    expect(await apps.add(URL)).toMatchObject({ state: "unreachable", problem: expect.stringContaining("No answer for 10 s") as string });
    answer = inBand();
    await apps.askAll();
    answer = new NoAnswer(10_000);
    await apps.askAll();
    expect(told.map(({ state }) => state)).toEqual(["unreachable", "registered"]);
  });

  it("whose function is refused is told of by that function's id and the reason", async () => {
    const functions = [{ id: "shop-fine" }, { id: "shop-bad" }];
    const { apps } = scene(
      () => inBand(functions),
      () => ({ ok: false, why: 'functions[1].triggers[0].cron: "every day" cannot be read: five fields are needed' }),
    );
    const { state, problem } = await apps.add(URL);
    expect(state).toBe("refused");
    expect(problem).toContain('function "shop-bad", triggers[0].cron: "every day" cannot be read');
  });

  it("that posts its configuration while it is asked is judged by what came of that", async () => {
    const failed = { status: 500, headers: SDK, body: '{"message":"could not register"}' };
    const { apps } = scene((all) => {
      all.posted({ url: URL, functions: [{ id: "shop-bad" }] }, { ok: false, why: "functions[0].name: a non-empty string is needed" });
      return failed;
    });
    expect((await apps.add(URL)).problem).toContain('function "shop-bad", name');
  });

  it("is one app under either name of this machine", async () => {
    const { apps } = scene(() => inBand());
    await apps.add("http://127.0.0.1:3000/api/inngest");
    await apps.add("localhost:3000/api/inngest?again");
    expect(apps.list().map(({ url }) => url)).toEqual([URL]);
  });

  it("that is removed is asked no more", async () => {
    const { apps, asked } = scene(() => inBand());
    await apps.add(URL);
    apps.remove("http://127.0.0.1:3000/api/inngest");
    await apps.askAll();
    expect({ asked: asked.length, known: apps.list() }).toEqual({ asked: 1, known: [] });
  });
});

describe("a problem", () => {
  it.each([
    ["is no Inngest app", { status: 200, headers: {}, body: "<html>" }],
    ["the app is in cloud mode", { status: 401, headers: {}, body: '{"message":"Unauthorized"}' }],
    ["HTTP 500: it broke", { status: 500, headers: SDK, body: '{"message":"it broke"}' }],
  ])("of an app says what it is and what to do: %s", async (words, response) => {
    const { apps } = scene(() => response);
    const { state, problem } = await apps.add(URL);
    expect({ state, problem }).toEqual({ state: "refused", problem: expect.stringContaining(words) as string });
  });

  it("of what is no URL says how to write one", async () => {
    const { apps } = scene(() => inBand());
    expect(await apps.add("http://")).toMatchObject({ state: "refused", problem: expect.stringContaining("Write it whole") as string });
    expect(apps.list()).toEqual([]);
  });
});
