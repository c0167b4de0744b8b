// The HTTP server: a port of this machine, and who answers there.
import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Listening = { readonly url: string; readonly port: number; close(): Promise<void> };
type Answer = (request: Request, env: object) => Promise<Response>;

/** SDKs keep connections for as long as their client likes; one that closes first makes them send again. */
const KEEP_ALIVE_MS = 65_000;

/** Listens at once, before anything else is opened: who finds the port taken has touched nothing. Rejects with the system's error. */
export async function listen(host: string, port: number, answer: Answer): Promise<Listening> {
  const server = await open(host, port, answer);
  const found = (server.address() as AddressInfo).port;
  const servers = [server];
  try {
    // What calls itself localhost is looked for at both loopback addresses: apps and browsers try either first.
    if (host === "127.0.0.1") servers.push(await open("::1", found, answer));
  } catch (error) {
    // A machine without the other one is fine; somebody else behind the same name is not.
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE" && port !== 0) {
      await close(server);
      throw error;
    }
  }
  return { url: `http://${nameOf(host)}:${found}`, port: found, close: async () => void (await Promise.all(servers.map(close))) };
}

function open(host: string, port: number, answer: Answer): Promise<Server> {
  const server = createAdaptorServer({ fetch: answer, hostname: host }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve(server);
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
