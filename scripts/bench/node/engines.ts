// The engines that speak the SDK's wire: the ceiling, the Node place on SQLite and in memory, and an Inngest dev server where there is one.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exists, inProject } from "../../run/project.ts";
import { startChild, startCommand } from "./children.ts";
import type { Nap } from "./messages.ts";
import { type SdkContender, startSdkContender } from "./contender.ts";

const BUNDLE = "dist-engine/engine.mjs";
export type Mode = { readonly checkpointing?: boolean };

export async function startNullEngine(mode: Mode = {}): Promise<SdkContender> {
  const child = await startChild("null-engine.ts");
  return startSdkContender({
    name: "null engine",
    about: "answers from memory, keeps nothing",
    url: child.url,
    pids: [child.pid],
    stop: child.stop,
    ...mode,
  });
}

/** Due until sent, as the place's own note of the wire has it: the last call of each run. */
async function sentLate(url: string, naps: readonly Nap[]): Promise<readonly number[]> {
  const late: number[] = [];
  for (const { due, runId = "" } of naps) {
    const answer = await fetch(`${url}/trace/runs/${runId}`);
    const { wire } = (await answer.json()) as { wire: readonly { t: number; direction: string }[] };
    const sent = wire.filter(({ direction, t }) => direction === "engine-to-app" && t >= due).map(({ t }) => t);
    if (sent.length > 0) late.push(Math.min(...sent) - due);
  }
  if (late.length < naps.length) throw new Error(`The place's wire has ${late.length} of ${naps.length} wake-ups.`);
  return late;
}

export type PlaceOptions = Mode & { readonly storage: "sqlite" | "memory"; readonly file?: string };

/** The started command, in a process and with a file of its own. */
export async function startPlace({ storage, file, ...mode }: PlaceOptions): Promise<SdkContender> {
  if (!exists(BUNDLE)) throw new Error(`There is no ${BUNDLE}. Build it first: node scripts/run/build-engine.ts`);
  const folder = mkdtempSync(join(tmpdir(), "bench-engine-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const where = storage === "memory" ? "memory" : (file ?? join(folder, "engine.db"));
  const args = [inProject(BUNDLE), "dev", "--port", String(port), "--no-discovery", "--no-poll", "--storage", where];
  const command = await startCommand(process.execPath, args, /ready/i, { cwd: folder });
  return startSdkContender({
    name: storage === "memory" ? "this engine, in memory" : "this engine, SQLite",
    about: storage === "memory" ? "the Node place, --storage memory" : "the Node place, every commit synced",
    url,
    pids: [command.pid],
    readyMs: command.readyMs,
    sentLate: (naps) => sentLate(url, naps),
    async stop() {
      await command.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    ...mode,
  });
}

/** `undefined` without its binary: then the results say "not run here". */
export async function startInngest(mode: Mode = {}): Promise<SdkContender | undefined> {
  const binary = process.env["INNGEST_DEV_SERVER"];
  if (binary === undefined || binary === "") return undefined;
  const folder = mkdtempSync(join(tmpdir(), "bench-inngest-"));
  const port = await freePort();
  const args = ["dev", "--no-discovery", "--no-poll", "--port", String(port), "--connect-gateway-port", String(await freePort())];
  const command = await startCommand(binary, args, /service starting|listening|online at/i, { cwd: folder, env: { DO_NOT_TRACK: "1" } });
  const version = execFileSync(binary, ["version"], { encoding: "utf8" }).trim();
  const contender = await eventually(() =>
    startSdkContender({
      name: "Inngest dev server",
      about: version,
      url: `http://127.0.0.1:${port}`,
      pids: [command.pid],
      readyMs: command.readyMs,
      async stop() {
        await command.stop();
        rmSync(folder, { recursive: true, force: true });
      },
      ...mode,
    }),
  );
  return contender;
}

// The server prints before it listens.
async function eventually<T>(start: () => Promise<T>): Promise<T> {
  for (let left = 50; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
