// Apps that speak as the Python and the Go SDK do, where they differ from TypeScript (protocol.md 9.3, 9.4).
// Written, not recorded: no SDK runs here; each message is made by hand from the section that it cites.
import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import type { Json } from "../log/json.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";

type Body = {
  readonly ctx: Record<string, Json>;
  readonly steps: Record<string, Json>;
  readonly [key: string]: Json | Record<string, Json>;
};
type Answer = { readonly status: number; readonly body: Json; readonly headers?: Readonly<Record<string, string>> };

/** Serves one function whose n-th call gets the n-th answer; keeps the bodies of its calls. */
async function serveScript(sdk: string, register: (url: string) => Json, answers: readonly Answer[]) {
  const bodies: Body[] = [];
  const clock = createManualClock(Date.UTC(2026, 10, 20, 9));
  const send = (_url: string, request: WireRequest): Promise<WireResponse> => {
    bodies.push(JSON.parse(request.body) as Body);
    const { status, body, headers } = answers[bodies.length - 1] ?? { status: 500, body: null };
    return Promise.resolve({ status, headers: { "x-inngest-sdk": sdk, ...headers }, body: JSON.stringify(body) });
  };
  const engine = await createEngine({ clock, store: createMemoryEventStore(), entropy: createSeededEntropy(sdk), transport: { send } });
  const post = (path: string, body: Json) => engine.handle({ method: "POST", path, headers: {}, body: JSON.stringify(body) });
  const registered = await post("/fn/register", register("http://app.test/api/inngest"));
  await post("/e/test", { name: "go", data: {} });
  await flow(engine, clock);
  return { engine, bodies, registered };
}

async function flow(engine: Engine, clock: ReturnType<typeof createManualClock>): Promise<void> {
  await engine.settle();
  for (let due = engine.nextDue(); due !== undefined; due = engine.nextDue()) {
    clock.set(Math.max(due, clock.now()));
    await engine.settle();
  }
}

const functionOf = (url: string, more: Record<string, Json> = {}, retries = 0): Json => ({
  id: "app-f",
  name: "f",
  triggers: [{ event: "go", expression: null, cron: null }],
  ...more,
  steps: {
    step: { id: "step", name: "step", retries: { attempts: retries }, runtime: { type: "http", url: `${url}?fnId=app-f&stepId=step` } },
  },
});

describe("an app like Python's", () => {
  const nulls = {
    batchEvents: null,
    cancel: null,
    concurrency: null,
    debounce: null,
    idempotency: null,
    priority: null,
    rateLimit: null,
    singleton: null,
    throttle: { key: null, limit: 1, period: "60s", burst: 1 },
  };
  const register = (url: string): Json => ({
    appname: "app",
    deployType: "ping",
    framework: "flask",
    functions: [functionOf(url, nulls)],
    sdk: "inngest-py:v0.5.18",
    url,
    v: "0.1",
  });

  it("registers with `appname` and nulls, sleeps until a date in `name`, and ends with 200", async () => {
    const { engine, bodies, registered } = await serveScript("inngest-py:v0.5.18", register, [
      {
        status: 206,
        body: [
          {
            displayName: "nap",
            id: "hash-nap",
            name: "2026-11-20T10:00:00.000Z",
            op: "Sleep",
            opts: null,
            data: null,
            error: null,
            userland: { id: "nap" },
          },
        ],
      },
      { status: 200, body: "done" },
    ]);
    expect(registered.status).toBe(200);
    expect(bodies[1]?.steps).toEqual({ "hash-nap": null });
    const facts = await engine.facts();
    expect(facts.find((fact) => fact.type === "run.completed")).toMatchObject({ output: "done", t: Date.UTC(2026, 10, 20, 10) });
  });

  it("finds in every call what it requires", async () => {
    const { bodies } = await serveScript("inngest-py:v0.5.18", register, [{ status: 200, body: null }]);
    const [body] = bodies;
    expect(body).toMatchObject({ use_api: false, steps: {} });
    expect(body).toHaveProperty("event");
    expect(Object.keys(body?.ctx ?? {})).toEqual(expect.arrayContaining(["attempt", "disable_immediate_execution", "run_id", "stack"]));
  });

  const retrying = (url: string): Json => ({ ...(register(url) as Record<string, Json>), functions: [functionOf(url, nulls, 1)] });
  const error = { code: "unknown", message: "later", name: "RetryAfterError", stack: "Traceback" };

  it("fails a step at function level, and comes again at the date that it names (2.3, 9.4)", async () => {
    const headers = { "retry-after": "2026-11-20T09:05:00Z", "x-inngest-no-retry": "false" };
    const { engine, bodies } = await serveScript("inngest-py:v0.5.18", retrying, [
      { status: 500, body: error, headers },
      { status: 200, body: "done" },
    ]);
    expect(bodies.map(({ ctx }) => ctx["attempt"])).toEqual([0, 1]);
    expect((await engine.facts()).find((fact) => fact.type === "run.completed")).toMatchObject({ t: Date.UTC(2026, 10, 20, 9, 5) });
  });

  it("ends its run by a final error, whose words are kept (2.3, 9.4)", async () => {
    const headers = { "x-inngest-no-retry": "true" };
    const { engine, bodies } = await serveScript("inngest-py:v0.5.18", retrying, [{ status: 500, body: error, headers }]);
    expect(bodies).toHaveLength(1);
    expect((await engine.facts()).find((fact) => fact.type === "run.failed")).toMatchObject({ error });
  });

  it("waits by `name`, and gets null when time has passed (2.4, 9.3)", async () => {
    const op = {
      displayName: "w",
      id: "hash-w",
      name: "x/y",
      op: "WaitForEvent",
      opts: { if: null, timeout: "1h" },
      userland: { id: "w" },
    };
    const { bodies } = await serveScript("inngest-py:v0.5.18", register, [
      { status: 206, body: [{ ...op, data: null, error: null }] },
      { status: 200, body: "late" },
    ]);
    expect(bodies[1]?.steps).toEqual({ "hash-w": null });
  });
});

