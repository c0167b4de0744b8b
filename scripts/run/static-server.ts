// A static server as plain as any host's: files, their types, compression. It sets no header that the site could lean on, unless
// it is told which.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};
const compressible = new Set([".html", ".js", ".mjs", ".css", ".json", ".svg", ".txt", ".md", ".xml", ".wasm", ".data", ".tar"]);

type Encoding = "br" | "gzip";
export type Serving = { readonly server: Server; readonly url: string; readonly close: () => Promise<void> };

export type ServeOptions = {
  readonly compress?: boolean;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Serves `folder`. Port 0 takes any free one. Rejects with the system's error when the port is taken. */
export function serve(folder: string, port: number, { compress = true, headers = {} }: ServeOptions = {}): Promise<Serving> {
  const packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(folder, compress ? packed : undefined, request, response);
  });
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      done({ server, url: `http://localhost:${taken}`, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

function answer(folder: string, packed: Map<string, Buffer> | undefined, request: IncomingMessage, response: ServerResponse): void {
  const path = pathOf(request.url ?? "/");
  const file = path === undefined ? undefined : fileFor(folder, path);
  if (file === undefined && path !== undefined && existsSync(join(folder, path, "index.html"))) {
    response.writeHead(301, { location: `${path}/` }).end();
    return;
  }
  const missing = join(folder, "404.html");
  const shown = file ?? (existsSync(missing) ? missing : undefined);
  if (shown === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    return;
  }
  const encoding = packed && compressible.has(extname(shown)) ? encodingFor(request) : undefined;
  const body = encoding && packed ? compressed(packed, shown, encoding) : readFileSync(shown);
  const headers: Record<string, string | number> = {
    "content-type": types[extname(shown)] ?? "application/octet-stream",
    "content-length": body.length,
  };
  if (encoding) headers["content-encoding"] = encoding;
  response.writeHead(file === undefined ? 404 : 200, headers).end(request.method === "HEAD" ? undefined : body);
}

function pathOf(url: string): string | undefined {
  try {
    return normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
  } catch {
    return undefined;
  }
}

function fileFor(folder: string, path: string): string | undefined {
  const candidate = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  return candidate.startsWith(folder) && existsSync(candidate) && statSync(candidate).isFile() ? candidate : undefined;
}

function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

function compressed(packed: Map<string, Buffer>, file: string, encoding: Encoding): Buffer {
  const key = `${encoding}:${file}:${statSync(file).mtimeMs}`;
  const known = packed.get(key);
  if (known) return known;
  const raw = readFileSync(file);
  const quality = raw.length > 1_000_000 ? 5 : 9;
  const body = encoding === "br" ? brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }) : gzipSync(raw);
  packed.set(key, body);
  return body;
}
