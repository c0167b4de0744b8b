// Two ways out of a host: the SDK's `fetch`, which only reaches the engine, and the learner's, which only reaches the world.
import type { Json, JsonObject } from "../../log/json.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { WorldReply, WorldRequest } from "../../world/door.ts";

type Fetch = (input: unknown, init?: RequestInit) => Promise<Response>;

/** The SDK's `fetch`: every request is the engine's. */
export function createWireFetch(send: (request: WireRequest) => Promise<WireResponse>): Fetch {
  return async (input, init = {}) => {
    const { url, method, headers, body } = await plain(input, init);
    const { pathname, search } = new URL(url);
    const answer = await send({ method: method as WireRequest["method"], path: pathname + search, headers, body });
    return toResponse(answer);
  };
}

/** The learner's `fetch`: a service of the lab's world, by its URL. */
export function createWorldFetch(ask: (request: WorldRequest) => Promise<WorldReply>): Fetch {
  return async (input, init = {}) => {
    const reply = await ask({ type: "fetch", ...(await plain(input, init)) });
    switch (reply.type) {
      case "fetch":
        return toResponse(reply);
      case "rows":
        throw new TypeError("fetch got rows: a database is asked by query(sql, params).");
      case "error":
        throw named(reply);
    }
  };
}

type Rows = { readonly rows: readonly JsonObject[]; readonly rowCount: number };

/** The learner's `query`: one SQL statement with `$1`, `$2`, … for its parameters. */
export function createQuery(ask: (request: WorldRequest) => Promise<WorldReply>): (sql: string, params?: readonly Json[]) => Promise<Rows> {
  return async (sql, params = []) => {
    const reply = await ask({ type: "query", sql, params });
    switch (reply.type) {
      case "rows":
        return { rows: reply.rows, rowCount: reply.rowCount };
      case "fetch":
        throw new TypeError("query got a web page: a service is asked by fetch(url).");
      case "error":
        throw named(reply);
    }
  };
}

async function plain(
  input: unknown,
  init: RequestInit,
): Promise<{ url: string; method: string; headers: Record<string, string>; body: string }> {
  const headers: Record<string, string> = {};
  new Headers(init.headers ?? {}).forEach((value, name) => (headers[name] = value));
  const body = init.body === undefined || init.body === null ? "" : await new Response(init.body).text();
  return { url: input instanceof Request ? input.url : String(input), method: (init.method ?? "GET").toUpperCase(), headers, body };
}

function toResponse({ status, headers, body }: WireResponse): Response {
  const bare = status === 204 || status === 205 || status === 304;
  return new Response(bare ? null : body, { status, headers });
}

function named({ name, message }: { readonly name: string; readonly message: string }): Error {
  const error = name === "TypeError" ? new TypeError(message) : new Error(message);
  error.name = name;
  return error;
}
