// The interface over real sockets: what only a network can do to it.
import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import { closeKits, openKit, type Kit } from "./http.kit.ts";

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  closeKits();
});

async function listen(kit: Kit): Promise<number> {
  const server = createAdaptorServer({ fetch: kit.api.fetch }) as Server;
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => {});
    sockets.push(socket);
  });
}

/** Everything that comes, until the server ends the connection or the text has come. */
function read(socket: Socket, until?: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (until !== undefined && text.includes(until)) resolve(text);
    });
    socket.on("close", () => resolve(text));
  });
}

async function send(port: number, text: string): Promise<string> {
  const socket = await open(port);
  socket.write(text);
  return read(socket);
}

async function expectWell(port: number): Promise<void> {
  const answer = await send(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 200/);
}

describe("a client that does what no client should", () => {
  it("gets 413 while it still sends, and the place goes on", async () => {
    const port = await listen(await openKit());
    const socket = await open(port);
    const answer = read(socket, "larger than");
    socket.write("POST /e/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = `100000\r\n${" ".repeat(0x100000)}\r\n`;
    for (let n = 0; n < 60 && !socket.destroyed; n += 1) await new Promise((resolve) => socket.write(chunk, resolve));
    expect(await answer).toMatch(/^HTTP\/1\.1 413/);
    await expectWell(port);
  });

  it("breaks off in the middle of an event, and nothing of it is stored", async () => {
    const kit = await openKit();
    const port = await listen(kit);
    const before = kit.store.lastSeq?.();
    const socket = await open(port);
    const closed = read(socket);
    socket.write('POST /e/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n{"name":"order/paid","data":{');
    socket.end();
    await closed;
    await expectWell(port);
    expect(kit.store.lastSeq?.()).toBe(before);
  });

  it.each([
    "GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
    "GET http://evil.test/trace/runs HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
    "GET http://evil.test/trace/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET //evil.test/trace/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET /trace/runs HTTP/1.0\r\n\r\n",
    "GET /trace/runs HTTP/1.1\r\nHost: a\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    "POST /e/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\nConnection: close\r\n\r\n",
    "POST /e/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n[]",
    "BREW /e/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "\u0016\u0003\u0001 what is this\r\n\r\n",
  ])("gets no fact and no 500 for %j", async (text) => {
    const port = await listen(await openKit());
    const answer = await send(port, text);
    expect(answer).not.toContain('"rows"');
    expect(answer).not.toMatch(/^HTTP\/1\.1 50\d/);
    await expectWell(port);
  });
});

describe("a page that follows the stream and stops reading", () => {
  it("makes the place read no further than the network takes, and is forgotten when it goes", async () => {
    const kit = await openKit();
    let asked = 0;
    let idle = (): void => {};
    // A log without an end, each fact of a kilobyte; whoever asks for a page is counted.
    const readSome = async (from: number, limit: number): Promise<readonly Fact[]> => {
      asked += 1;
      idle();
      return Array.from({ length: limit }, (_, n): Fact => ({ seq: from + n, t: 0, type: "engine.draining", reason: "x".repeat(1000) }));
    };
    Object.assign(kit.store, { readSome });
    const listeners = listenersOf(kit);
    const port = await listen(kit);
    const socket = await open(port);
    socket.pause();
    socket.write("GET /trace/stream?from=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await quiet((noted) => (idle = noted));
    // A page has about 200 kB; the sockets' buffers hold a few MB.
    expect(asked).toBeLessThan(100);
    const gone = listeners.gone();
    socket.destroy();
    await gone;
    await expectWell(port);
  });
});

describe("pages that open the stream and are gone at once", () => {
  it("leave nothing behind: the next one gets it", async () => {
    const kit = await openKit();
    const port = await listen(kit);
    for (let n = 0; n < 250; n += 1) {
      const socket = await open(port);
      socket.write("GET /trace/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
      if (n % 2 === 0) await new Promise((resolve) => socket.once("data", resolve));
      socket.destroy();
    }
    // The server hears of an end a little later than the client makes it.
    let answer = "";
    for (let tries = 0; tries < 200 && !answer.startsWith("HTTP/1.1 200"); tries += 1) {
      const socket = await open(port);
      socket.write("GET /trace/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
      answer = await read(socket, "\r\n\r\n");
      socket.destroy();
    }
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
  });
});

/** Resolves once the next listener of the engine has been taken away. */
function listenersOf({ engine }: Kit): { gone(): Promise<void> } {
  let left = (): void => {};
  const subscribe = engine.subscribe;
  Object.assign(engine, {
    subscribe(listener: Parameters<typeof subscribe>[0]) {
      const end = subscribe(listener);
      return () => {
        end();
        left();
      };
    },
  });
  return { gone: () => new Promise((resolve) => (left = resolve)) };
}

/** Resolves when nothing has been noted for many turns of the event loop. */
async function quiet(listen: (noted: () => void) => void): Promise<void> {
  let turns = 0;
  let begun = false;
  listen(() => {
    begun = true;
    turns = 0;
  });
  while (!begun || turns < 2000) {
    turns += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
