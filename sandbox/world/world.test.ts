import fc from "fast-check";
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

describe("a model with a rate", () => {
  const TASK = { task: "greet", cents: 20, output: "Hello" };
  const limited = (perMinute: number) => createWorld({ model: { perMinute, latencyMs: 2000, script: [TASK] } });
  const ask = { type: "fetch", method: "POST", url: "https://model.world/run", headers: {}, body: '{"task":"greet"}' } as const;
  const takenAt = (world: ReturnType<typeof createWorld>, now: number) => world.admit(ask, { now, faults: [] }) === undefined;

  it("takes a minute's calls at once, refuses the next as it comes, and says when to come again", () => {
    const world = limited(30);
    expect(Array.from({ length: 31 }, () => takenAt(world, 1000)).filter(Boolean)).toHaveLength(30);
    expect(world.admit(ask, { now: 1500, faults: [] })).toMatchObject({
      outcome: {
        reply: { status: 429, headers: { "retry-after": "2" } },
        costs: [],
        refused: { service: "model.world", status: 429, retryAfterMs: 1500 },
      },
    });
    expect(takenAt(world, 2999)).toBe(false);
    expect(takenAt(world, 3000)).toBe(true);
  });

  it("never takes more than a minute's calls and those that the time between them has earned", () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), arrivals, (perMinute, gaps) => {
        const world = limited(perMinute);
        let now = 0;
        const taken: number[] = [];
        for (const gap of gaps) if (takenAt(world, (now += gap))) taken.push(now);
        for (const [first, from] of taken.entries())
          for (const [last, to] of taken.entries())
            if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(perMinute + ((to - from) * perMinute) / 60_000 + 1e-6);
      }),
    );
  });

  it("takes a call that comes when the answer told it to", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 600 }), (perMinute, calls) => {
        const world = limited(perMinute);
        for (let call = 0; call < calls; call += 1) takenAt(world, 0);
        const wait = world.admit(ask, { now: 0, faults: [] })?.outcome.refused?.retryAfterMs ?? 0;
        expect(wait === 0 || takenAt(world, wait)).toBe(true);
      }),
    );
  });

  it("counts on from the log: calls count from when they came, and refused ones not at all", async () => {
    const lived = limited(2);
    expect([takenAt(lived, 0), takenAt(lived, 0), takenAt(lived, 10_000)]).toEqual([true, true, false]);
    const fresh = limited(2);
    await fresh.restore(
      [],
      [2000, 2000].map((at) => ({ kind: "model", label: "greet", cents: 20, at })),
    );
    expect([takenAt(fresh, 29_999), takenAt(fresh, 30_000), takenAt(fresh, 30_000)]).toEqual([false, true, false]);
    await fresh.restore([]);
    expect(takenAt(fresh, 30_000)).toBe(true);
  });
});

describe("a refusal", () => {
  it("names its service, its status and the reason", async () => {
    const { send } = open();
    expect((await send("POST", "https://mail.world/mails", { to: "a" }, undefined, ["mail-down"])).refused).toEqual({
      service: "mail.world",
      status: 503,
      why: "mail.world is down. Try again later.",
    });
    expect((await send("POST", "https://fax.world/")).refused).toMatchObject({ service: "fax.world", status: 502 });
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
    expect(() => createWorld({ model: { perMinute: 0, script: [] } })).toThrow("world.options.model.perMinute must be above zero.");
    expect(() => createWorld({ model: { perHour: 9, script: [] } })).toThrow("world.options.model.perHour: no such option.");
  });
});
