// For tests of the HTTP interface: the real engine and store behind it, and an app of the unmodified SDK that reaches the engine
// by no other way than this interface. Time is turned by hand.
import type { Hono } from "hono";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { createEngine, type Engine } from "../../../engine/engine.ts";
import { rest } from "../../../engine/rest.ts";
import type { Json } from "../../../log/json.ts";
import type { Transport } from "../../../engine/ports/transport.ts";
import type { WireRequest, WireResponse } from "../../../protocol/http.ts";
import { createSeededEntropy } from "../../memory/entropy.ts";
import { createManualClock, type ManualClock } from "../../memory/manual-clock.ts";
import { signatureOf } from "../app/sign.ts";
import type { AppView, NodePlace, NodeStore } from "../ports.ts";
import { openMemoryStore } from "../store/store.ts";
import { createApi, type ApiOptions } from "./api.ts";

export const APP_URL = "http://localhost:3000/api/inngest";
const ENGINE_URL = "http://localhost:8288";

export type Answer = { readonly status: number; readonly body: Json; readonly text: string; readonly headers: Headers };

export type Kit = {
  readonly api: Hono;
  readonly place: NodePlace;
  readonly engine: Engine;
  readonly store: NodeStore;
  readonly clock: ManualClock;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body?: Json, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  ask(method: string, path: string, init?: Omit<RequestInit, "method">): Promise<Answer>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  advance(ms: number): Promise<void>;
  close(): void;
};

const quiet = (): void => {};

type Functions = (client: Inngest) => NonNullable<Parameters<typeof serve>[0]["functions"]>;

export type KitOptions = {
  readonly functions?: Functions;
  readonly options?: Partial<ApiOptions>;
  readonly signingKey?: string;
  readonly eventKey?: string;
  readonly checkpointing?: boolean;
  /** Default: a store in memory. */
  readonly store?: NodeStore;
};

const opened: Kit[] = [];

/** Closes every kit that is open: for `afterEach`. */
export function closeKits(): void {
  for (const kit of opened.splice(0)) kit.close();
}

export async function openKit({
  functions = someFunctions,
  options = {},
  signingKey,
  eventKey,
  checkpointing = true,
  store = openMemoryStore(),
}: KitOptions = {}): Promise<Kit> {
  const clock = createManualClock(Date.UTC(2026, 10, 20, 9));
  const reach = (input: Request | string | URL, init?: RequestInit): Promise<Response> =>
    Promise.resolve(api.request(new Request(input, init)));
  const client = new Inngest({
    id: "shop",
    baseUrl: ENGINE_URL,
    isDev: signingKey === undefined,
    fetch: reach as typeof fetch,
    logger: { info: quiet, warn: quiet, error: quiet, debug: quiet },
    ...(signingKey === undefined ? {} : { signingKey }),
    ...(eventKey === undefined ? {} : { eventKey }),
  });
  const handler = serve({ client, functions: functions(client) });
  const transport: Transport = { send: (_url, request) => callApp(handler, signed(request, signingKey)) };
  const engine = await createEngine({ clock, store, transport, entropy: createSeededEntropy("http") }, { checkpointing, rest });
  const place = placeOf(engine, store, clock);
  const api = createApi(place, { host: "127.0.0.1", port: 8288, ...options });
  await engine.sync(APP_URL);
  const close = (): void => (engine.stop(), store.close());
  const kit: Kit = { api, place, engine, store, clock, ...askers(api), ...timeOf(engine, clock), close };
  opened.push(kit);
  return kit;
}

// The SDK compares the time with the wall's.
function signed(request: WireRequest, key: string | undefined): WireRequest {
  if (key === undefined) return request;
  const kind = request.method === "PUT" ? { "x-inngest-server-kind": "cloud" } : {};
  return { ...request, headers: { ...request.headers, ...kind, "x-inngest-signature": signatureOf(request.body, key, Date.now()) } };
}

async function callApp(
  handler: (request: Request) => Promise<Response>,
  { method, path, headers, body }: WireRequest,
): Promise<WireResponse> {
  const init = { method, headers: { ...headers, host: "localhost:3000" }, ...(method === "GET" ? {} : { body }) };
  const response = await handler(new Request(new URL(path, APP_URL), init));
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function placeOf(engine: Engine, store: NodeStore, clock: ManualClock): NodePlace {
  const known = new Map<string, AppView>();
  return {
    engine,
    store,
    wire: () => [],
    now: () => clock.now(),
    version: "0.0.0-test",
    apps: {
      async add(url) {
        const { status, body } = await engine.sync(url);
        const view: AppView = status < 300 ? { url, state: "registered" } : { url, state: "refused", problem: body };
        known.set(url, view);
        return view;
      },
      remove: (url) => void known.delete(url),
      list: () => [...known.values()],
    },
  };
}

function askers(api: Hono): Pick<Kit, "get" | "post" | "ask"> {
  async function ask(method: string, path: string, init: Omit<RequestInit, "method"> = {}): Promise<Answer> {
    const response = await api.request(`${ENGINE_URL}${path}`, { ...init, method });
    const text = await response.text();
    return { status: response.status, text, body: parsed(text), headers: response.headers };
  }
  return {
    ask,
    get: (path, headers = {}) => ask("GET", path, { headers }),
    post: (path, body, headers = {}) =>
      ask("POST", path, {
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function timeOf(engine: Engine, clock: ManualClock): Pick<Kit, "settle" | "advance"> {
  return {
    settle: () => engine.settle(),
    async advance(ms) {
      await engine.settle();
      const end = clock.now() + ms;
      for (let due = engine.nextDue(); due !== undefined && due <= end; due = engine.nextDue()) {
        clock.set(Math.max(due, clock.now()));
        await engine.settle();
      }
      clock.set(end);
      await engine.settle();
    },
  };
}

/** One of each kind: two steps, a sleep, a wait, a step that fails once, a function that fails for good. */
export const someFunctions: Functions = (client) => {
  let tries = 0;
  return [
    client.createFunction({ id: "pay", name: "Pay", triggers: [{ event: "order/paid" }] }, async ({ event, step }) => {
      const charge = await step.run("charge", () => ({ cents: (event.data as { cents?: number }).cents ?? 0 }));
      await step.run("mail", () => "sent");
      return { charged: charge.cents };
    }),
    client.createFunction({ id: "nap", triggers: [{ event: "order/nap" }] }, async ({ step }) => {
      await step.run("before", () => 1);
      await step.sleep("zzz", "1h");
      return 7;
    }),
    client.createFunction({ id: "wait", triggers: [{ event: "order/wait" }] }, async ({ step }) => {
      const came = await step.waitForEvent("decision", { event: "order/decided", timeout: "2h" });
      return came === null ? "nobody" : "decided";
    }),
    client.createFunction({ id: "flaky", retries: 2, triggers: [{ event: "order/flaky" }] }, async ({ step }) =>
      step.run("try", () => {
        tries += 1;
        if (tries % 2 === 1) throw new Error("not yet");
        return "then";
      }),
    ),
    client.createFunction({ id: "broken", retries: 0, triggers: [{ event: "order/broken" }] }, () => {
      throw new Error("out of stock");
    }),
  ];
};
