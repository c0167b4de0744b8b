import { describe, expect, it } from "vitest";
import type { JsonObject } from "../log/json.ts";
import type { WorldEffect, WorldOutcome } from "./door.ts";
import { createWorld } from "./world.ts";

const OPTIONS = {
  records: { customers: [{ id: "c-1", name: "Ada" }], drafts: [] },
  paidBefore: [{ orderId: "A-7", amountCents: 5000, at: "2026-11-16" }],
  model: [{ task: "greet", cents: 20, latencyMs: 1200, output: { text: "Hello {name}", by: "agent" } }],
};

function open() {
  const world = createWorld(OPTIONS);
  const lived: WorldEffect[] = [];
  const send = async (
    method: string,
    url: string,
    body: JsonObject = {},
    key?: string,
    faults: readonly string[] = [],
  ): Promise<WorldOutcome> => {
    const headers = key === undefined ? {} : { "Idempotency-Key": key };
    const outcome = await world.perform({ type: "fetch", method, url, headers, body: JSON.stringify(body) }, { now: 1000, faults });
    lived.push(...outcome.effects);
    return outcome;
  };
  return { world, lived, send };
}

const said = (outcome: WorldOutcome): unknown => (outcome.reply.type === "fetch" ? JSON.parse(outcome.reply.body) : outcome.reply);

describe("an idempotency key", () => {
  it("makes the second request a suppressed effect with the first answer", async () => {
    const { send } = open();
    const first = await send("POST", "https://payments.world/refunds", { orderId: "B-1", amountCents: 100 }, "k");
    const second = await send("POST", "https://payments.world/refunds", { orderId: "B-1", amountCents: 100 }, "k");
    expect([first.effects[0]?.suppressed, second.effects[0]?.suppressed]).toEqual([false, true]);
    expect(said(second)).toEqual(said(first));
  });

  it("is refused with another request, because it stands for one", async () => {
    const { send } = open();
    await send("POST", "https://payments.world/refunds", { orderId: "B-1", amountCents: 100 }, "k");
    const other = await send("POST", "https://payments.world/refunds", { orderId: "B-1", amountCents: 200 }, "k");
    expect(other).toMatchObject({ reply: { status: 400 }, effects: [] });
  });

  it("missing, lets every request have its effect", async () => {
    const { send, lived } = open();
    await send("POST", "https://chat.world/messages", { text: "hi" });
    await send("POST", "https://chat.world/messages", { text: "hi" });
    expect(lived.map((effect) => effect.suppressed)).toEqual([false, false]);
  });
});

describe("payments", () => {
  it("pays an order that was refunded before, and the ledger shows both", async () => {
    const { world, send } = open();
    const outcome = await send("POST", "https://payments.world/refunds", { orderId: "A-7", amountCents: 5000 });
    expect(outcome.effects[0]).toMatchObject({ kind: "stripe.refund", label: "$50.00", detail: { alreadyRefundedCents: 5000 } });
    expect((await world.tables(1000)).find((table) => table.name === "refunds")?.rows).toHaveLength(2);
    expect(said(await send("GET", "https://payments.world/orders/A-7"))).toMatchObject({ refundedCents: 10_000 });
  });
});

describe("faults", () => {
  it("turn an answer into 503 and leave no effect", async () => {
    const { send } = open();
    const outcome = await send("POST", "https://mail.world/mails", { to: "a@example.com" }, undefined, ["mail-down"]);
    expect(outcome).toMatchObject({ reply: { status: 503 }, effects: [] });
  });
});

describe("the model", () => {
  it("answers from the script and costs the same at every call", async () => {
    const { send } = open();
    const outcome = await send("POST", "https://model.world/run", { task: "greet", input: { name: "Ada" } });
    expect(said(outcome)).toEqual({ output: { text: "Hello Ada", by: "agent" }, cents: 20 });
    expect(outcome).toMatchObject({ effects: [], costs: [{ kind: "model", label: "greet", cents: 20 }] });
  });
});

describe("a plan", () => {
  it("names the effect before it happens, and reading has none", () => {
    const { world } = open();
    const plan = (method: string, url: string) => world.plan({ type: "fetch", method, url, headers: {}, body: "{}" });
    expect(plan("POST", "https://chat.world/messages")).toMatchObject({ kind: "slack.posted", effect: true });
    expect(plan("POST", "https://records.world/drafts")).toMatchObject({ kind: "db.insert", effect: true });
    expect(plan("GET", "https://records.world/customers/c-1")).toMatchObject({ kind: "read", effect: false });
    expect(world.plan({ type: "query", sql: "with x as (select 1) update t set a = 1", params: [] })).toMatchObject({
      kind: "db.update",
      effect: true,
    });
  });
});

describe("restore", () => {
  it("makes the world that has lived through these effects, keys included", async () => {
    const { world, send, lived } = open();
    await send("POST", "https://payments.world/refunds", { orderId: "A-7", amountCents: 100 }, "k");
    await send("POST", "https://records.world/drafts", { text: "Dear Ada" }, "d");
    await send("POST", "https://records.world/drafts", { text: "Dear Ada" }, "d");
    await send("POST", "https://chat.world/messages", { text: "look" });
    const fresh = createWorld(OPTIONS);
    await fresh.restore(JSON.parse(JSON.stringify(lived)) as WorldEffect[]);
    expect(await fresh.tables(1000)).toEqual(await world.tables(1000));
    const again = await fresh.perform(
      {
        type: "fetch",
        method: "POST",
        url: "https://payments.world/refunds",
        headers: { "idempotency-key": "k" },
        body: '{"amountCents":100,"orderId":"A-7"}',
      },
      { now: 2000, faults: [] },
    );
    expect(again.effects[0]?.suppressed).toBe(true);
  });
});

describe("options", () => {
  it("that are wrong name their path", () => {
    expect(() => createWorld({ model: [{ task: "x", cents: "20", latencyMs: 1, output: null }] })).toThrow(
      "world.options.model[0].cents must be a number.",
    );
    expect(() => createWorld({ chats: [] })).toThrow("world.options.chats: no such option.");
  });
});