describe("an app like Go's", () => {
  const register = (url: string): Json => ({ appName: "app", functions: [functionOf(url)], sdk: "go:v0.15.1", url, v: "1" });

  it("waits by `opts.event`, sleeps by `opts.duration`, and gets both as null when time has passed", async () => {
    const { bodies, engine } = await serveScript("go:v0.15.1", register, [
      { status: 206, body: [{ op: "WaitForEvent", id: "hash-w", name: "w", opts: { event: "x/y", timeout: "1h" }, displayName: "w" }] },
      { status: 206, body: [{ op: "Sleep", id: "hash-s", name: "s", opts: { duration: "90s" }, displayName: "s" }] },
      { status: 200, body: { ok: true } },
    ]);
    expect(bodies.at(-1)?.steps).toEqual({ "hash-w": null, "hash-s": null });
    expect((await engine.facts()).find((fact) => fact.type === "run.completed")).toMatchObject({ output: { ok: true } });
  });

  it("says by a header that a step's error is final, and is given the error back with what else it carried", async () => {
    const error = { name: "Error", message: "no", data: { partial: 1 } };
    const { bodies } = await serveScript("go:v0.15.1", register, [
      {
        status: 206,
        body: [{ op: "StepError", id: "hash-e", name: "e", error, displayName: "e" }],
        headers: { "x-inngest-no-retry": "true" },
      },
      { status: 200, body: "caught" },
    ]);
    expect(bodies[1]?.steps).toEqual({ "hash-e": { error } });
    expect(bodies).toHaveLength(2);
  });

  it("fails with a bare message, and `fn_id` is a UUID or absent", async () => {
    const { bodies, engine } = await serveScript("go:v0.15.1", register, [{ status: 500, body: { message: "boom" } }]);
    expect((await engine.facts()).find((fact) => fact.type === "run.failed")).toMatchObject({ error: { name: "Error", message: "boom" } });
    expect(bodies[0]?.ctx["fn_id"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });

  it("says as a date when to come again, and a step error of the last attempt leaves its error (2.7, 9.4)", async () => {
    const retrying = (url: string): Json => ({ ...(register(url) as Record<string, Json>), functions: [functionOf(url, {}, 1)] });
    const error = { name: "Error", message: "busy" };
    const failing = { status: 206, body: [{ op: "StepError", id: "hash-e", name: "e", error, displayName: "e" }] };
    const { bodies, engine } = await serveScript("go:v0.15.1", retrying, [
      { ...failing, headers: { "retry-after": "2026-11-20T09:00:30Z" } },
      failing,
      { status: 200, body: "caught" },
    ]);
    expect(bodies.map(({ ctx }) => ctx["attempt"])).toEqual([0, 1, 0]);
    expect(bodies[2]?.steps).toEqual({ "hash-e": { error } });
    expect((await engine.facts()).find((fact) => fact.type === "run.completed")).toMatchObject({ t: Date.UTC(2026, 10, 20, 9, 0, 30) });
  });

  it("that does not know the function says 410, and is tried again as any error without no-retry (2.3)", async () => {
    const retrying = (url: string): Json => ({ ...(register(url) as Record<string, Json>), functions: [functionOf(url, {}, 1)] });
    const { bodies } = await serveScript("go:v0.15.1", retrying, [
      { status: 410, body: { message: "function not found" } },
      { status: 200, body: null },
    ]);
    expect(bodies).toHaveLength(2);
  });
});
