import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../../protocol/limits.ts";
import { createHttpClient, type HttpClient } from "./http-client.ts";

const servers: Server[] = [];
const clients: HttpClient[] = [];
const stopping: (() => void)[] = [];
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

afterEach(() => {
  for (const stop of stopping.splice(0)) stop();
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener, host = "127.0.0.1"): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** `ms` 0: the server keeps connections and does not say how long. */
async function serveKeeping(ms: number): Promise<{ readonly server: Server; readonly port: number }> {
  const served = await serve((request, response) => void echo(request, response));
  served.server.keepAliveTimeout = ms;
  return served;
}

const connectionsOf = (server: Server): Promise<number> => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

function keepsFor(idleMs?: number): HttpClient {
  const client = createHttpClient(idleMs === undefined ? {} : { idleMs });
  clients.push(client);
  return client;
}

const open = (): HttpClient => keepsFor();

const post = (url: string, body = "{}") => ({ method: "POST", url, headers: { "content-type": "application/json" }, body });

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  response.end(`${request.method} ${request.url} ${body}`);
}

describe("a request", () => {
  it("uses the connection of the one before", async () => {
    let connections = 0;
    const { server, port } = await serve((request, response) => void echo(request, response));
    server.on("connection", () => (connections += 1));
    const client = open();
    for (const body of ["1", "2", "3"]) expect((await client.send(post(`http://127.0.0.1:${port}/`, body))).body).toBe(`POST / ${body}`);
    expect(connections).toBe(1);
  });

  it("is sent again, on a new connection, when the kept one has just been closed", async () => {
    const { server, port } = await serve((request, response) => void echo(request, response));
    let requests = 0;
    server.on("request", () => (requests += 1));
    const client = open();
    await client.send(post(`http://127.0.0.1:${port}/`));
    // The second request meets a connection whose other end hangs up as it arrives.
    server.prependOnceListener("request", (request) => request.socket.resetAndDestroy());
    expect((await client.send(post(`http://127.0.0.1:${port}/`, "again"))).body).toBe("POST / again");
    expect(requests).toBe(3);
  });

  it("keeps method and body over redirects (protocol.md 9.3)", async () => {
    const { port } = await serve((request, response) => {
      if (request.url === "/end") void echo(request, response);
      else response.writeHead(request.url === "/" ? 307 : 308, { location: request.url === "/" ? "/next" : "/end" }).end();
    });
    const url = `http://127.0.0.1:${port}`;
    expect(await open().send(post(`${url}/`, "kept"))).toMatchObject({ body: "POST /end kept", url: `${url}/end` });
  });

  it("keeps the query over a redirect that names none (observed on a real server, August 2026)", async () => {
    const { port } = await serve((request, response) => {
      if (request.url?.startsWith("/old") === true) response.writeHead(307, { location: "/new" }).end();
      else if (request.url?.startsWith("/new") === true) response.writeHead(307, { location: "/end?fnId=g" }).end();
      else void echo(request, response);
    });
    expect((await open().send(post(`http://127.0.0.1:${port}/old?fnId=f&stepId=s`, "kept"))).url).toBe(
      `http://127.0.0.1:${port}/end?fnId=g`,
    );
    const { port: second } = await serve((request, response) => {
      if (request.url?.startsWith("/old") === true) response.writeHead(307, { location: "/new" }).end();
      else void echo(request, response);
    });
    expect((await open().send(post(`http://127.0.0.1:${second}/old?fnId=f`, "kept"))).body).toBe("POST /new?fnId=f kept");
  });

  it("gives up on redirects that never end", async () => {
    const { port } = await serve((_request, response) => response.writeHead(307, { location: "/" }).end());
    await expect(open().send(post(`http://127.0.0.1:${port}/`))).rejects.toThrow("More than 10 redirects");
  });

  it.runIf(hasIpv6)("reaches a loopback server under either address, whichever it listens on (protocol.md 9.3)", async () => {
    const { port } = await serve((request, response) => void echo(request, response), "::1");
    expect((await open().send(post(`http://127.0.0.1:${port}/six`))).body).toBe("POST /six {}");
    expect((await open().send(post(`http://localhost:${port}/six`))).body).toBe("POST /six {}");
  });
});

