// The URL of an app, in the two halves in which a transport takes it.

/** `origin` is scheme and host; `path` has the query too, and is "/" where the URL has none. */
export function splitAppUrl(url: string): { readonly origin: string; readonly path: string } {
  const [, origin = url, path = ""] = /^([a-z]+:\/\/[^/?#]+)(.*)$/i.exec(url) ?? [];
  return { origin, path: path === "" ? "/" : path };
}
