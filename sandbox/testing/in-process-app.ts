// The reader's own client and functions in service without a server: the SDK's `serve` answers the engine's calls, and what the
// client sends to Inngest arrives at the engine. Nothing is passed to `new Inngest()`; the client is told by its public `setEnvVars`.
// Boundary: one global is touched, `fetch`, and only for addresses of ours; everybody else's requests pass.
import { serve } from "inngest/edge";
import type { Engine } from "../engine/engine.ts";
import type { Transport } from "../engine/ports/transport.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";

type ServeOptions = Parameters<typeof serve>[0];
export type Client = ServeOptions["client"];
export type Functions = ServeOptions["functions"];
export type Serve = (options: { client: Client; functions: Functions }) => (request: Request) => Promise<Response>;

/** Where the app says that it is. Nobody listens there. */
export const APP_URL = "http://app.test/api/inngest";

/** What a client offers to say where it would send. */
type Reached = {
  readonly apiBaseUrl: string;
  readonly eventBaseUrl: string;
  readonly mode: string;
  readonly fetch: typeof fetch;
  setEnvVars(env: Record<string, string>): unknown;
};

type Answer = (request: WireRequest) => Promise<WireResponse>;

/** The client cannot be led to the engine as it is made. */
export class ClientOutOfReach extends Error {
  readonly code = "client-out-of-reach";
  constructor(what: string, next: string) {
    super(`The test engine cannot be reached by this client: ${what}. ${next}`);
    this.name = "ClientOutOfReach";
  }
}

// A client keeps the first `fetch` that it sees, so one function serves all engines and looks up which is meant.
const engines = new Map<string, Answer>();
const OURS = /^http:\/\/engine-\d+\.test$/;
let opened = 0;
let passOn: typeof fetch = globalThis.fetch;

const toEngines: typeof fetch = async (input, init) => {
  const { origin } = new URL(input instanceof Request ? input.url : String(input));
  if (!OURS.test(origin)) return passOn(input, init);
  const answer = engines.get(origin);
  if (answer === undefined) throw new Error("The test engine of this client has been stopped. Create another one with the same client.");
  return toResponse(await answer(await toWire(new Request(input, init))));
};

function lead(origin: string, answer: Answer): () => void {
  if (globalThis.fetch !== toEngines) {
    passOn = globalThis.fetch;
    globalThis.fetch = toEngines;
  }
  engines.set(origin, answer);
  return () => {
    engines.delete(origin);
    if (engines.size === 0 && globalThis.fetch === toEngines) globalThis.fetch = passOn;
  };
}

/** Puts the functions into service. `engine` is asked for when the client first speaks. */
export function serveInProcess(
  {
    client,
    functions,
    serve: serveThem = serve,
  }: { readonly client: Client; readonly functions: Functions; readonly serve?: Serve | undefined },
  engine: () => Engine,
): { readonly transport: Transport; check(): Promise<void>; close(): void } {
  opened += 1;
  const origin = `http://engine-${opened}.test`;
  const reached = client as unknown as Reached;
  const close = lead(origin, (request) => engine().handle(request, "function"));
  reached.setEnvVars({ INNGEST_DEV: "1", INNGEST_BASE_URL: origin });
  const handler = serveThem({ client, functions });
  return {
    transport: {
      async send(_url, { method, path, headers, body }) {
        // An HTTP server would have set `host`; the SDK reads it.
        const init = { method, headers: { ...headers, host: "app.test" }, ...(method === "GET" ? {} : { body }) };
        return fromResponse(await handler(new Request(new URL(path, APP_URL), init)));
      },
    },
    check: () => checkReach(reached, origin),
    close,
  };
}

async function checkReach(client: Reached, origin: string): Promise<void> {
  const elsewhere = [client.apiBaseUrl, client.eventBaseUrl].find((url) => new URL(url).origin !== origin);
  if (elsewhere !== undefined)
    throw new ClientOutOfReach(
      `it sends to ${elsewhere}`,
      "Leave `baseUrl` out of `new Inngest()` and INNGEST_BASE_URL out of the test's environment.",
    );
  if (client.mode !== "dev")
    throw new ClientOutOfReach(
      "it is in cloud mode",
      "Leave `isDev` out of `new Inngest()` and INNGEST_DEV out of the test's environment.",
    );
  const answered = await client.fetch(`${origin}/health`).then(
    () => true,
    () => false,
  );
  if (!answered)
    throw new ClientOutOfReach(
      "it has a `fetch` of its own, or has sent something before",
      "Create the engine before the client is first used; a `fetch` that you give to it must call `globalThis.fetch` when it is called.",
    );
}

async function toWire(request: Request): Promise<WireRequest> {
  const { pathname, search } = new URL(request.url);
  const method = request.method as WireRequest["method"];
  return { method, path: pathname + search, headers: Object.fromEntries(request.headers), body: await request.text() };
}

const toResponse = ({ status, headers, body }: WireResponse): Response =>
  new Response([204, 304].includes(status) ? null : body, { status, headers: { ...headers } });

const fromResponse = async (response: Response): Promise<WireResponse> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
});
