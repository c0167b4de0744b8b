// The desk: engine, clock, world and host of one lab, put together. It implements `LabSession` for every place.
// The engine knows nothing of it. What the desk must remember stands in the log, so that a new desk on the same store goes on (L11).
import type { Fact } from "../../log/facts.ts";
import { LOG_VERSION } from "../../log/facts.ts";
import type { Exported, Files, LabSession, PlaceView, SessionUpdate } from "../../session/lab-session.ts";
import type { Engine } from "../../engine/engine.ts";
import { strikes } from "./boundary.ts";
import { beat, createCore, observe, type Core, type DeskParts } from "./core.ts";
import { createHostDesk } from "./host-desk.ts";
import { createGateway } from "./gateway.ts";
import { HOST_DOWN, killHost, startHost } from "./hosting.ts";
import { createLedger, enter } from "./ledger.ts";
import { restoreLog } from "./restore-log.ts";
import { createSession, placeView } from "./session.ts";
import { away, quiet, reflow, settle } from "./time.ts";
import { createWebhooks } from "./webhooks.ts";
import { createTransport } from "./wires.ts";

export type { DeskParts } from "./core.ts";

export interface Desk {
  readonly session: LabSession;
  /** The engine of the moment; a restart replaces it. */
  engine(): Engine;
  /** Time that has passed while the lab was closed. */
  away(ms: number): Promise<void>;
  /** The host did not answer, or took too much memory: it is killed, and the learner is told. */
  contain(why: "no-answer" | "too-much-memory", forMs: number): Promise<void>;
  /** The learner stops code that runs on and on. */
  stopCode(): Promise<void>;
  /** Resolves when nothing moves at the present instant: every call has ended, or stands on the clock or a hold. */
  quiet(): Promise<void>;
  /** Turns a clock without a real timer until nothing moves without a press. */
  settle(): Promise<void>;
}

/** Opens a desk on its store: a new lab when the store is empty, otherwise the one that is there. */
export async function openDesk(parts: DeskParts): Promise<Desk> {
  const core = createCore(parts, announce);
  core.hosts = parts.openHosts(createHostDesk(core));
  await begin(core, parts.setup.files);
  const session = createSession(core, {
    restart: parts.restartEngine ?? (() => restart(core)),
    drain: () => drain(core),
    reset: (files) => reset(core, files),
    import: (exported) => bringIn(core, exported),
    dispose: () => dispose(core),
  });
  return {
    session,
    engine: () => core.engine,
    away: (ms) => away(core, ms),
    async contain(why, forMs) {
      const host = core.host.number;
      await observe(core, { type: "host.contained", host, why, forMs });
      await killHost(core, { at: "at once", by: "watchdog" });
    },
    stopCode: () => killHost(core, { at: "at once", by: "learner" }),
    quiet: () => quiet(core),
    settle: () => settle(core),
  };
}

/** From whatever the store holds to a desk that works. `files` are for an empty store. */
async function begin(core: Core, files: Files): Promise<void> {
  const { store, clock, world, setup } = core.parts;
  core.ledger = createLedger();
  for (const fact of await store.read(1)) enter(core.ledger, fact);
  clock.reset(Math.max(setup.startsAt, core.ledger.lastAt));
  core.worldReady = world.restore(core.ledger.effects);
  // Whoever asks the world is told; nobody may ask for a while.
  core.worldReady.catch(() => undefined);
  const lives = core.hosts.alive === core.ledger.hosts && !core.ledger.hostDown;
  core.host = { number: core.ledger.hosts, status: lives ? "up" : core.ledger.hostDown ? "down" : "none", version: core.ledger.version };
  let opened = (): void => {};
  core.ready = new Promise((resolve) => (opened = resolve));
  try {
    await openEngine(core);
    if (core.host.status === "down" && !core.ledger.callsPaused) await core.engine.pauseCalls(HOST_DOWN);
    if (core.ledger.version === 0) await observe(core, { type: "code.deployed", version: 1, files, by: "lab" });
    // Somebody's run is unfinished: its host comes back by itself, unless it was killed and has been left so.
    if (core.ledger.unfinished.size > 0 && core.host.status === "none") await startHost(core, "lab");
  } finally {
    opened();
  }
  core.changed();
}

