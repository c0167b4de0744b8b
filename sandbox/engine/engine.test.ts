import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import type { Fact } from "../log/facts.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { FUNCTIONS, post, REGISTER, SDK } from "./app.kit.ts";
import { createEngine, type Engine, type EnginePorts } from "./engine.ts";

const START = 1_800_000_000_000;

const json = (response: WireResponse): unknown => JSON.parse(response.body);

type Answer = (request: WireRequest) => Promise<WireResponse> | WireResponse;
const done: Answer = () => ({ status: 200, headers: SDK, body: '"done"' });

function portsFor(answer: Answer, more: Partial<EnginePorts> = {}): EnginePorts & { readonly clock: ReturnType<typeof createManualClock> } {
  const clock = createManualClock(START);
  return {
    entropy: createSeededEntropy("seed"),
    store: createMemoryEventStore(),
    transport: { send: async (_, request) => answer(request) },
    ...more,
    clock,
  };
}

async function open(
  answer: Answer = done,
  more: Partial<EnginePorts> = {},
): Promise<{ readonly engine: Engine; readonly ports: ReturnType<typeof portsFor> }> {
  const ports = portsFor(answer, more);
  const engine = await createEngine(ports);
  await engine.handle(post("/fn/register", REGISTER));
  return { engine, ports };
}

const typesIn = async (engine: Engine): Promise<readonly string[]> => (await engine.facts()).map((fact) => fact.type);
const runIn = async (engine: Engine): Promise<string> =>
  (await engine.facts()).flatMap((fact) => (fact.type === "run.created" ? [fact.runId] : [])).at(-1) ?? "";

describe("the HTTP API", () => {
  it("stores the events of one request, and all that follows from them, in one batch", async () => {
    const inner = createMemoryEventStore();
    const batches: string[][] = [];
    const { engine } = await open(() => new Promise(() => {}), {
      store: { ...inner, append: async (facts) => void (await inner.append(facts), batches.push(facts.map(({ type }) => type))) },
    });
    batches.length = 0;
    await engine.handle(post("/e/key", '[{"name":"a"},{"name":"b"},{"name":"a"}]'));
    expect(batches.map((types) => types.filter((type) => /^(event\.received|run\.created)$/.test(type)))).toEqual([
      ["event.received", "run.created", "event.received", "event.received", "run.created"],
    ]);
  });

  it("answers every event of a request with the engine's id, and a bad one with what is wrong", async () => {
    const { engine } = await open();
    expect(json(await engine.handle(post("/e/key", '[{"name":"a"},{"name":"b"}]')))).toMatchObject({
      status: 200,
      ids: [expect.stringMatching(/^[0-9A-Z]{26}$/), expect.any(String)],
    });
    expect(json(await engine.handle(post("/e/key", '{"name":"inngest/x"}')))).toMatchObject({
      status: 400,
      error: expect.stringContaining("reserved"),
    });
  });

  it("gives events the ids of the sender's seed, so that a resend starts nothing twice (protocol.md 4.3)", async () => {
    const { engine } = await open();
    const seeded = post("/e/key", '[{"name":"a"},{"name":"a"}]', { "x-inngest-event-id-seed": "1795182027843,6TMDwg1iEAw5DQ==" });
    const [first, second] = [await engine.handle(seeded), await engine.handle(seeded)];
    expect(first.body).toBe(second.body);
    expect((await typesIn(engine)).filter((type) => type === "run.created" || type === "event.deduped")).toEqual([
      "run.created",
      "run.created",
      "event.deduped",
      "event.deduped",
    ]);
  });

  it("tells an app whether its configuration is new; the same again is no fact (protocol.md 1.4)", async () => {
    const { engine } = await open();
    expect(json(await engine.handle(post("/fn/register", REGISTER)))).toMatchObject({ ok: true, modified: false });
    expect((await typesIn(engine)).filter((type) => type === "app.registered")).toHaveLength(1);
    expect((await engine.handle(post("/fn/register", REGISTER.replace("appName", "appname")))).status).toBe(200);
  });

  it("refuses a function whose trigger cannot be read", async () => {
    const { engine } = await open();
    const broken = REGISTER.replace('{"event":"a"}', '{"event":"a","expression":"event.data.x ==="}');
    expect(json(await engine.handle(post("/fn/register", broken)))).toMatchObject({ error: "At least one function is invalid" });
  });

  it("refuses a function whose cron cannot be read", async () => {
    const { engine } = await open();
    const refused = async (cron: string) =>
      json(await engine.handle(post("/fn/register", REGISTER.replace('{"event":"a"}', JSON.stringify({ cron })))));
    const invalid = { error: "At least one function is invalid", data: null, status: 400 };
    expect([await refused("@hourly"), await refused("0 0 9 * * *"), await refused("TZ=Nowhere/City 0 9 * * *")]).toEqual([
      invalid,
      invalid,
      invalid,
    ]);
    expect(await refused("TZ=Europe/Paris 0 9 * * *")).toMatchObject({ ok: true, modified: true });
  });

  it("says what it does not serve", async () => {
    const { engine } = await open();
    expect([
      (await engine.handle({ ...post("/e/key"), method: "GET" })).status,
      (await engine.handle(post("/v1/realtime/token", "{}"))).status,
    ]).toEqual([405, 404]);
    expect(json(await engine.handle({ ...post("/v0/gql"), method: "GET" }))).toEqual({
      error: "This engine does not serve GET /v0/gql.",
      status: 404,
    });
  });

  it("answers checkpoints with 200, 409 for a stale call, 400 for a run that is over (protocol.md 3.2)", async () => {
    const statuses: number[] = [];
    const held: { engine?: Engine } = {};
    const reporting: Answer = async (request) => {
      const { ctx } = JSON.parse(request.body) as { ctx: { run_id: string; request_id: string; generation_id: number } };
      const body = (requestId: string): string =>
        JSON.stringify({
          run_id: ctx.run_id,
          request_id: requestId,
          generation_id: ctx.generation_id,
          steps: [{ op: "StepRun", id: "x", data: 1 }],
        });
      const path = `/v1/checkpoint/${ctx.run_id}/async`;
      statuses.push((await held.engine?.handle(post(path, body(ctx.request_id))))?.status ?? 0);
      statuses.push((await held.engine?.handle(post(`/v1/http/runs/${ctx.run_id}/async`, body("another"))))?.status ?? 0);
      return { status: 206, headers: SDK, body: '[{"op":"RunComplete","id":"done","data":1}]' };
    };
    const { engine } = await open(reporting);
    held.engine = engine;
    await engine.handle(post("/e/key", '{"name":"a"}'));
    await engine.settle();
    const gone = await engine.handle(post(`/v1/checkpoint/${await runIn(engine)}/async`, '{"request_id":"x","steps":[]}'));
    expect([...statuses, gone.status]).toEqual([200, 409, 400]);
  });
});

