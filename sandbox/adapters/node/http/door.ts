// The way from HTTP to the engine's own door: a request becomes plain data, the answer goes out as it came.
import type { Context } from "hono";
import type { WireRequest, WireResponse } from "../../../protocol/http.ts";
import type { NodePlace } from "../ports.ts";
import { BODY, nestsTooDeep, readBody } from "./body.ts";
import { headerOf, headersOf } from "./headers.ts";
import { badRequest, refuse, tooLarge } from "./refusal.ts";

type Method = WireRequest["method"];
const METHODS: readonly string[] = ["GET", "POST", "PUT", "DELETE"] satisfies Method[];
const isMethod = (method: string): method is Method => METHODS.includes(method);

/** The body, checked for size and depth; or the refusal to send. */
export async function bodyOf(c: Context, most = BODY): Promise<string | Response> {
  const body = await readBody(c, most).catch(() => null);
  if (body === null) return refuse(c.req.path, badRequest("The request's body did not arrive whole. Send it again."));
  if (body === undefined) return refuse(c.req.path, tooLarge(most), { connection: "close" });
  return nestsTooDeep(body) ? refuse(c.req.path, badRequest("The JSON is nested deeper than 500 levels. Send flatter data.")) : body;
}

/** `most`: the largest body; `kind`: what the server calls itself to an SDK (protocol.md 1.1). */
export type Passing = { readonly most?: number; readonly headers?: WireRequest["headers"]; readonly kind?: "dev" | "cloud" };

/** Hands the request to the engine. */
export async function toEngine(place: NodePlace, c: Context, { most = BODY, headers, kind = "dev" }: Passing = {}): Promise<Response> {
  const { method } = c.req;
  if (!isMethod(method)) return refuse(c.req.path, notAllowed(method));
  const body = await bodyOf(c, most);
  if (typeof body !== "string") return body;
  const { url } = c.req;
  const path = url.slice(url.indexOf("/", url.indexOf("//") + 2));
  // What an SDK sends comes from an app; all else is sent by hand.
  const source = headerOf(c, "x-inngest-sdk") === undefined ? "learner" : "function";
  const answer = await place.engine.handle({ method, path, headers: headers ?? headersOf(c), body }, source);
  return respond(answer, kind, answer.status === 503 ? place.store.failure?.() : undefined);
}

const notAllowed = (method: string): { status: number; code: string; message: string } => ({
  status: 405,
  code: "method_not_allowed",
  message: `${method} is not served here. Use GET, POST, PUT or DELETE.`,
});

function respond({ status, headers, body }: WireResponse, kind: string, why: string | undefined): Response {
  const text = why === undefined ? body : JSON.stringify({ error: why, status });
  const isBare = status === 204 || status === 304;
  return new Response(isBare ? null : text, { status, headers: { ...headers, "x-inngest-server-kind": kind, vary: "Origin" } });
}
