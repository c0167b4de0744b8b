// The desk's own state, shared by its parts: which engine, which host, what is open, what is held. All that must outlive the
// page is in the log (`ledger.ts`); the rest here dies with the engine's process, and may.
import type { Fact, ObservationBody } from "../../log/facts.ts";
import type { Engine, EngineOptions, EnginePorts } from "../../engine/engine.ts";
import type { Entropy } from "../../engine/ports/entropy.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Capabilities, Hold, PlaceView, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { World } from "../../world/door.ts";
import type { HostDesk, HostPort } from "../ports.ts";
import type { RealTimer, VirtualClock } from "../virtual-clock.ts";
import { createCalls, type Calls } from "./calls.ts";
import { createGates, type Gates } from "./gates.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createWireLog, type WireLog } from "./wire-log.ts";

export type DeskParts = {
  readonly setup: LabSetup;
  readonly clock: VirtualClock;
  readonly store: EventStore;
  readonly entropy: Entropy;
  openEngine(ports: EnginePorts, options?: EngineOptions): Promise<Engine>;
  readonly world: World;
  openHosts(desk: HostDesk): HostPort;
  readonly capabilities: Capabilities;
  /** Real time, for patience only: nothing in the log depends on it. */
  readonly timer: RealTimer;
  /** Lets what is queued on the platform run: one macrotask. */
  turn(): Promise<void>;
  /** How long what a host tells may wait to be stored along with what follows from it; without it nothing waits. */
  lull?(): Promise<void>;
  /** How `engine.restart` is done where the engine is a process of its own; without it the engine is opened anew in place. */
  restartEngine?(): Promise<void>;
};

export type HostState = { readonly number: number; readonly status: PlaceView["host"]; readonly version: number };

export type Core = {
  readonly parts: DeskParts;
  engine: Engine;
  hosts: HostPort;
  host: HostState;
  /** A host that boots in the wings: it may ask the world, and serves nothing yet. */
  preparing: number | undefined;
  ledger: Ledger;
  holds: readonly Hold[];
  readonly calls: Calls;
  readonly gates: Gates;
  readonly wire: WireLog;
  /** Grows with each engine: what was pending under an older one never answers. */
  epoch: number;
  /** Counts everything that happens, so that a jump can tell quiet from busy. */
  pulse: number;
  /** Woken by the next beat. */
  stirred: (() => void)[];
  /** Resolves when the desk is open: calls of a reopened engine wait for the host. */
  ready: Promise<void>;
  /** Resolves when the world is as the log tells it: a database takes its time, and the rest need not wait for it. */
  worldReady: Promise<void>;
  /** Runs whose reply with this step has just been recorded. */
  readonly recorded: Map<string, string>;
  /** Number of the entry that a call made. */
  readonly entryOf: Map<string, number>;
  readonly listeners: Set<(update: SessionUpdate) => void>;
  /** Something has changed that a page shows or the clock depends on. */
  changed(): void;
};

export function createCore(parts: DeskParts, changed: (core: Core) => void): Core {
  const core: Core = {
    parts,
    // Set by `openDesk` before anything can ask for them.
    engine: undefined as unknown as Engine,
    hosts: undefined as unknown as HostPort,
    host: { number: 0, status: "none", version: 0 },
    preparing: undefined,
    ledger: createLedger(),
    holds: parts.setup.holds,
    calls: createCalls(() => core.changed()),
    gates: createGates(),
    wire: createWireLog(),
    epoch: 0,
    pulse: 0,
    stirred: [],
    ready: Promise.resolve(),
    worldReady: Promise.resolve(),
    recorded: new Map(),
    entryOf: new Map(),
    listeners: new Set(),
    changed() {
      beat(core);
      changed(core);
    },
  };
  return core;
}

/** Something has happened. */
export function beat(core: Core): void {
  core.pulse += 1;
  const woken = core.stirred;
  core.stirred = [];
  for (const wake of woken) wake();
}

/** Numbers and stores an observation. What the engine no longer takes is lost with it, as it would be in a crash. */
export async function observe(core: Core, body: ObservationBody, when: "now" | "soon" = "now"): Promise<Fact | undefined> {
  beat(core);
  return core.engine.observe(body, when).catch(() => undefined);
}

/** A promise for whoever is dead. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {});

export const isAlive = (core: Core, host: number): boolean =>
  host === core.preparing || (core.host.number === host && (core.host.status === "up" || core.host.status === "starting"));

/** Its files are being loaded. */
export const isLoading = (core: Core, host: number): boolean =>
  host === core.preparing || (core.host.number === host && core.host.status === "starting");
