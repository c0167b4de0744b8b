// The routes that SDKs and terminals use, over the real engine and store (protocol.md 4, 6.3).
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit } from "./http.kit.ts";

afterEach(closeKits);

describe("an event posted by HTTP", () => {
  it("runs the function through the SDK, checkpoints and all, by this interface alone", async () => {
    const { post, settle, get } = await openKit();
    const sent = await post("/e/any-key", { name: "order/paid", data: { cents: 500 } });
    expect(sent).toMatchObject({ status: 200, body: { status: 200 } });
    expect(sent.headers.get("x-inngest-server-kind")).toBe("dev");
    await settle();
    const { body } = await get("/trace/runs");
    expect(body).toMatchObject({ total: 1, rows: [{ fn: "shop-pay", status: "completed", output: { charged: 500 }, steps: 2 }] });
  });

  it("is taken whatever its content type says, and refused in the server's words when it is no event", async () => {
    const { ask, post } = await openKit();
    const plain = await ask("POST", "/e/x", { body: '[{"name":"a/b"},{"name":"a/c"}]', headers: { "content-type": "text/plain" } });
    expect((plain.body as { ids: string[] }).ids).toHaveLength(2);
    expect(await post("/e/x", "[1")).toMatchObject({ status: 400, body: { error: "unexpected end of JSON input" } });
    expect(await post("/e/x", { data: {} })).toMatchObject({ status: 400, body: { ids: [""], error: "event name is empty" } });
  });

  it("of more than 3 MiB is refused by its size, a body of more than 40 MiB before it is read", async () => {
    const { post, ask } = await openKit();
    const large = await post("/e/x", { name: "a/b", data: { text: "x".repeat(3 * 1024 * 1024) } });
    expect(large.status).toBe(400);
    expect(large.text).toContain("Event is over the max size: Max 3145728 bytes");
    const told = await ask("POST", "/e/x", { body: "[]", headers: { "content-length": String(41 * 1024 * 1024) } });
    expect(told).toMatchObject({ status: 413, body: { status: 413 } });
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>(
      { pull: (controller) => (controller.enqueue(chunk), void (sent += 1)) },
      { highWaterMark: 0 },
    );
    const streamed = await ask("POST", "/e/x", { body: endless, duplex: "half" } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(sent).toBeLessThan(50);
  });

  it("nested deeper than anything can write down again is refused, and brackets inside text are not counted", async () => {
    const { post } = await openKit();
    const deep = await post("/e/x", `{"name":"a/b","data":{"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`);
    expect(deep).toMatchObject({ status: 400 });
    expect(deep.text).toContain("nested deeper than 500 levels");
    expect((await post("/e/x", { name: "a/b", data: { text: '[{"\\'.repeat(2000) } })).status).toBe(200);
  });

  it("goes to no other address than /e/<key>, and by POST", async () => {
    const { get, post } = await openKit();
    expect((await get("/e/x")).status).toBe(405);
    expect((await post("/e", {})).text).toContain("/e/<key>");
  });
});

describe("POST /invoke/:slug", () => {
  it("starts the function with its data, whatever its triggers (protocol.md 4.5)", async () => {
    const { post, settle, get } = await openKit();
    const { status, body } = await post("/invoke/shop-pay", { data: { cents: 7 } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: expect.stringMatching(/^[0-9A-Z]{26}$/), status: 200 });
    await settle();
    const { rows } = (await get("/trace/runs")).body as { rows: object[] };
    expect(rows).toMatchObject([{ fn: "shop-pay", cause: "invoke", status: "completed", output: { charged: 7 } }]);
  });

  it("of a function that nobody registered says which there are", async () => {
    const { post } = await openKit();
    const { status, text } = await post("/invoke/shop-pray", {});
    expect(status).toBe(404);
    expect(text).toContain("could not find function with ID: shop-pray");
    expect(text).toContain("shop-pay");
  });

  it("with a payload of another shape says what is wrong with it", async () => {
    const { post } = await openKit();
    expect((await post("/invoke/shop-pay", [1])).text).toContain("JSON object");
    expect((await post("/invoke/shop-pay", { data: 5 })).text).toContain("data must be an object");
    expect((await post("/invoke/shop-pay", { user: [] })).text).toContain("user must be an object");
    expect((await post("/invoke/shop-pay", undefined)).status).toBe(200);
  });
});

describe("the routes of a dev server", () => {
  it("tell that it is one, and what it knows", async () => {
    const { get } = await openKit();
    expect(await get("/health")).toMatchObject({ status: 200, body: { status: 200, message: "OK" } });
    const { body } = await get("/dev");
    expect(body).toMatchObject({
      version: "dev-0.0.0-test",
      functions: expect.arrayContaining([expect.objectContaining({ id: "shop-pay" })]),
    });
  });

  it("serve a run's state to the SDK, and say 410 once it has ended (protocol.md 2.9)", async () => {
    const { post, settle, get, advance } = await openKit();
    await post("/e/x", { name: "order/nap", data: {} });
    await settle();
    const [{ runId }] = ((await get("/trace/runs")).body as unknown as { rows: [{ runId: string }] }).rows;
    expect((await get(`/v0/runs/${runId}/batch`)).body).toMatchObject([{ name: "order/nap" }]);
    await advance(3_600_000);
    expect((await get(`/v0/runs/${runId}/actions`)).status).toBe(410);
  });

  it("forget an app when they are told to, and GraphQL and what nobody serves are told apart from an empty answer", async () => {
    const { ask, post, get } = await openKit();
    await post("/trace/apps", { url: "http://localhost:3000/api/inngest" });
    expect((await ask("DELETE", "/fn/remove")).status).toBe(400);
    expect((await ask("DELETE", "/fn/remove?url=http://localhost:3000/api/inngest")).status).toBe(200);
    expect(((await get("/dev")).body as { apps: object[] }).apps).toEqual([]);
    expect((await post("/v0/gql", { query: "{runs{id}}" })).status).toBe(501);
    expect(await post("/test/reset", {})).toMatchObject({ status: 404, body: { status: 404 } });
  });

  it("say that nothing is taken in once the engine has stopped, and acknowledge nothing (L1)", async () => {
    const { engine, get, post } = await openKit();
    engine.stop();
    expect((await get("/health")).status).toBe(503);
    expect((await get("/v2/health")).status).toBe(503);
    expect((await post("/e/x", { name: "order/paid" })).status).toBe(503);
    expect((await post("/invoke/shop-pay", {})).status).toBe(503);
  });

  it("say so too when the storage has been closed under them", async () => {
    const { engine, store, get } = await openKit();
    engine.stop();
    store.close();
    for (const path of ["/trace/runs", "/v1/events", "/v2/runs", "/dev"]) expect((await get(path)).status).toBe(503);
  });
});