async function openEngine(core: Core): Promise<void> {
  const { store, clock, entropy, openEngine: open, lull } = core.parts;
  // The facts of the opening itself come before anybody can subscribe, so they are read.
  const before = (await store.read(1)).at(-1)?.seq ?? 0;
  core.engine = await open({
    store,
    clock,
    entropy,
    transport: createTransport(core),
    gateway: createGateway(core),
    webhooks: createWebhooks(core),
    ...(lull === undefined ? {} : { flushDelay: lull }),
  });
  let early: Fact[] | undefined = [];
  core.engine.subscribe((facts) => (early === undefined ? hear(core, facts) : early.push(...facts)));
  const opening = await store.read(before + 1);
  const last = opening.at(-1)?.seq ?? before;
  const rest = early.filter(({ seq }) => seq > last);
  early = undefined;
  hear(core, [...opening, ...rest]);
}

/** Every stored fact passes here, in order. */
function hear(core: Core, facts: readonly Fact[]): void {
  if (facts.length === 0) return;
  beat(core);
  for (const fact of facts) enter(core.ledger, fact);
  for (const told of core.ledger.changes.take()) void observe(core, told);
  for (const fact of facts) {
    if (fact.type === "sleep.started") strikes(core, { boundary: "in sleep", runId: fact.runId, fn: fact.fn, stepId: fact.stepId });
    if (fact.type === "wait.registered") strikes(core, { boundary: "in wait", runId: fact.runId, fn: fact.fn, stepId: fact.stepId });
  }
  reflow(core);
  tell(core, facts);
}

/** The place is looked at when a listener asks for it: many updates in a row need it once. */
function tell(core: Core, facts: readonly Fact[]): void {
  if (core.listeners.size === 0) return;
  let place: PlaceView | undefined;
  const update: SessionUpdate = {
    facts,
    get place() {
      return (place ??= placeView(core));
    },
  };
  for (const listener of core.listeners) listener(update);
}

const announced = new WeakSet<Core>();

/** Tells listeners that only the place has changed, once for all changes of one moment. */
function announce(core: Core): void {
  reflow(core);
  if (announced.has(core) || core.listeners.size === 0) return;
  announced.add(core);
  queueMicrotask(() => {
    announced.delete(core);
    tell(core, []);
  });
}

/** The engine's process dies and a new one opens the same store. The host lives on; what it was doing for the old one is fenced. */
async function restart(core: Core): Promise<void> {
  silence(core);
  await openEngine(core);
  core.changed();
}

/** Nothing dies: the process may stay, and a new engine opens the store once the old one has stopped. */
async function drain(core: Core): Promise<void> {
  const { epoch } = core;
  await core.engine.drain("the engine is shut down for a new one");
  if (epoch === core.epoch) await restart(core);
}

function silence(core: Core): void {
  core.epoch += 1;
  core.engine.stop();
  core.gates.killAll();
  core.calls.clear();
  core.recorded.clear();
  core.entryOf.clear();
}

async function reset(core: Core, files: Files): Promise<void> {
  await replace(core, [], files);
}

async function bringIn(core: Core, exported: Exported): Promise<void> {
  if (exported.lab !== core.parts.setup.id) throw new Error(`This log is of the lab "${exported.lab}", not of "${core.parts.setup.id}".`);
  if (exported.logVersion !== LOG_VERSION)
    throw new Error(
      `This log has version ${exported.logVersion}; here is version ${LOG_VERSION}. Export it again with the site as it is now.`,
    );
  await replace(core, exported.facts, core.parts.setup.files);
  core.parts.clock.goTo(Math.max(exported.now, core.parts.clock.now()));
}

async function replace(core: Core, facts: readonly Fact[], files: Files): Promise<void> {
  silence(core);
  core.hosts.kill();
  core.wire.clear();
  await restoreLog(core.parts.store, facts);
  await begin(core, files);
}

async function dispose(core: Core): Promise<void> {
  silence(core);
  core.listeners.clear();
  core.hosts.kill();
  core.host = { ...core.host, status: "none" };
  await core.worldReady.catch(() => undefined);
  await core.parts.world.dispose();
  core.parts.store.close();
}
