// The desk's life: opened on whatever its store holds, given a new engine or another log, and closed. These parts replace the
// engine, so they see the state whole.
import { LOG_VERSION, type Fact } from "../../log/facts.ts";
import type { Exported, Files, LabSession } from "../../session/lab-session.ts";
import type { DeskParts, DeskState } from "./desk-state.ts";
import { createGateway } from "./gateway.ts";
import { HOST_DOWN, startHost } from "./hosting.ts";
import { createLedger, enter } from "./ledger.ts";
import { restoreLog } from "./restore-log.ts";
import { hear } from "./updates.ts";
import { createWebhooks } from "./webhooks.ts";
import { createTransport } from "./wires.ts";

/** The verbs that replace the engine. */
export type Lifecycle = Pick<LabSession, "reset" | "import" | "dispose"> & Pick<LabSession["engine"], "restart" | "drain">;

export function createLifecycle(parts: DeskParts, desk: DeskState): Lifecycle & { begin(): Promise<void> } {
  return {
    begin: () => begin(parts, desk, parts.setup.files),
    restart: parts.restartEngine ?? (() => restart(parts, desk)),
    drain: () => drain(parts, desk),
    reset: (files) => replace(parts, desk, [], files),
    import: (exported) => bringIn(parts, desk, exported),
    dispose: () => dispose(parts, desk),
  };
}

/** From whatever the store holds to a desk that works. `files` are for an empty store. */
async function begin(parts: DeskParts, desk: DeskState, files: Files): Promise<void> {
  desk.ledger = createLedger();
  for (const fact of await parts.store.read(1)) enter(desk.ledger, fact);
  desk.clock.reset(Math.max(desk.setup.startsAt, desk.ledger.lastAt));
  desk.worldReady = desk.world.restore(desk.ledger.effects, desk.ledger.costs);
  // Whoever asks the world is told; nobody may ask for a while.
  desk.worldReady.catch(() => undefined);
  const { hosts: number, hostDown, version } = desk.ledger;
  const lives = desk.hosts.alive === number && !hostDown;
  desk.host = { number, status: lives ? "up" : hostDown ? "down" : "none", version };
  let opened = (): void => {};
  desk.ready = new Promise((resolve) => (opened = resolve));
  try {
    await openEngine(parts, desk);
    if (desk.host.status === "down" && !desk.ledger.callsPaused) await desk.engine.pauseCalls(HOST_DOWN);
    if (desk.ledger.version === 0) await desk.observe({ type: "code.deployed", version: 1, files, by: "lab" });
    // A run is unfinished: its host comes back by itself, unless it was killed and has been left so.
    if (desk.ledger.unfinished.size > 0 && desk.host.status === "none") await startHost(desk, "lab");
  } finally {
    opened();
  }
  desk.changed();
}

async function openEngine({ store, clock, entropy, openEngine: open, flushDelay }: DeskParts, desk: DeskState): Promise<void> {
  // The facts of the opening itself come before anybody can subscribe, so they are read.
  const before = (await store.read(1)).at(-1)?.seq ?? 0;
  desk.engine = await open({
    store,
    clock,
    entropy,
    transport: createTransport(desk),
    gateway: createGateway(desk),
    webhooks: createWebhooks(desk),
    ...(flushDelay === undefined ? {} : { flushDelay }),
  });
  let early: Fact[] | undefined = [];
  desk.engine.subscribe((facts) => (early === undefined ? hear(desk, facts) : early.push(...facts)));
  const opening = await store.read(before + 1);
  const last = opening.at(-1)?.seq ?? before;
  const rest = early.filter(({ seq }) => seq > last);
  early = undefined;
  hear(desk, [...opening, ...rest]);
}

/** The engine's process dies and a new one opens the same store. The host lives on; what it was doing for the old one is fenced. */
async function restart(parts: DeskParts, desk: DeskState): Promise<void> {
  silence(desk);
  await openEngine(parts, desk);
  desk.changed();
}

/** Nothing dies: the process may stay, and a new engine opens the store once the old one has stopped. */
async function drain(parts: DeskParts, desk: DeskState): Promise<void> {
  const { epoch } = desk;
  await desk.engine.drain("the engine is shut down for a new one");
  if (epoch === desk.epoch) await restart(parts, desk);
}

/** Nothing that was asked of the engine until now is answered any more. */
function silence(desk: DeskState): void {
  desk.epoch += 1;
  desk.engine.stop();
  desk.gates.killAll();
  desk.calls.clear();
  desk.recorded.clear();
  desk.entryOf.clear();
}

async function bringIn(parts: DeskParts, desk: DeskState, exported: Exported): Promise<void> {
  const { id, files } = desk.setup;
  if (exported.lab !== id) throw new Error(`This log is of the lab "${exported.lab}", not of "${id}".`);
  if (exported.logVersion !== LOG_VERSION)
    throw new Error(
      `This log has version ${exported.logVersion}; here is version ${LOG_VERSION}. Export it again with the site as it is now.`,
    );
  await replace(parts, desk, exported.facts, files);
  desk.clock.goTo(Math.max(exported.now, desk.clock.now()));
}

async function replace(parts: DeskParts, desk: DeskState, facts: readonly Fact[], files: Files): Promise<void> {
  silence(desk);
  desk.hosts.kill();
  desk.wireLog.clear();
  await restoreLog(parts.store, facts);
  await begin(parts, desk, files);
}

async function dispose(parts: DeskParts, desk: DeskState): Promise<void> {
  silence(desk);
  desk.listeners.clear();
  desk.hosts.kill();
  desk.host = { ...desk.host, status: "none" };
  await desk.worldReady.catch(() => undefined);
  await desk.world.dispose();
  parts.store.close();
}
