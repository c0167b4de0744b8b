// The host's life as the controller leads it: start, register, kill, replace. A death is real at once; the facts say who caused it.
import type { ObservationBody } from "../../log/facts.ts";
import type { DeployResult, Files } from "../../session/lab-session.ts";
import { HOST_PATH, HOST_URL, type HostUp } from "../ports.ts";
import type { Uses } from "./controller-state.ts";

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
export function startHost(controller: HostStart, by: By): Promise<DeployResult> {
  const { version, files } = controller.ledger;
  if (controller.host.status === "up") return Promise.resolve({ ok: true, version: controller.host.version });
  return controller.starting ?? serve(controller, { number: nextNumber(controller), files, version, by });
}

/** Starts the first host; one that was killed stays down. */
export async function ensureHost(controller: HostStart): Promise<void> {
  const { status } = controller.host;
  if (status === "up" || status === "down") return;
  const result = await startHost(controller, "lab");
  if (!result.ok) throw new Error(result.message);
}

/** A real death, at once: calls in flight fail, due calls wait for the next host. Resolves when it is stored. */
export function killHost(controller: HostDeath, killed: Killed): Promise<void> {
  const { number, status, version } = controller.host;
  if (status !== "up" && status !== "starting") return Promise.resolve();
  controller.host = { number, status: "down", version };
  if (killed.by === "armed") controller.ledger.armed = undefined;
  // In this order: the death, then what follows from it.
  const told = controller.observe({ type: "host.killed", host: number, ...killed });
  const paused = controller.engine.pauseCalls(HOST_DOWN).catch(() => undefined);
  controller.hosts.kill();
  controller.gates.killAll();
  controller.calls.dropWaits();
  return Promise.all([told, paused]).then(() => undefined);
}

/** Puts new files into service. Files that do not load are refused, and the host that serves goes on. */
export async function deploy(
  controller: Deployment,
  files: Files,
  by: "lab" | "learner" | "change" | "solution",
  change?: string,
): Promise<DeployResult> {
  await controller.starting;
  const version = controller.ledger.version + 1;
  const number = nextNumber(controller);
  const fine = await prepared(controller, number, files);
  if (!fine.ok) return rejected(controller, version, fine);
  await killHost(controller, { at: "at once", by: "deploy" });
  await controller.observe({ type: "code.deployed", version, files, by, ...(change === undefined ? {} : { change }) });
  return serve(controller, { number, files, version, by: by === "lab" ? "lab" : "learner" });
}

async function prepared(controller: Uses<"preparing", { hosts: "prepare" }>, number: number, files: Files): Promise<HostUp> {
  if (controller.hosts.prepare === undefined) return { ok: true, functions: 0 };
  controller.preparing = number;
  return controller.hosts.prepare(number, files).finally(() => (controller.preparing = undefined));
}

const nextNumber = (controller: Uses<"host", { ledger: "hosts" }>): number =>
  (controller.ledger.hosts = Math.max(controller.ledger.hosts, controller.host.number) + 1);

type Start = { readonly number: number; readonly files: Files; readonly version: number; readonly by: By };

/** Whoever wants a host while one starts gets the same one. */
function serve(controller: HostStart, start: Start): Promise<DeployResult> {
  const started = serveNow(controller, start).finally(() => {
    if (controller.starting === started) controller.starting = undefined;
  });
  controller.starting = started;
  return started;
}

async function serveNow(controller: HostStart, { number, files, version, by }: Start): Promise<DeployResult> {
  const killed: DeployResult = { ok: false, version, message: "The host was killed while it started. Start it again." };
  const mine = (): boolean => controller.host.number === number && controller.host.status === "starting";
  controller.host = { number, status: "starting", version };
  controller.changed();
  const up = await controller.hosts.start(number, files);
  if (!mine()) return killed;
  if (!up.ok) return broken(controller, version, up);
  const answer = await controller.engine.sync(HOST_URL + HOST_PATH).catch((error: unknown) => ({ status: 0, body: String(error) }));
  if (answer.status < 200 || answer.status > 299)
    return broken(controller, version, { ok: false, message: `The functions could not be registered: ${answer.body}` });
  if (!mine()) return killed;
  controller.host = { number, status: "up", version };
  await controller.observe({ type: "host.started", host: number, version, functions: up.functions, by });
  controller.changed();
  if (controller.ledger.callsPaused) await controller.engine.resumeCalls("the host is up");
  return { ok: true, version };
}

async function broken(controller: HostStart, version: number, why: HostUp & { ok: false }): Promise<DeployResult> {
  controller.hosts.kill();
  controller.host = { ...controller.host, status: "broken" };
  controller.changed();
  return rejected(controller, version, why);
}

async function rejected(controller: Uses<"observe">, version: number, { message, place }: HostUp & { ok: false }): Promise<DeployResult> {
  const said = { message, ...(place === undefined ? {} : { place }) };
  await controller.observe({ type: "code.rejected", version, ...said });
  return { ok: false, version, ...said };
}

export const isAlive = (controller: HostLife, host: number): boolean =>
  host === controller.preparing ||
  (controller.host.number === host && (controller.host.status === "up" || controller.host.status === "starting"));

/** Its files are being loaded. */
export const isLoading = (controller: HostLife, host: number): boolean =>
  host === controller.preparing || (controller.host.number === host && controller.host.status === "starting");
