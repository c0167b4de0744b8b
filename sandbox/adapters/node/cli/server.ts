// The HTTP server: a port of this machine, and who answers there.
import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Listening = { readonly url: string; readonly port: number; close(): Promise<void> };

/** SDKs keep connections for as long as their client likes; one that closes first makes them send again. */
const KEEP_ALIVE_MS = 65_000;

/** Listens at once, before anything else is opened: who finds the port taken has touched nothing. Rejects with the system's error. */
export function listen(host: string, port: number, answer: (request: Request, env: object) => Promise<Response>): Promise<Listening> {
  const server = createAdaptorServer({ fetch: answer, hostname: host }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      const found = (server.address() as AddressInfo).port;
      resolve({ url: `http://${nameOf(host)}:${found}`, port: found, close: () => close(server) });
    });
  });
}

/** An address as a URL writes it; one that means all of them is reached by loopback. */
function nameOf(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