describe("a process that is too busy to look", () => {
  it("still reaches an app of its own machine: a connection is given time, and only a refusal gives it up", async () => {
    const { port } = await serve((request, response) => void echo(request, response));
    const sent = open().send(post(`http://localhost:${port}/`));
    await Promise.resolve();
    // Longer than the platform gives one of several addresses.
    for (const until = performance.now() + 350; performance.now() < until;);
    expect((await sent).body).toBe("POST / {}");
  });
});

describe("a free connection", () => {
  it("is given up after its time, where its server does not say how long it waits", async () => {
    const { server, port } = await serveKeeping(0);
    const client = keepsFor(5);
    await client.send(post(`http://127.0.0.1:${port}/`));
    await expect.poll(() => connectionsOf(server)).toBe(0);
    expect((await client.send(post(`http://127.0.0.1:${port}/`))).body).toBe("POST / {}");
  });

  it("is kept for longer where its server says so", async () => {
    const [brief, patient] = [await serveKeeping(0), await serveKeeping(60_000)];
    const client = keepsFor(5);
    for (const { port } of [patient, brief]) await client.send(post(`http://127.0.0.1:${port}/`));
    await expect.poll(() => connectionsOf(brief.server)).toBe(0);
    expect(await connectionsOf(patient.server)).toBe(1);
  });
});

describe("an app that is too busy to take connections", () => {
  it.runIf(process.platform === "linux")("is waited for longer than a free connection is kept", async () => {
    const text =
      'require("http").createServer((q, r) => r.end("late")).listen(0, "127.0.0.1", 1, function () { console.log(this.address().port) })';
    const app = spawn(process.execPath, ["-e", text], { stdio: ["ignore", "pipe", "inherit"] });
    stopping.push(() => void app.kill("SIGKILL"));
    const port = Number(String(await new Promise((resolve) => app.stdout.once("data", resolve))));
    app.kill("SIGSTOP");
    // Its queue holds two; the request is the third.
    const before = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    stopping.push(() => before.forEach((socket) => socket.destroy()));
    await Promise.all(before.map((socket) => once(socket, "connect")));
    const client = keepsFor(5);
    const sent = client.send(post(`http://127.0.0.1:${port}/`));
    const first = await Promise.race([sent.then(() => "answered", String), new Promise((resolve) => setImmediate(resolve, "waiting"))]);
    expect(first).toBe("waiting");
    app.kill("SIGCONT");
    expect((await sent).body).toBe("late");
  });
});

describe("an answer", () => {
  it("that is too large is cut one byte later than may be", async () => {
    const { port } = await serve((_request, response) => response.end(Buffer.alloc(LIMITS.responseBytes + 1000, "x")));
    expect((await open().send(post(`http://127.0.0.1:${port}/`))).body).toHaveLength(LIMITS.responseBytes + 1);
  });

  it("of characters beyond one byte arrives as it was written, however it is cut up on the way", async () => {
    const text = "é€𝄞".repeat(1000);
    const { port } = await serve((_request, response) => {
      for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
      response.end();
    });
    expect((await open().send(post(`http://127.0.0.1:${port}/`))).body).toBe(text);
  });

  it("that breaks off rejects, and so does one that never comes", async () => {
    const { port } = await serve((request, response) => {
      if (request.url === "/never") return;
      response.writeHead(200, { "content-length": "100" }).write("half");
      request.socket.destroySoon();
    });
    await expect(open().send(post(`http://127.0.0.1:${port}/half`))).rejects.toThrow("aborted");
    await expect(open().send(post(`http://127.0.0.1:${port}/never`), { timeoutMs: 20 })).rejects.toThrow("No answer");
  });

  it("does not come where nobody listens: the code says so", async () => {
    const { server, port } = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    await expect(open().send(post(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
