// Graceful shutdown: no further call, nothing in flight lost, and the next engine goes on (L11).
import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import type { Fact } from "../log/facts.ts";
import type { WireResponse } from "../protocol/http.ts";
import { post, REGISTER, SDK } from "./app.kit.ts";
import { createEngine, type Engine } from "./engine.ts";
import { EngineStopped } from "./loop.ts";

const ran: WireResponse = { status: 206, headers: SDK, body: '[{"id":"one","op":"StepRun","displayName":"one","data":1}]' };
const done: WireResponse = { status: 200, headers: SDK, body: '"done"' };

/** An app that answers when it is told to, and an engine on a store that outlives it. */
async function running() {
  const store = createMemoryEventStore();
  const clock = createManualClock(1_800_000_000_000);
  const open: ((response: WireResponse) => void)[] = [];
  const transport = { send: () => new Promise<WireResponse>((resolve) => void open.push(resolve)) };
  const start = () => createEngine({ store, clock, transport, entropy: createSeededEntropy("seed") });
  const engine = await start();
  await engine.handle(post("/fn/register", REGISTER));
  await engine.handle(post("/e/key", '{"name":"a"}'));
  return { engine, start, open, facts: () => store.read(1) };
}
const types = (facts: readonly Fact[]) => facts.map(({ type }) => type);
const stoppedAfter = (engine: Engine) => engine.handle(post("/e/key", '{"name":"a"}')).then(({ status }) => status);

describe("an engine that drains", () => {
  it("lets the call in flight end, stores its step, sends no other, and then stops", async () => {
    const { engine, open, facts } = await running();
    const drained = engine.drain();
    await engine.stored();
    open[0]?.(ran);
    await drained;
    expect(open).toHaveLength(1);
    const told = types(await facts());
    expect(told.slice(told.indexOf("engine.draining"))).toEqual([
      "engine.draining",
      "call.answered",
      "step.completed",
      "call.held",
      "engine.drained",
    ]);
    expect(await stoppedAfter(engine)).toBe(503);
  });

  it("takes events meanwhile, and starts none of their runs (L1)", async () => {
    const { engine, open, facts } = await running();
    const drained = engine.drain();
    expect((await engine.handle(post("/e/key", '{"name":"a"}'))).status).toBe(200);
    open[0]?.(done);
    await drained;
    expect(types(await facts()).filter((type) => type === "run.created" || type === "run.started")).toEqual([
      "run.created",
      "run.started",
      "run.created",
    ]);
  });

  it("goes on in the next engine with what it held, at no cost of an attempt and with no call sent twice (L11)", async () => {
    const { engine, start, open, facts } = await running();
    const drained = engine.drain();
    open[0]?.(ran);
    await drained;
    const next = await start();
    open[1]?.(done);
    await next.settle();
    const all = await facts();
    expect(all.filter((fact) => fact.type === "call.sent")).toMatchObject([
      { attempt: 0, because: "start", memoCount: 0 },
      { attempt: 0, because: "next-step", memoCount: 1 },
    ]);
    expect(types(all).at(-1)).toBe("run.completed");
  });

  it("leaves a pause as it was: the next engine still waits for whoever asked for it", async () => {
    const { engine, start, open } = await running();
    const drained = engine.drain();
    await engine.pauseCalls("the host is down");
    open[0]?.(ran);
    await drained;
    const next = await start();
    expect(open).toHaveLength(1);
    await next.resumeCalls("the host is up");
    expect(open).toHaveLength(2);
    next.stop();
  });

  it("that is stopped first says so", async () => {
    const { engine } = await running();
    const drained = engine.drain();
    await engine.stored();
    engine.stop();
    await expect(drained).rejects.toBeInstanceOf(EngineStopped);
  });
});
