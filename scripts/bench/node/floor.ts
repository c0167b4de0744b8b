// The floor: what nobody who records each step can be quicker than. One loopback HTTP round trip and one durable commit, in sequence.
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { median } from "../figures.ts";

export type Floor = { readonly roundTripMs: number; readonly commitMs: number; readonly bothMs: number };

const ROUNDS = 400;
const BODY = JSON.stringify({ step: "step-1", data: { output: "x".repeat(200) } });

export async function measureFloor(): Promise<Floor> {
  const folder = mkdtempSync(join(tmpdir(), "bench-floor-"));
  const database = new DatabaseSync(join(folder, "floor.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE facts (seq INTEGER PRIMARY KEY, text TEXT)");
  const insert = database.prepare("INSERT INTO facts (text) VALUES (?)");
  const commit = (): unknown => insert.run(BODY);
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    incoming.on("end", () => {
      if (incoming.url === "/commit") commit();
      outgoing.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = new Agent({ keepAlive: true });
  const port = (server.address() as AddressInfo).port;
  const ask = (path: string): Promise<void> => roundTrip(agent, port, path);
  try {
    return {
      roundTripMs: await timed(() => ask("/")),
      commitMs: await timed(() => Promise.resolve(void commit())),
      bothMs: await timed(() => ask("/commit")),
    };
  } finally {
    agent.destroy();
    server.closeAllConnections();
    server.close();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(once: () => Promise<void>): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = performance.now();
    await once();
    values.push(performance.now() - from);
  }
  return median(values);
}

function roundTrip(agent: Agent, port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path, method: "POST", agent }, (incoming) => {
      incoming.resume();
      incoming.on("end", resolve);
    });
    outgoing.on("error", reject);
    outgoing.end(BODY);
  });
}
