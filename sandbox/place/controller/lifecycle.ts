// The controller's life: opened on whatever its store holds, given a new engine or another log, and closed. These parts replace the
// engine, so they see the state whole.
import { LOG_VERSION, type Fact } from "../../log/facts.ts";
import type { Exported, Files, LabSession } from "../../session/lab-session.ts";
import type { ControllerParts, ControllerState } from "./controller-state.ts";
import { createGateway } from "./gateway.ts";
import { HOST_DOWN, startHost } from "./hosting.ts";
import { createLedger, enter } from "./ledger.ts";
import { restoreLog } from "./restore-log.ts";
import { hear } from "./updates.ts";
import { createWebhooks } from "./webhooks.ts";
import { createTransport } from "./wires.ts";

/** The verbs that replace the engine. */
export type Lifecycle = Pick<LabSession, "reset" | "import" | "dispose"> & Pick<LabSession["engine"], "restart" | "drain">;

export function createLifecycle(parts: ControllerParts, controller: ControllerState): Lifecycle & { begin(): Promise<void> } {
  return {
    begin: () => begin(parts, controller, parts.setup.files),
    restart: parts.restartEngine ?? (() => restart(parts, controller)),
    drain: () => drain(parts, controller),
    reset: (files) => replace(parts, controller, [], files),
    import: (exported) => bringIn(parts, controller, exported),
    dispose: () => dispose(parts, controller),
  };
}

/** From whatever the store holds to a controller that works. `files` are for an empty store. */
async function begin(parts: ControllerParts, controller: ControllerState, files: Files): Promise<void> {
  controller.ledger = createLedger();
  for (const fact of await parts.store.read(1)) enter(controller.ledger, fact);
  controller.clock.reset(Math.max(controller.setup.startsAt, controller.ledger.lastAt));
  controller.worldReady = controller.world.restore(controller.ledger.effects, controller.ledger.costs);
  // Whoever asks the world is told; nobody may ask for a while.
  controller.worldReady.catch(() => undefined);
  const { hosts: number, hostDown, version } = controller.ledger;
  const lives = controller.hosts.alive === number && !hostDown;
  controller.host = { number, status: lives ? "up" : hostDown ? "down" : "none", version };
  let opened = (): void => {};
  controller.ready = new Promise((resolve) => (opened = resolve));
  try {
    await openEngine(parts, controller);
    if (controller.host.status === "down" && !controller.ledger.callsPaused) await controller.engine.pauseCalls(HOST_DOWN);
    if (controller.ledger.version === 0) await controller.observe({ type: "code.deployed", version: 1, files, by: "lab" });
    // A run is unfinished: its host comes back by itself, unless it was killed and has been left so.
    if (controller.ledger.unfinished.size > 0 && controller.host.status === "none") await startHost(controller, "lab");
  } finally {
    opened();
  }
  controller.changed();
}

async function openEngine(
  { store, clock, entropy, openEngine: open, flushDelay }: ControllerParts,
  controller: ControllerState,
): Promise<void> {
  // The facts of the opening itself come before anybody can subscribe, so they are read.
  const before = (await store.read(1)).at(-1)?.seq ?? 0;
  controller.engine = await open({
    store,
    clock,
    entropy,
    transport: createTransport(controller),
    gateway: createGateway(controller),
    webhooks: createWebhooks(controller),
    ...(flushDelay === undefined ? {} : { flushDelay }),
  });
  let early: Fact[] | undefined = [];
  controller.engine.subscribe((facts) => (early === undefined ? hear(controller, facts) : early.push(...facts)));
  const opening = await store.read(before + 1);
  const last = opening.at(-1)?.seq ?? before;
  const rest = early.filter(({ seq }) => seq > last);
  early = undefined;
  hear(controller, [...opening, ...rest]);
}

/** The engine's process dies and a new one opens the same store. The host lives on; what it was doing for the old one is fenced. */
async function restart(parts: ControllerParts, controller: ControllerState): Promise<void> {
  silence(controller);
  await openEngine(parts, controller);
  controller.changed();
}

/** Nothing dies: the process may stay, and a new engine opens the store once the old one has stopped. */
async function drain(parts: ControllerParts, controller: ControllerState): Promise<void> {
  const { epoch } = controller;
  await controller.engine.drain("the engine is shut down for a new one");
  if (epoch === controller.epoch) await restart(parts, controller);
}

/** Nothing that was asked of the engine until now is answered any more. */
function silence(controller: ControllerState): void {
  controller.epoch += 1;
  controller.engine.stop();
  controller.gates.killAll();
  controller.calls.clear();
  controller.recorded.clear();
  controller.entryOf.clear();
}

async function bringIn(parts: ControllerParts, controller: ControllerState, exported: Exported): Promise<void> {
  const { id, files } = controller.setup;
  if (exported.lab !== id) throw new Error(`This log is of the lab "${exported.lab}", not of "${id}".`);
  if (exported.logVersion !== LOG_VERSION)
    throw new Error(
      `This log has version ${exported.logVersion}; here is version ${LOG_VERSION}. Export it again with the site as it is now.`,
    );
  await replace(parts, controller, exported.facts, files);
  controller.clock.goTo(Math.max(exported.now, controller.clock.now()));
}

async function replace(parts: ControllerParts, controller: ControllerState, facts: readonly Fact[], files: Files): Promise<void> {
  silence(controller);
  controller.hosts.kill();
  controller.wireLog.clear();
  await restoreLog(parts.store, facts);
  await begin(parts, controller, files);
}

async function dispose(parts: ControllerParts, controller: ControllerState): Promise<void> {
  silence(controller);
  controller.listeners.clear();
  controller.hosts.kill();
  controller.host = { ...controller.host, status: "none" };
  await controller.worldReady.catch(() => undefined);
  await controller.world.dispose();
  parts.store.close();
}
