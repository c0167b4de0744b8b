// Who may ask: this machine's own names, no page of somebody else's.
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit } from "./http.kit.ts";

afterEach(closeKits);

const event = { name: "a/b", data: {} };

describe("the name by which the engine is asked", () => {
  it.each(["localhost:8288", "127.0.0.1:8288", "[::1]:8288", "localhost", "engine.localhost:8288", "127.9.9.9"])(
    "may be %s",
    async (host) => {
      const { get } = await openKit();
      expect((await get("/health", { host })).status).toBe(200);
    },
  );

  it.each(["evil.test", "evil.test:8288", "localhost.evil.test", "127.0.0.1.evil.test", "10.0.0.5:8288", "", "localhost:8288@evil.test"])(
    "is not %j, which a page could have pointed at this machine",
    async (host) => {
      const { get, post } = await openKit();
      expect(await get("/trace/runs", { host })).toMatchObject({ status: 403, body: { status: 403 } });
      expect((await post("/e/x", event, { host })).status).toBe(403);
    },
  );

  it.each(["192.168.1.5:8288", "[fe80::1]:8288", "engine:8288", "engine.lan:8288", "nas.home.arpa", "localhost:8288"])(
    "may be %s when the engine was told to listen to the network",
    async (host) => {
      const { get } = await openKit({ options: { host: "0.0.0.0" } });
      expect((await get("/trace/about", { host })).status).toBe(200);
    },
  );

  it("is none that somebody else may own, on the network too, unless whoever asks must show a key", async () => {
    const host = "evil.test:8288";
    const origin = `http://${host}`;
    const open = await openKit({ options: { host: "0.0.0.0" } });
    expect((await open.post("/e/x", event, { host, origin })).status).toBe(403);
    const keys = { eventKeys: [], signingKeys: ["signkey-test-00"] };
    const keyed = await openKit({ options: { host: "0.0.0.0", keys } });
    expect((await keyed.get("/trace/about", { host })).status).toBe(401);
    expect((await keyed.get("/trace/about", { host, authorization: "Bearer signkey-test-00" })).status).toBe(200);
    const named = await openKit({ options: { host: "engine.example.com" } });
    expect((await named.get("/health", { host: "engine.example.com:8288" })).status).toBe(200);
  });
});

describe("a page of another origin", () => {
  it.each([
    "https://evil.test",
    "null",
    "http://localhost.evil.test",
    "https://localhost:3000.evil.test",
    "file://",
    "chrome-extension://abc",
  ])("of %s may change nothing and read nothing", async (origin) => {
    const { get, post, ask, store } = await openKit();
    const before = store.lastSeq?.();
    for (const path of ["/e/x", "/fn/register", "/invoke/shop-pay", "/v1/signals", "/v2/events", "/trace/replay", "/mcp"])
      expect((await post(path, event, { origin })).status).toBe(403);
    expect((await ask("DELETE", "/v1/runs/x", { headers: { origin } })).status).toBe(403);
    expect((await get("/trace/runs", { origin })).headers.get("access-control-allow-origin")).toBeNull();
    expect(store.lastSeq?.()).toBe(before);
  });

  it.each(["http://localhost:4321", "http://127.0.0.1:5173", "https://course.test", "http://[::1]:3000"])(
    "of %s, where the course or the reader's app is, may send events and read",
    async (origin) => {
      const { get, post, ask } = await openKit({ options: { origins: ["https://course.test"] } });
      expect((await post("/e/x", event, { origin })).headers.get("access-control-allow-origin")).toBe(origin);
      expect((await get("/trace/runs", { origin })).headers.get("access-control-allow-origin")).toBe(origin);
      const asked = await ask("OPTIONS", "/e/x", { headers: { origin, "access-control-request-method": "POST" } });
      expect(asked.status).toBe(204);
      expect(asked.headers.get("access-control-allow-private-network")).toBe("true");
    },
  );

  it("gets no leave to post anything but events", async () => {
    const { ask } = await openKit();
    const headers = { origin: "http://localhost:4321", "access-control-request-method": "POST" };
    for (const path of ["/trace/replay", "/invoke/shop-pay", "/v2/runs/x/cancel", "/fn/register"])
      expect((await ask("OPTIONS", path, { headers })).status).toBe(403);
  });
});
