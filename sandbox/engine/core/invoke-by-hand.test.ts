// Invocations from outside (protocol.md 4.5): one function, whatever its triggers.
import { describe, expect, it } from "vitest";
import { createManualClock } from "../../adapters/memory/manual-clock.ts";
import { createSeededEntropy } from "../../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../../adapters/memory/event-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import { createEngine, type Engine } from "../engine.ts";
import type { JsonObject } from "../../log/json.ts";

function openOn(store: EventStore): Promise<Engine> {
  const transport = { send: () => Promise.resolve({ status: 200, headers: { "x-inngest-sdk": "js:v4" }, body: '"done"' }) };
  return createEngine({ clock: createManualClock(0), entropy: createSeededEntropy("x"), store, transport }, { snapshotEvery: 3 });
}

async function engineWith(config: JsonObject = {}, store = createMemoryEventStore()): Promise<Engine> {
  const engine = await openOn(store);
  const step = { id: "step", name: "step", runtime: { type: "http", url: "http://app.test/api/inngest?fnId=a-f&stepId=step" } };
  const fn = { id: "a-f", name: "f", triggers: [{ event: "a/never" }], steps: { step }, ...config };
  const body = JSON.stringify({ url: "http://app.test/api/inngest", appName: "a", sdk: "js:v4", functions: [fn] });
  const { status } = await engine.handle({ method: "POST", path: "/fn/register", headers: {}, body });
  expect(status).toBe(200);
  return engine;
}

describe("an invocation from outside", () => {
  it("starts the function with its data, whatever the triggers, and says which run it is", async () => {
    const engine = await engineWith();
    const invoked = await engine.invoke("a-f", { data: { n: 1, _inngest: "mine" }, user: { id: "u" } });
    await engine.settle();
    const facts = await engine.facts();
    expect(invoked).toMatchObject({ outcome: "started" });
    const created = facts.find((fact) => fact.type === "run.created");
    expect(created).toMatchObject({ cause: "invoke", fn: "a-f", eventIds: [invoked?.eventId] });
    expect(facts.find((fact) => fact.type === "event.received")).toMatchObject({
      name: "inngest/function.invoked",
      data: { n: 1, _inngest: { fn_id: "a-f" } },
      user: { id: "u" },
    });
    expect(facts.some((fact) => fact.type === "run.completed" && fact.output === "done")).toBe(true);
  });

  it("with a key that came before starts nothing and names the first run, also after its end (L8)", async () => {
    const engine = await engineWith();
    const first = await engine.invoke("a-f", {}, "k");
    const meanwhile = await engine.invoke("a-f", {}, "k");
    await engine.settle();
    const later = await engine.invoke("a-f", {}, "k");
    const runId = first !== undefined && "runId" in first ? first.runId : "";
    expect(meanwhile).toMatchObject({ outcome: "repeated", runId });
    expect(later).toMatchObject({ outcome: "repeated", runId });
    expect((await engine.facts()).filter((fact) => fact.type === "run.created")).toHaveLength(1);
  });

  it("with a key is known after a restart too, from the snapshot and from the log (L8, L11)", async () => {
    const store = createMemoryEventStore();
    const engine = await engineWith({}, store);
    const first = await engine.invoke("a-f", {}, "k");
    await engine.settle();
    engine.stop();
    const second = await openOn(store);
    expect(await second.invoke("a-f", {}, "k")).toMatchObject({
      outcome: "repeated",
      runId: first !== undefined && "runId" in first ? first.runId : "",
    });
    const events = (await store.read(1)).filter((fact) => fact.type === "run.created");
    const copy = createMemoryEventStore();
    second.stop();
    await copy.append(await store.read(1));
    expect(await (await openOn(copy)).invoke("a-f", {}, "k")).toMatchObject({ outcome: "repeated" });
    expect(events).toHaveLength(1);
  });

  it("of a function that nobody registered starts nothing and stores nothing", async () => {
    const engine = await engineWith();
    const before = (await engine.facts()).length;
    expect(await engine.invoke("a-nope", {})).toBeUndefined();
    expect(await engine.facts()).toHaveLength(before);
  });

  it("over a rate limit, or of a paused function, is a skip that says so (L9)", async () => {
    const limited = await engineWith({ rateLimit: { limit: 1, period: "1h" } });
    await limited.invoke("a-f", {});
    expect(await limited.invoke("a-f", {})).toMatchObject({ outcome: "rate-limited" });
    expect((await limited.facts()).some((fact) => fact.type === "event.skipped")).toBe(true);
    const paused = await engineWith();
    await paused.pauseFunction("a-f");
    expect(await paused.invoke("a-f", {})).toMatchObject({ outcome: "paused" });
  });

  it("while a run of the same singleton goes on is a skip that says so (L9)", async () => {
    const engine = await engineWith({ singleton: { mode: "skip" } });
    await engine.pauseCalls("the test looks");
    await engine.invoke("a-f", {});
    expect(await engine.invoke("a-f", {})).toMatchObject({ outcome: "singleton" });
  });
});
