// Starting each peer with what it needs around it: a file, a database, a server. One that cannot be had says why; nothing is invented for it.
import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, type Command, memoryOf, processorMs, startChild, startCommand } from "../children.ts";
import type { Contender } from "../contender.ts";
import { freePort } from "../engines.ts";
import { nowMs } from "../messages.ts";
import { peerFile, versionOf } from "./load.ts";

function contenderOf(
  host: Child,
  about: Pick<Contender, "name" | "about"> & { readonly pids?: () => readonly number[]; readonly readyMs?: number },
  stop: () => Promise<void>,
): Contender {
  let batches = 0;
  const { name, pids, readyMs } = about;
  return {
    name,
    about: about.about,
    ...(readyMs === undefined ? {} : { readyMs }),
    async runs(count, steps) {
      const batch = `work-${(batches += 1)}`;
      const ended = host.ended(batch, count);
      const from = nowMs();
      host.send({ do: "start", batch, runs: count, steps });
      return (await ended).at - from;
    },
    async sleepers(dues) {
      const batch = `sleepers-${(batches += 1)}`;
      const ended = host.ended(batch, dues.length);
      host.send({ do: "sleepers", batch, dues });
      return (await ended).naps;
    },
    memory: () => (pids === undefined ? undefined : memoryOf(pids())),
    processorMs: () => (pids === undefined ? undefined : processorMs(pids())),
    stop,
  };
}

const temporary = (name: string): string => mkdtempSync(join(tmpdir(), `bench-${name}-`));
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

export async function startOpenworkflow(): Promise<Contender> {
  const folder = temporary("openworkflow");
  const host = await startChild("peers/openworkflow-host.ts", { BENCH_FOLDER: folder });
  const about = { name: "openworkflow, SQLite", about: `${versionOf("openworkflow")}, a library; worker of 100 at once` };
  return contenderOf(host, about, async () => {
    await host.stop();
    remove(folder);
  });
}

export async function startDbos(): Promise<Contender> {
  const folder = temporary("postgres");
  const database = await startPostgres(folder);
  const host = await startChild("peers/dbos-host.ts", { BENCH_DATABASE: database.url });
  const about = { name: "DBOS, PostgreSQL", about: `${versionOf("@dbos-inc/dbos-sdk")}, a library; ${database.version}` };
  return contenderOf(host, about, async () => {
    await host.stop();
    await database.stop();
    remove(folder);
  });
}

/** PostgreSQL refuses to run as root; then the user `nobody` runs it. */
async function startPostgres(
  folder: string,
): Promise<{ readonly url: string; readonly version: string; readonly stop: () => Promise<void> }> {
  const asRoot = process.getuid?.() === 0;
  const ids = asRoot ? { uid: Number(idOf("-u")), gid: Number(idOf("-g")) } : {};
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(folder, ids.uid, ids.gid);
  const data = join(folder, "data");
  const version = execFileSync("postgres", ["--version"], { encoding: "utf8" }).trim();
  execFileSync("initdb", ["-D", data, "-U", "postgres", "-A", "trust"], { ...ids, cwd: folder, stdio: "ignore" });
  const port = await freePort();
  const settings = ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder];
  const server = await startCommand("postgres", settings, /ready to accept connections/, { cwd: folder, ...ids });
  return { url: `postgresql://postgres@127.0.0.1:${port}/bench`, version: version.replace(/^postgres \((.*?)\)/, "$1"), stop: server.stop };
}

const idOf = (flag: string): string => execFileSync("id", [flag, "nobody"], { encoding: "utf8" }).trim();

export async function startRestate(): Promise<Contender> {
  const folder = temporary("restate");
  const ports = { ingress: await freePort(), admin: await freePort(), node: await freePort(), host: await freePort() };
  const server = await startRestateServer(folder, ports);
  const host = await startChild("peers/restate-host.ts", {
    BENCH_PORT: String(ports.host),
    BENCH_INGRESS: `http://127.0.0.1:${ports.ingress}`,
  });
  const registered = await fetch(`http://127.0.0.1:${ports.admin}/deployments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ uri: `http://127.0.0.1:${ports.host}` }),
  });
  if (!registered.ok) throw new Error(`Restate did not take the service: ${await registered.text()}`);
  const about = {
    name: "Restate",
    about: `server ${versionOf("@restatedev/restate-server")}, SDK ${versionOf("@restatedev/restate-sdk")}`,
    pids: () => [server.pid],
    readyMs: server.readyMs,
  };
  return contenderOf(host, about, async () => {
    await host.stop();
    await server.stop();
    remove(folder);
  });
}

type Ports = { readonly ingress: number; readonly admin: number; readonly node: number };

function startRestateServer(folder: string, ports: Ports): Promise<Command> {
  const binary = peerFile(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`);
  const env = {
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
    RESTATE_BIND_ADDRESS: `127.0.0.1:${ports.node}`,
    RESTATE_DISABLE_TELEMETRY: "true",
    DO_NOT_TRACK: "1",
  };
  return startCommand(
    binary,
    ["--base-dir", folder, "--listen-mode", "tcp", "--no-logo", "--log-disable-ansi-codes", "true"],
    /Partition .* started|Admin API .*listening|Ingress HTTP listening|is ready/i,
    { env, cwd: folder },
  );
}
