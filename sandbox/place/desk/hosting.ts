// The host's life as the desk leads it: start, register, kill, replace. A death is real at once; the facts say who caused it.
import type { ObservationBody } from "../../log/facts.ts";
import type { DeployResult, Files } from "../../session/lab-session.ts";
import { HOST_PATH, HOST_URL, type HostUp } from "../ports.ts";
import { observe, type Core } from "./core.ts";

/** Why calls are held while no host may serve. */
export const HOST_DOWN = "the host is down";

type Killed = Omit<Extract<ObservationBody, { type: "host.killed" }>, "type" | "host">;
type By = "learner" | "lab";

const starting = new WeakMap<Core, Promise<DeployResult>>();

/** Starts a host with the code in service, unless one is up. */
export function startHost(core: Core, by: By): Promise<DeployResult> {
  const { version, files } = core.ledger;
  if (core.host.status === "up") return Promise.resolve({ ok: true, version: core.host.version });
  return starting.get(core) ?? serve(core, { number: nextNumber(core), files, version, by });
}

/** Starts the first host; one that was killed stays down. */
export async function ensureHost(core: Core): Promise<void> {
  const { status } = core.host;
  if (status === "up" || status === "down") return;
  const result = await startHost(core, "lab");
  if (!result.ok) throw new Error(result.message);
}

/** A real death, at once: calls in flight fail, due calls wait for the next host. Resolves when it is stored. */
export function killHost(core: Core, killed: Killed): Promise<void> {
  const { number, status, version } = core.host;
  if (status !== "up" && status !== "starting") return Promise.resolve();
  core.host = { number, status: "down", version };
  if (killed.by === "armed") core.ledger.armed = undefined;
  // In this order: the death, then what follows from it.
  const told = observe(core, { type: "host.killed", host: number, ...killed });
  const paused = core.engine.pauseCalls(HOST_DOWN).catch(() => undefined);
  core.hosts.kill();
  core.gates.killAll();
  core.calls.dropWaits();
  return Promise.all([told, paused]).then(() => undefined);
}

/** Puts new files into service. Files that do not load are refused, and the host that serves goes on. */
export async function deploy(
  core: Core,
  files: Files,
  by: "lab" | "learner" | "change" | "solution",
  change?: string,
): Promise<DeployResult> {
  await starting.get(core);
  const version = core.ledger.version + 1;
  const number = nextNumber(core);
  const fine = await prepared(core, number, files);
  if (!fine.ok) return rejected(core, version, fine);
  await killHost(core, { at: "at once", by: "deploy" });
  await observe(core, { type: "code.deployed", version, files, by, ...(change === undefined ? {} : { change }) });
  return serve(core, { number, files, version, by: by === "lab" ? "lab" : "learner" });
}

async function prepared(core: Core, number: number, files: Files): Promise<HostUp> {
  if (core.hosts.prepare === undefined) return { ok: true, functions: 0 };
  core.preparing = number;
  return core.hosts.prepare(number, files).finally(() => (core.preparing = undefined));
}

const nextNumber = (core: Core): number => (core.ledger.hosts = Math.max(core.ledger.hosts, core.host.number) + 1);

type Start = { readonly number: number; readonly files: Files; readonly version: number; readonly by: By };

/** Whoever wants a host while one starts gets the same one. */
function serve(core: Core, start: Start): Promise<DeployResult> {
  const started = serveNow(core, start).finally(() => starting.get(core) === started && starting.delete(core));
  starting.set(core, started);
  return started;
}

async function serveNow(core: Core, { number, files, version, by }: Start): Promise<DeployResult> {
  const killed: DeployResult = { ok: false, version, message: "The host was killed while it started. Start it again." };
  const mine = (): boolean => core.host.number === number && core.host.status === "starting";
  core.host = { number, status: "starting", version };
  core.changed();
  const up = await core.hosts.start(number, files);
  if (!mine()) return killed;
  if (!up.ok) return broken(core, version, up);
  const answer = await core.engine.sync(HOST_URL + HOST_PATH).catch((error: unknown) => ({ status: 0, body: String(error) }));
  if (answer.status < 200 || answer.status > 299)
    return broken(core, version, { ok: false, message: `The functions could not be registered: ${answer.body}` });
  if (!mine()) return killed;
  core.host = { number, status: "up", version };
  await observe(core, { type: "host.started", host: number, version, functions: up.functions, by });
  core.changed();
  if (core.ledger.callsPaused) await core.engine.resumeCalls("the host is up");
  return { ok: true, version };
}

async function broken(core: Core, version: number, why: HostUp & { ok: false }): Promise<DeployResult> {
  core.hosts.kill();
  core.host = { ...core.host, status: "broken" };
  core.changed();
  return rejected(core, version, why);
}

async function rejected(core: Core, version: number, { message, place }: HostUp & { ok: false }): Promise<DeployResult> {
  const said = { message, ...(place === undefined ? {} : { place }) };
  await observe(core, { type: "code.rejected", version, ...said });
  return { ok: false, version, ...said };
}
