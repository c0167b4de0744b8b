// A static server as plain as any host's: it sets no header that the site could lean on, unless it is told which.
import { existsSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { extname, join } from "node:path";
import sirv from "sirv";

const TEXT: Readonly<Record<string, string>> = { ".md": "text/markdown", ".txt": "text/plain" };

export type Serving = { readonly server: Server; readonly url: string; readonly close: () => Promise<void> };

export type ServeOptions = {
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends a file's `.br` where it stands beside it (`precompress.ts`) and the browser can unpack it. */
  readonly brotli?: boolean;
};

/** Serves the files that stand in `folder` now. Port 0 takes any free one. Rejects with the system's error when the port is taken. */
export function serve(folder: string, port: number, { headers = {}, brotli = false }: ServeOptions = {}): Promise<Serving> {
  const answer = listener(folder, brotli);
  const server = createServer((request, response) => {
    response.setHeaders(new Map(Object.entries(headers)));
    answer(request, response);
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

function listener(folder: string, brotli: boolean): RequestListener {
  const missing = join(folder, "404.html");
  const body = existsSync(missing) ? readFileSync(missing) : "Not found";
  const type = existsSync(missing) ? "text/html;charset=utf-8" : "text/plain";
  const files = sirv(folder, {
    brotli,
    // Unlike HTML, plain text says nowhere in itself that it is UTF-8.
    setHeaders: (response, path) => {
      const type = TEXT[extname(path)];
      if (type !== undefined) response.setHeader("content-type", `${type};charset=utf-8`);
    },
    onNoMatch: (_, response) => void response.writeHead(404, { "content-type": type }).end(body),
  });
  return (request, response) => {
    const path = URL.parse(request.url ?? "/", "http://localhost")?.pathname ?? "/";
    // A page's own links are relative to its folder, so it is not shown without the slash.
    if (path.endsWith("/") || !existsSync(join(folder, path, "index.html"))) files(request, response);
    else response.writeHead(301, { location: `${path}/` }).end();
  };
}
