// The routes that SDKs and people's terminals use (protocol.md 1.4, 3.2, 4, 6.3). All that decides stands in the engine.
// L1. What is acknowledged here has been stored: the engine's answer says so.
import type { Context, Hono } from "hono";
import type { Json } from "../../../log/json.ts";
import { LIMITS } from "../../../protocol/limits.ts";
import { isObject, parseJson } from "../../../protocol/shape.ts";
import type { NodePlace } from "../ports.ts";
import { LARGE_BODY } from "./body.ts";
import { bodyOf, toEngine } from "./door.ts";
import { headersOf } from "./headers.ts";
import { problemOf } from "./health.ts";
import type { KeyCheck } from "./keys.ts";
import { badRequest, notFound, refuse } from "./refusal.ts";

export function serveInngest(app: Hono, place: NodePlace, keys: KeyCheck): void {
  const { kind } = keys;
  const pass = (c: Context): Promise<Response> => toEngine(place, c, { kind });
  const passLarge = (c: Context): Promise<Response> => toEngine(place, c, { most: LARGE_BODY, kind });

  app.all("/e/:key", (c) => (keys.maySend(c, c.req.param("key")) ? passLarge(c) : unknownKey(c)));
  app.all("/e", (c) => refuse(c.req.path, notFound("Events go to /e/<key>. Without --event-key any key will do, as in /e/test.")));
  app.use("/fn/*", keys.signed);
  app.post("/fn/register", (c) => toEngine(place, c, { headers: asExpected(c, kind), kind }));
  app.delete("/fn/remove", (c) => remove(c, place));
  app.get("/health", (c) => health(c, place));
  app.get("/dev", keys.signed, (c) => dev(c, place));
  app.use("/invoke/*", keys.signed);
  app.post("/invoke/:slug", (c) => invoke(c, place));
  app.use("/v0/*", keys.signed);
  app.all("/v0/gql", (c) =>
    refuse(c.req.path, {
      status: 501,
      code: "not_served",
      message: "GraphQL is not served. Read by /v1, /v2 or /trace: see /openapi.json.",
    }),
  );
  app.all("/v0/*", pass);
  app.use("/v1/*", keys.signed);
  for (const path of ["/v1/checkpoint", "/v1/checkpoint/*", "/v1/http/*"]) app.all(path, passLarge);
  app.post("/v1/signals", pass);
}

/** Asked with a key, an app expects a server that checks keys (protocol.md 1.4): this one does then. */
function asExpected(c: Context, kind: KeyCheck["kind"]): Readonly<Record<string, string>> {
  const { "x-inngest-expected-server-kind": expected, ...headers } = headersOf(c);
  return expected === undefined || expected === kind ? headers : { ...headers, "x-inngest-expected-server-kind": expected };
}

function unknownKey(c: Context): Response {
  const message = "Event key not found: send with a key that the engine was started with (--event-key).";
  return refuse(c.req.path, { status: 401, code: "unauthorized", message });
}

async function health(c: Context, place: NodePlace): Promise<Response> {
  const why = await problemOf(place);
  return why === undefined ? c.json({ status: 200, message: "OK" }) : c.json({ status: 503, message: why }, 503);
}

/** What an SDK asks for to find out whether a dev server is there (protocol.md 6.3). */
async function dev(c: Context, place: NodePlace): Promise<Response> {
  const functions = await place.store.reads.functions();
  return c.json({ version: `dev-${place.version}`, apps: place.apps.list(), functions });
}

function remove(c: Context, place: NodePlace): Response {
  const url = c.req.query("url");
  if (url === undefined || url === "")
    return refuse(c.req.path, badRequest("Say which app: /fn/remove?url=http://localhost:3000/api/inngest."));
  place.apps.remove(url);
  return c.json({ ok: true, message: "The app is not asked any more. Its functions stay until it registers without them." });
}

// An unknown function is told here, where the real server answers 200 and starts nothing (4.5).
async function invoke(c: Context, place: NodePlace): Promise<Response> {
  const text = await bodyOf(c);
  if (typeof text !== "string") return text;
  const slug = c.req.param("slug") ?? "";
  const payload = text.trim() === "" ? {} : parseJson(text);
  const problem = isObject(payload) ? payloadProblem(payload) : 'The body must be a JSON object such as {"data": {}}.';
  if (problem !== undefined || !isObject(payload)) return refuse(c.req.path, badRequest(problem ?? ""));
  const invoked = await place.engine.invoke(slug, payload);
  if (invoked !== undefined) return c.json({ id: invoked.eventId, status: 200 });
  const known = (await place.store.reads.functions()).map(({ id }) => id);
  return refuse(c.req.path, notFound(unknownFunction(slug, known)));
}

export function unknownFunction(slug: string, known: readonly string[]): string {
  const named = `could not find function with ID: ${slug.slice(0, 200)}.`;
  return known.length === 0
    ? `${named} No app has registered yet: start yours, or add it with -u URL.`
    : `${named} Registered are: ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : ""}.`;
}

/** What is wrong with an invocation's payload. */
export function payloadProblem({ data, user }: { readonly [key: string]: Json }): string | undefined {
  if (data !== undefined && data !== null && !isObject(data)) return "data must be an object";
  if (user !== undefined && user !== null && !isObject(user)) return "user must be an object";
  const size = Buffer.byteLength(JSON.stringify(data ?? {}));
  return size > LIMITS.eventBytes ? `Event is over the max size: Max ${LIMITS.eventBytes} bytes / Size ${size} bytes` : undefined;
}
