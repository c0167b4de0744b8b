// What the trace interface asks (`../../trace-api.ts`), over the real engine and store.
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit, type Kit } from "../http.kit.ts";

afterEach(closeKits);

type Rows = {
  readonly rows: readonly { readonly runId: string; readonly fn: string; readonly name: string }[];
  readonly cursor?: string;
  readonly total: number;
};

async function rows(kit: Kit, path: string): Promise<Rows> {
  const answer = await kit.get(path);
  expect([path, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([path, 200, ""]);
  return answer.body as unknown as Rows;
}

async function busy(): Promise<Kit> {
  const kit = await openKit();
  for (const name of ["order/paid", "order/nap", "order/wait", "order/flaky", "order/broken", "order/payd"])
    await kit.post("/e/x", { name, data: { name } });
  await kit.settle();
  return kit;
}

describe("the list of runs", () => {
  it("is told with the status that each has now, and found by function, status, text, event and time", async () => {
    const kit = await busy();
    const found = async (query: string): Promise<readonly string[]> => (await rows(kit, `/trace/runs?${query}`)).rows.map(({ fn }) => fn);
    expect(await found("")).toEqual(["shop-broken", "shop-flaky", "shop-wait", "shop-nap", "shop-pay"]);
    expect(await found("status=sleeping,waiting")).toEqual(["shop-wait", "shop-nap"]);
    expect(await found("status=retrying")).toEqual(["shop-flaky"]);
    expect(await found("fn=shop-pay")).toEqual(["shop-pay"]);
    expect(await found("text=OUT%20OF%20STOCK")).toEqual(["shop-broken"]);
    expect(await found("since=2026-11-21T00:00:00Z")).toEqual([]);
    const { rows: events } = await rows(kit, "/trace/events?name=order/nap");
    expect(await found(`event=${(events[0] as unknown as { eventId: string }).eventId}`)).toEqual(["shop-nap"]);
  });

  it("comes in pages that meet without a gap", async () => {
    const kit = await busy();
    const first = await rows(kit, "/trace/runs?limit=3");
    const second = await rows(kit, `/trace/runs?limit=3&cursor=${first.cursor ?? ""}`);
    expect([...first.rows, ...second.rows].map(({ fn }) => fn)).toHaveLength(5);
    expect(first.total).toBe(5);
    expect(second.cursor).toBeUndefined();
  });

  it.each([
    "status=sleepy",
    "limit=401",
    "limit=-1",
    "limit=1.5",
    "since=never",
    "cursor=garbage",
    "cursor=",
    "state=failed",
    `text=${"x".repeat(1001)}`,
  ])("refuses ?%s and says what is wrong", async (query) => {
    const { get } = await openKit();
    const { status, body } = await get(`/trace/runs?${query}`);
    expect(status).toBe(400);
    expect((body as { error: string }).error).toContain("query");
  });
});

describe("a list for a page to show", () => {
  it("has the beginning of what is long, and each run and event whole by itself", async () => {
    const kit = await openKit();
    const note = "x".repeat(10_000);
    await kit.post("/e/x", { name: "order/nobody", data: { note } });
    await kit.post("/invoke/shop-pay", { data: { note } });
    const [event] = (await rows(kit, "/trace/events?brief=true")).rows as unknown as [{ eventId: string; data: object }];
    expect(JSON.stringify(event.data).length).toBeLessThan(500);
    expect((await kit.get(`/trace/events/${event.eventId}`)).body).toMatchObject({ data: { note } });
    expect((await kit.get("/trace/events")).text).toContain(note);
    await kit.settle();
    expect((await rows(kit, "/trace/runs?brief=true")).rows).toMatchObject([{ fn: "shop-pay", output: { charged: 0 } }]);
  });
});

describe("one run", () => {
  it("is told with all its facts in order, and the wire that the place has kept", async () => {
    const kit = await busy();
    const [, , , , pay] = (await rows(kit, "/trace/runs")).rows;
    const { body } = await kit.get(`/trace/runs/${pay?.runId ?? ""}`);
    const { run, facts, wire } = body as unknown as { run: { output: unknown }; facts: { type: string; seq: number }[]; wire: unknown[] };
    expect(run.output).toEqual({ charged: 0 });
    expect(facts.map(({ type }) => type)).toContain("step.completed");
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(wire).toEqual([]);
    expect(await kit.get("/trace/runs/nope")).toMatchObject({ status: 404, body: { error: expect.stringContaining("nope"), status: 404 } });
  });
});

describe("events", () => {
  it("are told with the runs they started, and flagged where there are none", async () => {
    const kit = await busy();
    const { rows: events } = await rows(kit, "/trace/events");
    expect(events[0]).toMatchObject({ name: "order/payd", runs: [], unmatched: { suggestion: "order/paid" } });
    expect(events[1]).toMatchObject({ name: "order/broken", runs: [{ fn: "shop-broken", status: "failed" }] });
    const { eventId } = events[1] as unknown as { eventId: string };
    expect((await kit.get(`/trace/events/${eventId}`)).body).toMatchObject({ eventId, name: "order/broken" });
    expect((await kit.get("/trace/events/nope")).status).toBe(404);
  });
});

describe("functions", () => {
  it("are told with their counts, paused and resumed, and then start no run and again one", async () => {
    const kit = await busy();
    const pay = async (): Promise<unknown> =>
      ((await kit.get("/trace/functions")).body as unknown as { functions: { id: string }[] }).functions.find(
        ({ id }) => id === "shop-pay",
      );
    expect(await pay()).toMatchObject({ paused: false, counts: { completed: 1 }, app: "shop" });
    expect((await kit.post("/trace/functions/shop-pay/pause", {})).body).toEqual({ slug: "shop-pay", paused: true });
    await kit.post("/e/x", { name: "order/paid" });
    await kit.settle();
    expect(await pay()).toMatchObject({ paused: true, counts: { completed: 1 } });
    await kit.post("/trace/functions/shop-pay/resume");
    await kit.post("/e/x", { name: "order/paid" });
    await kit.settle();
    expect(await pay()).toMatchObject({ paused: false, counts: { completed: 2 } });
  });

  it("replay their failed runs, as far as a window of time and an error's text say so", async () => {
    const kit = await busy();
    const replay = async (more: object): Promise<number> =>
      ((await kit.post("/trace/replay", { fn: "shop-broken", ...more })).body as unknown as { runIds: string[] }).runIds.length;
    expect(await replay({ error: "other" })).toBe(0);
    expect(await replay({ since: Date.UTC(2027, 0, 1) })).toBe(0);
    expect(await replay({ error: "out of stock" })).toBe(1);
  });

  it("that nobody registered are refused by name", async () => {
    const { post } = await openKit();
    for (const path of ["/trace/functions/nope/pause", "/trace/functions/nope/resume"]) expect((await post(path, {})).status).toBe(404);
    expect((await post("/trace/replay", { fn: "nope" })).text).toContain("shop-pay");
  });
});

describe("what changes something", () => {
  it("must be JSON, so that no form of another page can do it, and of the shape that it needs", async () => {
    const { ask, post } = await openKit();
    expect((await ask("POST", "/trace/functions/shop-pay/pause")).status).toBe(415);
    expect(
      (await ask("POST", "/trace/replay", { body: "fn=shop-pay", headers: { "content-type": "application/x-www-form-urlencoded" } }))
        .status,
    ).toBe(415);
    expect((await post("/trace/replay", "{")).text).toContain("not JSON");
    expect((await post("/trace/replay", { fn: "shop-pay", begin: 1 })).text).toContain("begin");
    expect((await post("/trace/replay", { fn: "shop-pay", since: "monday" })).text).toContain("body.since");
    expect((await post("/trace/apps", { url: "ftp://x" })).text).toContain("http://localhost:3000/api/inngest");
  });

  it("asks an app to register, and tells how that ended", async () => {
    const { post, get } = await openKit();
    expect((await post("/trace/apps", { url: "http://localhost:3000/api/inngest" })).body).toMatchObject({ state: "registered" });
    expect((await get("/trace/functions")).body).toMatchObject({ apps: [{ state: "registered" }] });
  });
});

describe("about", () => {
  it("says what the place is, and where the log stands", async () => {
    const { get, store } = await openKit();
    expect((await get("/trace/about")).body).toEqual({
      version: "0.0.0-test",
      where: "memory",
      now: Date.UTC(2026, 10, 20, 9),
      keys: false,
      lastSeq: store.lastSeq?.(),
    });
  });
});
