// Keys, as a production server asks for them; the unmodified SDK shows them.
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit, type KitOptions } from "./http.kit.ts";
import { hashSigningKey } from "./keys.ts";

afterEach(closeKits);

const signingKey = "signkey-prod-0123456789abcdef0123456789abcdef";
const eventKey = "an-event-key";
const keyed: KitOptions = { signingKey, eventKey, options: { keys: { eventKeys: [eventKey], signingKeys: [signingKey] } } };
const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

describe("an engine that was started with keys", () => {
  it("runs the functions of an app that has them: registration, events, checkpoints, signals", async () => {
    const { post, get, settle } = await openKit(keyed);
    expect((await post(`/e/${eventKey}`, { name: "order/paid", data: { cents: 3 } })).status).toBe(200);
    await settle();
    const { body } = await get("/trace/runs", bearer(signingKey));
    expect(body).toMatchObject({ rows: [{ status: "completed", output: { charged: 3 } }] });
    const { rows } = body as unknown as { rows: [{ runId: string }] };
    const { facts } = (await get(`/trace/runs/${rows[0].runId}`, bearer(signingKey))).body as unknown as { facts: { via?: string }[] };
    expect(facts.some(({ via }) => via === "checkpoint")).toBe(true);
  });

  it("takes no event with another key, stores nothing of it, and says what is needed", async () => {
    const { post, store } = await openKit(keyed);
    const before = store.lastSeq?.();
    const refused = await post("/e/guess", { name: "order/paid", data: {} });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain("--event-key");
    expect(store.lastSeq?.()).toBe(before);
  });

  it("lets nobody register, read or change anything without the signing key", async () => {
    const { ask } = await openKit(keyed);
    const asked: readonly (readonly [string, string])[] = [
      ["POST", "/fn/register"],
      ["GET", "/dev"],
      ["POST", "/invoke/shop-pay"],
      ["GET", "/v0/runs/x/batch"],
      ["POST", "/v1/checkpoint/x/async"],
      ["POST", "/v1/signals"],
      ["GET", "/v1/events"],
      ["GET", "/v2/runs"],
      ["GET", "/api/v2/runs"],
      ["GET", "/trace/runs"],
      ["GET", "/trace/stream"],
      ["POST", "/trace/replay"],
      ["POST", "/mcp"],
      ["GET", "/"],
      ["GET", "/runs/x"],
    ];
    for (const [method, path] of asked) {
      for (const headers of [{}, bearer("signkey-prod-00"), bearer(""), bearer("undefined"), { authorization: signingKey }])
        expect([path, (await ask(method, path, { headers })).status]).toEqual([path, 401]);
    }
  });

  it("takes the key, the hash that the SDK sends, and the key as a password, with which a page may send events too", async () => {
    const { get, post } = await openKit(keyed);
    const basic = { authorization: `Basic ${Buffer.from(`me:${signingKey}`).toString("base64")}` };
    for (const headers of [bearer(signingKey), bearer(hashSigningKey(signingKey)), basic])
      expect((await get("/v2/runs", headers)).status).toBe(200);
    expect((await post("/e/trace", { name: "a/b" }, basic)).status).toBe(200);
    expect((await get("/", { accept: "text/html" })).headers.get("www-authenticate")).toContain("Basic");
  });

  it("says to everybody whether it is well, and how it is asked", async () => {
    const { get } = await openKit(keyed);
    expect((await get("/health")).status).toBe(200);
    expect((await get("/openapi.json")).status).toBe(200);
    expect((await get("/trace/about", bearer(signingKey))).body).toMatchObject({ keys: true });
  });
});

describe("the hash of a signing key", () => {
  it("keeps the prefix and hashes what the rest means as hex, as the SDK does, also where it is no hex", () => {
    // What the package's own function gives.
    expect(hashSigningKey("signkey-prod-00zz9")).toBe("signkey-prod-709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c");
    expect(hashSigningKey("plain")).toBe("709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c");
    expect(hashSigningKey("signkey-test-12345678")).toBe("signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c");
  });
});