describe("registration", () => {
  it("takes the configuration from the reply when the app answers in band (protocol.md 1.5)", async () => {
    const config = JSON.stringify({ app_id: "app", sdk: "test", url: "http://app/api", functions: FUNCTIONS });
    const engine = await createEngine(
      portsFor(() => ({ status: 200, headers: { ...SDK, "x-inngest-sync-kind": "in_band" }, body: config })),
    );
    expect(json(await engine.sync("http://app/api"))).toMatchObject({ ok: true, modified: true });
    expect(await typesIn(engine)).toEqual(["engine.started", "app.registered"]);
  });

  it("hands on the answer of an app that has posted its configuration, or that is broken", async () => {
    const engine = await createEngine(portsFor(() => ({ status: 500, headers: SDK, body: '{"message":"broken"}' })));
    expect((await engine.sync("http://app/api")).status).toBe(500);
  });
});

describe("the log", () => {
  it("numbers engine facts and observations together, from 1 and without gaps", async () => {
    const { engine } = await open();
    const told: Fact[] = [];
    engine.subscribe((facts) => told.push(...facts));
    await Promise.all([
      engine.observe({ type: "fault.disarmed" }),
      engine.handle(post("/e/key", '{"name":"a"}')),
      engine.observe({ type: "fault.disarmed" }),
    ]);
    await engine.settle();
    const facts = await engine.facts();
    expect(facts.map((fact) => fact.seq)).toEqual(facts.map((_, i) => i + 1));
    expect(told).toEqual(facts.slice(2));
  });

  it("is the same for the same seed, clock and inputs (L12)", async () => {
    const logs = [];
    for (let i = 0; i < 2; i += 1) {
      const { engine } = await open();
      await engine.handle(post("/e/key", '[{"name":"a"},{"name":"b"}]'));
      await engine.settle();
      logs.push(await engine.facts());
    }
    expect(logs[0]).toEqual(logs[1]);
  });

  it("is dated by the instant of each decision, whatever a running clock says meanwhile (L12)", async () => {
    let now = START;
    const ports = portsFor(done);
    const engine = await createEngine({ ...ports, clock: { now: () => (now += 1), alarm: ports.clock.alarm } });
    await engine.handle(post("/fn/register", REGISTER));
    await engine.handle(post("/e/key", '{"name":"a"}'));
    await engine.settle();
    const ofEvent = (await engine.facts()).filter((fact) =>
      ["event.received", "run.created", "run.started", "call.sent"].includes(fact.type),
    );
    expect(ofEvent).toHaveLength(4);
    expect(new Set(ofEvent.map((fact) => fact.t)).size).toBe(1);
  });

  it("refuses what a newer engine wrote, and says what to do", async () => {
    const store = createMemoryEventStore([
      { seq: 1, t: START, type: "engine.started", logVersion: 99, seed: "s", generation: 1, checkpointing: true },
    ]);
    await expect(createEngine(portsFor(done, { store }))).rejects.toThrow("version 99");
  });
});

