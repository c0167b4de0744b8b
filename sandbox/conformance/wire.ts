// The unmodified `inngest` package against the engine, in one process and with no place between them:
// the SDK's `serve` answers the engine's calls, and the SDK's own requests go to `engine.handle`.
// The learner-style files of `program/` are imported as they stand; nothing is passed to `new Inngest()` but an id.
import { serve } from "inngest/edge";
import { serve as serveStreams } from "inngest/remix";
import { vi } from "vitest";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createManualClock, type ManualClock } from "../adapters/memory/manual-clock.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import { rest } from "../engine/rest.ts";
import type { EventStore } from "../engine/ports/event-store.ts";
import type { Gateway } from "../engine/ports/gateway.ts";
import type { Transport } from "../engine/ports/transport.ts";
import type { Webhooks } from "../engine/ports/webhooks.ts";
import type { Fact, FactOf } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";

const APP = "http://app.test/api/inngest";
const ENGINE = "http://engine.test";

/** What stands between the two: lets a test answer in the app's or the engine's stead. */
export type Tap = {
  readonly call?: (request: WireRequest, pass: () => Promise<WireResponse>) => Promise<WireResponse>;
  readonly api?: (request: WireRequest, pass: () => Promise<WireResponse>) => Promise<WireResponse>;
};

export type Wire = {
  readonly engine: Engine;
  readonly clock: ManualClock;
  readonly store: EventStore;
  /** What step bodies printed, in order: how often each really ran. */
  readonly printed: readonly string[];
  /** `more`: further fields of the event; `headers` of the request. */
  send(name: string, data?: JsonObject, more?: JsonObject, headers?: Readonly<Record<string, string>>): Promise<WireResponse>;
  /** Lets the engine work and turns the clock to whatever is due, until nothing is due up to `horizon` ms from now. */
  flow(horizonMs?: number): Promise<void>;
  facts<T extends Fact["type"]>(type: T, fn?: string): Promise<readonly FactOf<T>[]>;
  /** Kills this engine and opens another on the same store. */
  restart(): Promise<void>;
};

export type WireOptions = {
  readonly checkpointing: boolean;
  readonly tap?: Tap;
  readonly gateway?: Gateway;
  readonly webhooks?: Webhooks;
  /** Whether the app answers by streams (protocol.md 2.3). */
  readonly streaming?: boolean;
  /** Serves the function with a cron trigger too: from then on something is always due. */
  readonly timer?: boolean;
};

export async function openWire(options: WireOptions): Promise<Wire> {
  const clock = createManualClock(Date.UTC(2026, 10, 20, 9));
  const store = createMemoryEventStore();
  const printed: string[] = [];
  setEnvironment(printed);
  const { tap = {}, gateway, webhooks, streaming = false, timer = false } = options;

  const app = await serveProgram({ streaming, timer }, (request) => {
    const pass = (): Promise<WireResponse> => engine.handle(request, "function");
    return tap.api === undefined ? pass() : tap.api(request, pass);
  });
  const transport: Transport = {
    send(_url, request) {
      const pass = (): Promise<WireResponse> => app(request);
      return tap.call === undefined || request.method !== "POST" ? pass() : tap.call(request, pass);
    },
  };
  const open = (): Promise<Engine> =>
    createEngine(
      { clock, store, entropy: createSeededEntropy("wire"), transport, ...(gateway && { gateway }), ...(webhooks && { webhooks }) },
      { checkpointing: options.checkpointing, rest },
    );
  let engine = await open();
  const registered = await engine.sync(APP);
  if (registered.status !== 200) throw new Error(`The program did not register: ${registered.body}`);
  return {
    get engine() {
      return engine;
    },
    clock,
    store,
    printed,
    send: (name, data = {}, more = {}, headers = {}) =>
      engine.handle({ method: "POST", path: "/e/key", headers, body: JSON.stringify({ name, data, ...more }) }, "learner"),
    flow: (horizonMs = Number.POSITIVE_INFINITY) => flow(engine, clock, clock.now() + horizonMs),
    facts: (type, fn) => factsOf(engine, type, fn),
    async restart() {
      engine.stop();
      engine = await open();
    },
  };
}

/** The SDK in dev mode, its engine's address, and a console that keeps what step bodies print. */
function setEnvironment(printed: string[]): void {
  vi.stubEnv("INNGEST_DEV", "1");
  vi.stubEnv("INNGEST_BASE_URL", ENGINE);
  vi.spyOn(console, "log").mockImplementation((text: unknown) => void printed.push(String(text)));
  // The SDK reports every failed step on the console.
  for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => {});
}

async function flow(engine: Engine, clock: ManualClock, end: number): Promise<void> {
  await engine.settle();
  for (let due = engine.nextDue(); due !== undefined && due <= end; due = engine.nextDue()) {
    clock.set(Math.max(due, clock.now()));
    await engine.settle();
  }
}

async function factsOf<T extends Fact["type"]>(engine: Engine, type: T, fn: string | undefined): Promise<readonly FactOf<T>[]> {
  const found = (await engine.facts()).filter((fact): fact is FactOf<T> => fact.type === type);
  return fn === undefined ? found : found.filter((fact) => "fn" in fact && fact.fn === fn);
}

/** The program served by the SDK; `engineAnswers` is what the SDK's `fetch` reaches. */
async function serveProgram(
  { streaming, timer }: { readonly streaming: boolean; readonly timer: boolean },
  engineAnswers: (request: WireRequest) => Promise<WireResponse>,
): Promise<(request: WireRequest) => Promise<WireResponse>> {
  const fetchEngine = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
    toResponse(await engineAnswers(await toWire(new Request(input, init))));
  vi.stubGlobal("fetch", fetchEngine);
  vi.resetModules();
  const { inngest } = await import("./program/client.ts");
  const modules = await Promise.all([
    import("./program/sequence.ts"),
    import("./program/time.ts"),
    import("./program/failure.ts"),
    import("./program/rules.ts"),
    import("./program/flow.ts"),
    import("./program/ways-out.ts"),
    import("./program/deferring.ts"),
    ...(timer ? [import("./program/timer.ts")] : []),
  ]);
  const functions = modules.flatMap((module) => Object.values(module));
  // The edge handler cannot stream; Remix's can.
  const streams = serveStreams({ client: inngest, functions, streaming });
  const whole = serve({ client: inngest, functions });
  const handler = (request: Request): Promise<Response> => (streaming ? streams({ request }) : whole(request));
  return async ({ method, path, headers, body }) => {
    // An HTTP server would have set `host`; the SDK reads it.
    const request = new Request(`http://app.test${path}`, {
      method,
      headers: { ...headers, host: "app.test" },
      ...(method === "GET" ? {} : { body }),
    });
    return fromResponse(await handler(request));
  };
}

async function toWire(request: Request): Promise<WireRequest> {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method as WireRequest["method"],
    path: pathname + search,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  };
}

async function fromResponse(response: Response): Promise<WireResponse> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function toResponse({ status, headers, body }: WireResponse): Response {
  return new Response(body, { status, headers });
}

/** One run's story in numbers: what came of it, how many calls it took, and what ran. */
export async function runOnce(
  wire: Wire,
  name: string,
  data: JsonObject = {},
  meanwhile?: () => Promise<void>,
): Promise<{ output: Json | undefined; calls: number }> {
  await wire.send(name, data);
  await meanwhile?.();
  await wire.flow();
  const fn = `program-${name}`;
  const [completed] = await wire.facts("run.completed", fn);
  return { output: completed?.output, calls: (await wire.facts("call.sent", fn)).length };
}
