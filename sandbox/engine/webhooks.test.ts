import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import type { Json } from "../log/json.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { WebhookRequest } from "./ports/webhooks.ts";

const open = (transform?: (id: string, request: WebhookRequest) => Json | undefined): Promise<Engine> =>
  createEngine({
    clock: createManualClock(1_800_000_000_000),
    entropy: createSeededEntropy("hook"),
    store: createMemoryEventStore(),
    transport: { send: () => Promise.reject(new Error("no app")) },
    ...(transform && { webhooks: { transform: async (id, request) => transform(id, request) } }),
  });
const post = (engine: Engine, path: string, body = "{}") =>
  engine.handle({ method: "POST", path, headers: { "x-github-event": "push" }, body });
const last = async (engine: Engine) => (await engine.facts()).at(-1);

describe("a webhook", () => {
  it("turns a request into an event by its transform, and answers like any intake", async () => {
    const engine = await open((id, { headers, query, body }) => ({
      name: `${id}/${headers["x-github-event"]}`,
      data: { ...(JSON.parse(body) as object), q: query["q"] ?? null },
    }));
    const reply = await post(engine, "/webhook/github?q=a+b%21", '{"n":1}');
    expect(reply).toMatchObject({ status: 200, body: expect.stringMatching(/^\{"ids":\["[0-9A-Z]{26}"\],"status":200\}$/) });
    expect((await engine.facts()).find((fact) => fact.type === "event.received")).toMatchObject({
      name: "github/push",
      source: "webhook",
      data: { n: 1, q: "a b!" },
    });
    expect(await last(engine)).toMatchObject({ type: "event.unmatched", name: "github/push" });
  });

  it("whose transform throws, or makes no event, tells the sender and the log, and takes nothing in", async () => {
    const throwing = await open(() => {
      throw new TypeError("body.repository is undefined");
    });
    expect(await post(throwing, "/webhook/github")).toMatchObject({ status: 400, body: expect.stringContaining("body.repository") });
    expect(await last(throwing)).toMatchObject({ type: "webhook.rejected", webhook: "github", why: expect.stringContaining("failed") });
    const forging = await open(() => ({ name: "inngest/function.failed", data: {} }));
    expect((await post(forging, "/webhook/github")).status).toBe(400);
    expect(await last(forging)).toMatchObject({ type: "webhook.rejected", why: expect.stringContaining("reserved") });
  });

  it("that nobody has set up is a 404 and a fact", async () => {
    const engine = await open();
    expect((await post(engine, "/webhook/nope")).status).toBe(404);
    expect(await last(engine)).toMatchObject({ type: "webhook.rejected", webhook: "nope" });
  });
});