describe("an engine", () => {
  it("goes on where its log ends, with the next generation (L11)", async () => {
    const { engine, ports } = await open(() => ({ status: 206, headers: SDK, body: '[{"op":"Sleep","id":"z","name":"3d"}]' }));
    await engine.handle(post("/e/key", '{"name":"a"}'));
    await engine.settle();
    engine.stop();
    const again = await createEngine({ ...ports, transport: { send: async (_, request) => done(request) } });
    expect(again.nextDue()).toBe(START + 3 * 86_400_000);
    ports.clock.advance("3d");
    await again.settle();
    expect((await typesIn(again)).slice(-5)).toEqual(["engine.restarted", "sleep.ended", "call.sent", "call.answered", "run.completed"]);
  });

  it("that has stopped takes nothing more, and says so on the wire", async () => {
    const { engine } = await open();
    engine.stop();
    expect(await engine.handle(post("/e/key", '{"name":"a"}'))).toMatchObject({
      status: 503,
      body: expect.stringContaining("has stopped"),
    });
    await expect(engine.observe({ type: "fault.disarmed" })).rejects.toThrow("has stopped");
  });

  it("whose store fails tells nobody that an event was accepted, and stops (L1)", async () => {
    const inner = createMemoryEventStore();
    let full = false;
    const { engine } = await open(done, {
      store: { ...inner, append: (facts) => (full ? Promise.reject(new Error("disk full")) : inner.append(facts)) },
    });
    full = true;
    expect(await engine.handle(post("/e/key", '{"name":"a"}'))).toMatchObject({ status: 503, body: expect.stringContaining("disk full") });
    expect((await engine.handle(post("/e/key", '{"name":"a"}'))).status).toBe(503);
    await engine.settle();
  });

  it("knows its open calls, and how many are on their way", async () => {
    let answer: (response: WireResponse) => void = () => {};
    const { engine } = await open(() => new Promise((resolve) => (answer = resolve)));
    await engine.handle(post("/e/key", '{"name":"a"}'));
    await engine.stored();
    const sent = (await engine.facts()).find((fact) => fact.type === "call.sent");
    expect(engine.inFlight()).toBe(1);
    expect(engine.call(sent?.callId ?? "")).toMatchObject({
      fn: "app-f",
      target: "step",
      attempt: 0,
      mode: "checkpoint",
      because: "start",
    });
    answer({ status: 200, headers: SDK, body: "1" });
    await engine.settle();
    expect([engine.inFlight(), engine.call(sent?.callId ?? "")]).toEqual([0, undefined]);
  });
});

describe("a finished run", () => {
  it("is run again from its stored events, which have left the memory", async () => {
    const { engine } = await open();
    await engine.handle(post("/e/key", '{"name":"a","data":{"n":1},"id":"mine"}'));
    await engine.settle();
    const first = await runIn(engine);
    const second = await engine.rerun(first);
    await engine.settle();
    expect(await runIn(engine)).toBe(second);
    expect((await typesIn(engine)).filter((type) => type === "run.completed")).toHaveLength(2);
    expect(await engine.rerun(second ?? "")).toEqual(expect.any(String));
    expect(await engine.rerun("unknown")).toBeUndefined();
  });

  it("is dropped whole; its event id still keeps a second run away (L4, L8)", async () => {
    const { engine, ports } = await open();
    await engine.handle(post("/e/key", '{"name":"a","id":"mine"}'));
    await engine.settle();
    const runId = await runIn(engine);
    await engine.prune(runId);
    expect((await engine.facts()).filter((fact) => "runId" in fact && fact.runId === runId).map((fact) => fact.type)).toEqual([
      "run.pruned",
    ]);
    await engine.handle(post("/e/key", '{"name":"a","id":"mine"}'));
    expect((await typesIn(engine)).at(-1)).toBe("event.deduped");
    engine.stop();
    const again = await createEngine(ports);
    await again.handle(post("/e/key", '{"name":"a","id":"mine"}'));
    expect((await typesIn(again)).at(-1)).toBe("event.deduped");
  });

  it("that is unfinished, or unknown, is not dropped", async () => {
    const { engine } = await open(() => ({ status: 206, headers: SDK, body: '[{"op":"Sleep","id":"z","name":"3d"}]' }));
    await engine.handle(post("/e/key", '{"name":"a"}'));
    await engine.settle();
    await engine.prune(await runIn(engine));
    await engine.prune("unknown");
    expect(await typesIn(engine)).not.toContain("run.pruned");
  });
});
