// One HTTP request to an app: connections are kept, redirects followed with method and body, answers bounded.
// Boundary: knows bytes and sockets, nothing of calls. Node's own client costs a third of what `fetch` does per call.
// protocol.md 9.3: a call may take hours (13), redirects keep method and body (14), an app listens on one of the loopback addresses (15).
import { request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { LIMITS } from "../../../protocol/limits.ts";
import { type KeptConnections, keepConnections } from "./kept-connections.ts";

export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where redirects led to. */
  readonly url: string;
};

export interface HttpClient {
  /** Rejects when nobody answers, the answer breaks off, or nothing comes for `timeoutMs`. */
  send(request: HttpRequest, options?: { readonly timeoutMs?: number }): Promise<HttpResponse>;
  /** Ends every connection; open requests reject. */
  close(): void;
}

const TWO_HOURS_MS = 2 * 60 * 60 * 1000;
const MOST_REDIRECTS = 10;
/** How long one of a host's addresses may take to accept before the next is tried. */
const CONNECT_MS = 2500;
const REDIRECTS = [301, 302, 307, 308];

/** `idleMs`: how long a free connection is kept to a server that says nothing of it. */
export function createHttpClient({ idleMs }: { readonly idleMs?: number } = {}): HttpClient {
  const connections = keepConnections(idleMs);
  const roads: Roads = { ...connections, loopback: new Map() };
  async function send(request: HttpRequest, { timeoutMs = TWO_HOURS_MS } = {}): Promise<HttpResponse> {
    let url = new URL(request.url);
    for (let hops = 0; ; hops += 1) {
      const response = await onLoopback(roads, { ...request, url: url.href }, url, timeoutMs);
      const next = REDIRECTS.includes(response.status) ? response.headers["location"] : undefined;
      if (next === undefined) return response;
      if (hops === MOST_REDIRECTS) throw new Error(`More than ${MOST_REDIRECTS} redirects, the last to ${url.origin}.`);
      url = follow(url, next);
    }
  }
  return {
    send,
    close() {
      connections.http.destroy();
      connections.https.destroy();
    },
  };
}

/** Where a redirect leads. A `Location` without a query keeps the one that the request had (observed on a real server, August 2026). */
function follow(from: URL, location: string): URL {
  const to = new URL(location, from);
  if (to.search === "") to.search = from.search;
  return to;
}

/** `loopback`: which of the two addresses of this machine answers at a port. */
type Roads = KeptConnections & { readonly loopback: Map<string, Loopback> };
type Loopback = "127.0.0.1" | "::1";

const isLoopback = (hostname: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);

// Whatever an app's URL says: many servers listen on one loopback address only. They are tried one after the other, and only a refusal
// moves on. (The platform's own way gives a connection 250 ms, which a busy machine does not keep.)
async function onLoopback(roads: Roads, request: HttpRequest, url: URL, timeoutMs: number): Promise<HttpResponse> {
  if (!isLoopback(url.hostname)) return once(roads, request, url, timeoutMs);
  const address = roads.loopback.get(url.port) ?? "127.0.0.1";
  try {
    return await once(roads, request, url, timeoutMs, address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED") throw error;
    const other = address === "::1" ? "127.0.0.1" : "::1";
    const response = await once(roads, request, url, timeoutMs, other).catch(() => Promise.reject(error as Error));
    roads.loopback.set(url.port, other);
    return response;
  }
}

// A kept connection that its server has just closed carries nothing any more: a fresh one is tried, once, and costs no attempt.
// An app that dies in a call looks the same from here; it is called a moment earlier than the backoff would, and refuses (L5).
async function once(roads: Roads, request: HttpRequest, url: URL, timeoutMs: number, address?: Loopback): Promise<HttpResponse> {
  try {
    return await exchange(roads, request, url, timeoutMs, address);
  } catch (error) {
    if (error instanceof StaleConnection) return exchange(roads, request, url, timeoutMs, address);
    throw error;
  }
}

/** Somebody is there and does not answer. */
export class NoAnswer extends Error {
  readonly code = "no-answer";
  constructor(ms: number) {
    super(`No answer for ${Math.round(ms / 1000)} s.`);
    this.name = "NoAnswer";
  }
}

class StaleConnection extends Error {}
/** A busy server is that late with closing what waited too long. */
const STALE_MS = 10_000;

function exchange(roads: Roads, request: HttpRequest, url: URL, timeoutMs: number, address?: Loopback): Promise<HttpResponse> {
  const { method, headers, body, url: href } = request;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = open(roads, url, address, { method, headers: { host: url.host, ...headers, ...lengthOf(method, body) } });
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new NoAnswer(timeoutMs)));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      const closed = error.code === "ECONNRESET" || error.code === "EPIPE";
      reject(outgoing.reusedSocket && closed && performance.now() - started < STALE_MS ? new StaleConnection(error.message) : error);
    });
    outgoing.on("response", (incoming) => {
      roads.heard(incoming);
      const answered = (text: string): void =>
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: text, url: href });
      readBody(incoming, answered, reject);
    });
    outgoing.end(body);
  });
}

function open({ http, https }: Roads, url: URL, address: Loopback | undefined, options: RequestOptions): ClientRequest {
  const to = address === undefined ? { autoSelectFamilyAttemptTimeout: CONNECT_MS } : { hostname: address };
  return url.protocol === "https:"
    ? httpsRequest(url, { ...options, ...to, ...nameFor(url), agent: https })
    : httpRequest(url, { ...options, ...to, agent: http });
}

// A certificate is for the name in the URL, whichever address answers.
const nameFor = (url: URL): { servername?: string } => (/^[\d.]+$|^\[/.test(url.hostname) ? {} : { servername: url.hostname });

const lengthOf = (method: string, body: string): { "content-length"?: number } =>
  method === "GET" && body === "" ? {} : { "content-length": Buffer.byteLength(body) };

// What is longer than a reply may be is cut one byte later: the reader says that it is too large.
function readBody(incoming: IncomingMessage, done: (text: string) => void, failed: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= LIMITS.responseBytes) return;
    incoming.destroy();
    done(
      Buffer.concat(chunks)
        .subarray(0, LIMITS.responseBytes + 1)
        .toString("latin1"),
    );
  });
  incoming.on("end", () => done((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString("utf8")));
  incoming.on("error", failed);
  incoming.on("close", () => failed(new Error("The answer broke off.")));
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as const],
  );
  return Object.fromEntries(entries);
}
