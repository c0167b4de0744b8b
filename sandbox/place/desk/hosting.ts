// The host's life as the desk leads it: start, register, kill, replace. A death is real at once; the facts say who caused it.
import type { ObservationBody } from "../../log/facts.ts";
import type { DeployResult, Files } from "../../session/lab-session.ts";
import { HOST_PATH, HOST_URL, type HostUp } from "../ports.ts";
import type { Uses } from "./desk-state.ts";

/** Why calls are held while no host may serve. */
export const HOST_DOWN = "the host is down";

type Killed = Omit<Extract<ObservationBody, { type: "host.killed" }>, "type" | "host">;
type By = "learner" | "lab";

/** What the death of a host touches. */
export type HostDeath = Uses<
  "host" | "observe",
  { hosts: "kill"; ledger: "armed"; engine: "pauseCalls"; gates: "killAll"; calls: "dropWaits" }
>;
/** What a start touches. */
export type HostStart = Uses<
  "host" | "starting" | "observe" | "changed",
  { hosts: "start" | "kill"; ledger: "version" | "files" | "hosts" | "callsPaused"; engine: "sync" | "resumeCalls" }
>;
/** What new files touch. */
export type Deployment = HostDeath & HostStart & Uses<"preparing", { hosts: "prepare" }>;
/** Whether a host may still ask for anything. */
export type HostLife = Uses<"host" | "preparing">;

/** Starts a host with the code in service, unless one is up. */
export function startHost(desk: HostStart, by: By): Promise<DeployResult> {
  const { version, files } = desk.ledger;
  if (desk.host.status === "up") return Promise.resolve({ ok: true, version: desk.host.version });
  return desk.starting ?? serve(desk, { number: nextNumber(desk), files, version, by });
}

/** Starts the first host; one that was killed stays down. */
export async function ensureHost(desk: HostStart): Promise<void> {
  const { status } = desk.host;
  if (status === "up" || status === "down") return;
  const result = await startHost(desk, "lab");
  if (!result.ok) throw new Error(result.message);
}

/** A real death, at once: calls in flight fail, due calls wait for the next host. Resolves when it is stored. */
export function killHost(desk: HostDeath, killed: Killed): Promise<void> {
  const { number, status, version } = desk.host;
  if (status !== "up" && status !== "starting") return Promise.resolve();
  desk.host = { number, status: "down", version };
  if (killed.by === "armed") desk.ledger.armed = undefined;
  // In this order: the death, then what follows from it.
  const told = desk.observe({ type: "host.killed", host: number, ...killed });
  const paused = desk.engine.pauseCalls(HOST_DOWN).catch(() => undefined);
  desk.hosts.kill();
  desk.gates.killAll();
  desk.calls.dropWaits();
  return Promise.all([told, paused]).then(() => undefined);
}

/** Puts new files into service. Files that do not load are refused, and the host that serves goes on. */
export async function deploy(
  desk: Deployment,
  files: Files,
  by: "lab" | "learner" | "change" | "solution",
  change?: string,
): Promise<DeployResult> {
  await desk.starting;
  const version = desk.ledger.version + 1;
  const number = nextNumber(desk);
  const fine = await prepared(desk, number, files);
  if (!fine.ok) return rejected(desk, version, fine);
  await killHost(desk, { at: "at once", by: "deploy" });
  await desk.observe({ type: "code.deployed", version, files, by, ...(change === undefined ? {} : { change }) });
  return serve(desk, { number, files, version, by: by === "lab" ? "lab" : "learner" });
}

async function prepared(desk: Uses<"preparing", { hosts: "prepare" }>, number: number, files: Files): Promise<HostUp> {
  if (desk.hosts.prepare === undefined) return { ok: true, functions: 0 };
  desk.preparing = number;
  return desk.hosts.prepare(number, files).finally(() => (desk.preparing = undefined));
}

const nextNumber = (desk: Uses<"host", { ledger: "hosts" }>): number =>
  (desk.ledger.hosts = Math.max(desk.ledger.hosts, desk.host.number) + 1);

type Start = { readonly number: number; readonly files: Files; readonly version: number; readonly by: By };

/** Whoever wants a host while one starts gets the same one. */
function serve(desk: HostStart, start: Start): Promise<DeployResult> {
  const started = serveNow(desk, start).finally(() => {
    if (desk.starting === started) desk.starting = undefined;
  });
  desk.starting = started;
  return started;
}

async function serveNow(desk: HostStart, { number, files, version, by }: Start): Promise<DeployResult> {
  const killed: DeployResult = { ok: false, version, message: "The host was killed while it started. Start it again." };
  const mine = (): boolean => desk.host.number === number && desk.host.status === "starting";
  desk.host = { number, status: "starting", version };
  desk.changed();
  const up = await desk.hosts.start(number, files);
  if (!mine()) return killed;
  if (!up.ok) return broken(desk, version, up);
  const answer = await desk.engine.sync(HOST_URL + HOST_PATH).catch((error: unknown) => ({ status: 0, body: String(error) }));
  if (answer.status < 200 || answer.status > 299)
    return broken(desk, version, { ok: false, message: `The functions could not be registered: ${answer.body}` });
  if (!mine()) return killed;
  desk.host = { number, status: "up", version };
  await desk.observe({ type: "host.started", host: number, version, functions: up.functions, by });
  desk.changed();
  if (desk.ledger.callsPaused) await desk.engine.resumeCalls("the host is up");
  return { ok: true, version };
}

async function broken(desk: HostStart, version: number, why: HostUp & { ok: false }): Promise<DeployResult> {
  desk.hosts.kill();
  desk.host = { ...desk.host, status: "broken" };
  desk.changed();
  return rejected(desk, version, why);
}

async function rejected(desk: Uses<"observe">, version: number, { message, place }: HostUp & { ok: false }): Promise<DeployResult> {
  const said = { message, ...(place === undefined ? {} : { place }) };
  await desk.observe({ type: "code.rejected", version, ...said });
  return { ok: false, version, ...said };
}

export const isAlive = (desk: HostLife, host: number): boolean =>
  host === desk.preparing || (desk.host.number === host && (desk.host.status === "up" || desk.host.status === "starting"));

/** Its files are being loaded. */
export const isLoading = (desk: HostLife, host: number): boolean =>
  host === desk.preparing || (desk.host.number === host && desk.host.status === "starting");
