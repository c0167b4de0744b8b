// cspell:ignore nosniff
// The trace interface at `/`: the files of its build, under a policy that lets nothing in from elsewhere.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Context, Hono } from "hono";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Routes for everything that `isApi` does not claim. */
export function servePage(app: Hono, folder: string | undefined, isApi: (path: string) => boolean): void {
  const index = folder === undefined ? undefined : join(folder, "index.html");
  if (folder === undefined || index === undefined || !existsSync(index)) {
    app.get("/", (c) => c.html(NOT_BUILT, 200, HEADERS));
    return;
  }
  const page = readFileSync(index, "utf8");
  const files = serveStatic({ root: folder, precompressed: true });
  // A route of the page's own is no file: it gets the page.
  const sendPage = (c: Context): Response =>
    c.body(page, 200, { ...HEADERS, "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
  app.get("/", sendPage);
  app.get("*", async (c, next) => {
    if (isApi(c.req.path)) return next();
    const isFile = /\.\w+$/.test(c.req.path);
    if (!isFile) return sendPage(c);
    headersFor(c);
    return files(c, next);
  });
}

// Names of assets carry a hash of what is in them.
function headersFor(c: Context): void {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  c.header("cache-control", c.req.path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>The engine runs</title>
  <h1>The engine runs</h1>
  <p>Its trace interface is not built here. Run <code>npm run build</code> in the project, then start the engine again.</p>
  <p>What it serves without: <a href="/openapi.json">the description of its API</a>, <a href="/trace/runs">the runs</a>,
  <a href="/trace/events">the events</a>, <a href="/trace/functions">the functions</a>.</p>
</html>
`;
