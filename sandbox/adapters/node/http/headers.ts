// A request's headers, by the shortest way: behind Node's server they are there as an object, and need not be made into another.
import type { Context } from "hono";

type Given = { readonly [name: string]: string | undefined };
type Served = { readonly incoming?: { readonly headers: Given } } | undefined;

/** All headers, by lower-case name. */
export function headersOf(c: Context): Readonly<Record<string, string>> {
  // Node's own object has text under every name that a request may bring, but `set-cookie`, which no request means anything by.
  return ((c.env as Served)?.incoming?.headers as Readonly<Record<string, string>> | undefined) ?? c.req.header();
}

export function headerOf(c: Context, name: string): string | undefined {
  const headers = (c.env as Served)?.incoming?.headers;
  return headers === undefined ? c.req.header(name) : headers[name];
}
