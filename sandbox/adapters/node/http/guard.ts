// Who may ask: requests that name this machine, from no page or from one that belongs here. A page of somebody else's in the
// reader's browser can reach loopback too; it names another host (DNS rebinding) or another origin, and is turned away.
// Boundary: keys are `keys.ts`. A preflight is answered for what the course and local apps need: events, and reading.
import type { Context, MiddlewareHandler } from "hono";
import { headerOf } from "./headers.ts";
import { refuse, type Refusal } from "./refusal.ts";

export type Where = {
  /** What the server listens on. Where that is loopback, only loopback's names are answered. */
  readonly host: string;
  /** Origins of the course's pages, beside those of loopback. */
  readonly origins?: readonly string[];
};

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i;
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** An address, or a name that nobody can own in the public tree of names: one word, or one under a domain kept for private use. */
const PRIVATE = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]|[\w-]+|[\w.-]+\.(local|localhost|internal|lan|home\.arpa))$/i;
const isPrivate = (hostname: string): boolean => PRIVATE.test(hostname);

/** `isKeyed`: whoever asks must show a key, which no page of somebody else's has; then the engine may have any name. */
export function guard({ host: listens, origins = [] }: Where, isKeyed: boolean): MiddlewareHandler {
  const isLocal = isLoopback(listens);
  const isOwn = (host: string): boolean => (isLocal ? isLoopback(host) : isKeyed || isPrivate(host) || host === listens);
  return async (c, next) => {
    // A request line may name a host of its own.
    const asked = hostOf(c.req.url);
    const named = headerOf(c, "host") ?? asked;
    const strange = [named, asked].find((host) => !isOwn(withoutPort(host)));
    if (strange !== undefined) return refuse(c.req.path, strangeHost(strange, isLocal));
    const origin = headerOf(c, "origin");
    if (origin === undefined) return next();
    const isFriend = belongs(origin, named, origins);
    if (c.req.method === "OPTIONS") return preflight(c, isFriend ? origin : undefined);
    if (!isFriend && c.req.method !== "GET" && c.req.method !== "HEAD") return refuse(c.req.path, foreign(origin));
    await next();
    if (isFriend && isShared(c.req.method, c.req.path)) c.res.headers.set("access-control-allow-origin", origin);
    c.res.headers.append("vary", "Origin");
  };
}

const hostOf = (url: string): string => /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "";
const withoutPort = (host: string): string => host.replace(/:\d*$/, "");

function belongs(origin: string, named: string, origins: readonly string[]): boolean {
  if (origins.includes(origin) || origin === `http://${named}` || origin === `https://${named}`) return true;
  const [, host = ""] = /^https?:\/\/([^/?#]+)$/i.exec(origin) ?? [];
  return isLoopback(withoutPort(host));
}

/** What a page of another origin may do and see the answer of. */
const isShared = (method: string, path: string): boolean => (path.startsWith("/e/") ? method === "POST" : isRead(method));
const isRead = (method: string): boolean => method === "GET" || method === "HEAD";

function preflight(c: Context, origin: string | undefined): Response {
  const wanted = headerOf(c, "access-control-request-method") ?? "";
  if (origin === undefined || !isShared(wanted, c.req.path))
    return refuse(c.req.path, {
      status: 403,
      code: "cross_origin",
      message: "A page of another origin may send events and read, no more. Ask from a server, a terminal or this engine's own page.",
    });
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": wanted,
      "access-control-allow-headers":
        "authorization, content-type, last-event-id, traceparent, x-inngest-env, x-inngest-event-id-seed, x-inngest-sdk",
      // A page of the web that asks loopback is asked for this by the browser.
      "access-control-allow-private-network": "true",
      "access-control-max-age": "600",
      vary: "Origin",
    },
  });
}

function strangeHost(named: string, isLocal: boolean): Refusal {
  const name = JSON.stringify(named.slice(0, 100));
  const message = isLocal
    ? `This engine answers to localhost, not to ${name}. Start it with --host to let other machines in.`
    : `This engine answers to addresses and to names of your own network, not to ${name}. Start it with --signing-key to give it any name.`;
  return { status: 403, code: "strange_host", message };
}

const foreign = (origin: string): Refusal => ({
  status: 403,
  code: "foreign_origin",
  message: `A page of ${JSON.stringify(origin.slice(0, 100))} may change nothing here. Pages of localhost and of the course may.`,
});
