// Looking for an app on this machine: the ports and paths that the reference tries (protocol.md 1.2).
// A reply that carries the SDK's header counts; the first one found ends the search.
import { connect } from "node:net";
import type { HttpClient } from "./http-client.ts";

const PORTS = [
  80, 443, 3000, 3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009, 3010, 4321, 5000, 5173, 8000, 8080, 8081, 8787, 8888, 8910, 8911,
  8912, 8913, 8914, 8915,
];
const PATHS = ["/api/inngest", "/x/inngest", "/.netlify/functions/inngest", "/.redwood/functions/inngest"];
const TIMEOUT_MS = 2000;

export type Search = {
  readonly client: HttpClient;
  /** The place's own port is no app. */
  readonly except: number;
  /** `$PORT`, where an app may have been told to listen. */
  readonly also?: number | undefined;
};

/** The URL of the first app found, in the order of ports and paths. */
export async function discover({ client, except, also }: Search): Promise<string | undefined> {
  const ports = [...new Set(also === undefined ? PORTS : [also, ...PORTS])].filter((port) => port !== except);
  const open = await Promise.all(ports.map(async (port) => ((await listens(port)) ? [port] : [])));
  for (const port of open.flat()) {
    const found = await Promise.all(PATHS.map((path) => isApp(client, `http://localhost:${port}${path}`)));
    const path = PATHS[found.indexOf(true)];
    if (path !== undefined) return `http://localhost:${port}${path}`;
  }
  return undefined;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "localhost", port, timeout: TIMEOUT_MS });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false));
  });
}

async function isApp(client: HttpClient, url: string): Promise<boolean> {
  try {
    const { headers } = await client.send({ method: "GET", url, headers: {}, body: "" }, { timeoutMs: TIMEOUT_MS });
    return headers["x-inngest-sdk"] !== undefined;
  } catch {
    return false;
  }
}
