// The controller's state: which engine, which host, which calls are open, which runs are held. What must outlive the page is in the
// log (`ledger.ts`); the rest dies with the engine's process, and may. Only `controller.ts` and `lifecycle.ts` see the state whole:
// every other module says in its signature which members it uses (`Uses`).
import type { Engine, EngineOptions, EnginePorts } from "../../engine/engine.ts";
import type { Entropy } from "../../engine/ports/entropy.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact, ObservationBody } from "../../log/facts.ts";
import type { Capabilities, DeployResult, Hold, PlaceView, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { World } from "../../world/door.ts";
import type { HostApi, HostPort } from "../ports.ts";
import type { RealTimer, VirtualClock } from "../virtual-clock.ts";
import { createCalls, type Calls } from "./calls.ts";
import { createGates, type Gates } from "./gates.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createPulse, type Pulse } from "./pulse.ts";
import { createWireLog, type WireLog } from "./wire-log.ts";

export type ControllerParts = {
  readonly setup: LabSetup;
  readonly clock: VirtualClock;
  readonly store: EventStore;
  readonly entropy: Entropy;
  openEngine(ports: EnginePorts, options?: EngineOptions): Promise<Engine>;
  readonly world: World;
  openHosts(controller: HostApi): HostPort;
  readonly capabilities: Capabilities;
  /** Real time, only to limit how long something is waited for: nothing in the log depends on it. */
  readonly timer: RealTimer;
  /** Lets what is queued on the platform run: one macrotask. */
  turn(): Promise<void>;
  /** How long what a host tells may wait to be stored along with what follows from it; without it nothing waits. */
  flushDelay?(): Promise<void>;
  /** How `engine.restart` is done where the engine is a process of its own; without it the engine is opened anew in place. */
  restartEngine?(): Promise<void>;
};

export type HostState = { readonly number: number; readonly status: PlaceView["host"]; readonly version: number };

export type ControllerState = Pick<ControllerParts, "setup" | "clock" | "world" | "capabilities" | "timer" | "turn"> & {
  engine: Engine;
  hosts: HostPort;
  host: HostState;
  /** Number of a host that loads its files beside the one that serves: it may ask the world, and serves nothing yet. */
  preparing: number | undefined;
  /** The start that is under way, if one is. */
  starting: Promise<DeployResult> | undefined;
  ledger: Ledger;
  holds: readonly Hold[];
  readonly calls: Calls;
  readonly gates: Gates;
  readonly wireLog: WireLog;
  /** Grows with each engine: what was pending under an older one never answers. */
  epoch: number;
  readonly pulse: Pulse;
  /** The last jump of the clock; the next one begins after it. */
  jumping: Promise<void>;
  /** Resolves when the controller is open: calls of a reopened engine wait for the host. */
  ready: Promise<void>;
  /** Resolves when the world is as the log tells it: a database takes its time, and the rest need not wait for it. */
  worldReady: Promise<void>;
  /** By run: the step whose record the engine has just taken from a reply. */
  readonly recorded: Map<string, string>;
  /** By call: the number of the entry that it made. */
  readonly entryOf: Map<string, number>;
  readonly listeners: Set<(update: SessionUpdate) => void>;
  /** Numbers and stores an observation. Resolves with nothing when the engine has stopped: then it is lost, as in a crash. */
  observe(body: ObservationBody, when?: "now" | "soon"): Promise<Fact | undefined>;
  /** Something has changed that a page shows or the clock depends on. */
  changed(): void;
};

type Part<Whole, Names> = Pick<Whole, Extract<keyof Whole, Names>>;
type Inner = { readonly [Member in keyof ControllerState]?: keyof ControllerState[Member] };

/** What a module uses of the controller: these members, and of others only what is listed for them, e.g. `{ engine: "handle" }`. */
export type Uses<Members extends keyof ControllerState, Parts extends Inner = Record<never, never>> = Pick<ControllerState, Members> & {
  readonly [Member in keyof Parts & keyof ControllerState]: Part<ControllerState[Member], Parts[Member]>;
};

/** `changed` is called after every change. The caller sets `hosts` and opens an engine before anything asks for them. */
export function createControllerState(parts: ControllerParts, changed: (controller: ControllerState) => void): ControllerState {
  const pulse = createPulse();
  const controller: ControllerState = {
    ...parts,
    engine: undefined as unknown as Engine,
    hosts: undefined as unknown as HostPort,
    host: { number: 0, status: "none", version: 0 },
    preparing: undefined,
    starting: undefined,
    ledger: createLedger(),
    holds: parts.setup.holds,
    calls: createCalls(() => controller.changed()),
    gates: createGates(),
    wireLog: createWireLog(),
    epoch: 0,
    pulse,
    jumping: Promise.resolve(),
    ready: Promise.resolve(),
    worldReady: Promise.resolve(),
    recorded: new Map(),
    entryOf: new Map(),
    listeners: new Set(),
    async observe(body, when = "now") {
      pulse.beat();
      return controller.engine.observe(body, when).catch(() => undefined);
    },
    changed() {
      pulse.beat();
      changed(controller);
    },
  };
  return controller;
}

/** A promise for whoever is dead. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {});
