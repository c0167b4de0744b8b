// The memory place: a whole lab in one process, with time turned by hand. Recordings, goals' tests and the engine's proofs run here.
// It composes what every place shares; only storage, time and the host's walls are its own.
import type { Engine } from "../../engine/engine.ts";
import { createEngine } from "../../engine/engine.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import { openController } from "../../place/controller/controller.ts";
import { realTimer } from "../../place/real-timer.ts";
import { createVirtualClock, type RealTimer, type VirtualClock } from "../../place/virtual-clock.ts";
import type { LabSession } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { World } from "../../world/door.ts";
import { useVirtualPlatform } from "./als-keeper.ts";
import { createSeededEntropy } from "./entropy.ts";
import { createMemoryEventStore } from "./event-store.ts";
import { createInProcessHosts } from "./in-process-hosts.ts";

export type MemoryPlaceOptions = {
  readonly world: World;
  /** A store to go on from; by default an empty one. */
  readonly store?: EventStore;
  /** Loads a package other than `inngest` for the lab's files. */
  package?(name: string): Promise<object>;
  /** Lets the lab's clock flow by this timer, as in a browser; by default it is turned by hand. */
  readonly flow?: RealTimer;
};

export interface MemoryPlace {
  readonly session: LabSession;
  readonly clock: VirtualClock;
  readonly store: EventStore;
  engine(): Engine;
  /** Goes on until nothing moves without a press: all runs have ended, sleep, wait or are held. No real time is waited for. */
  settle(): Promise<void>;
  /** Resolves when nothing moves at the present instant. */
  quiet(): Promise<void>;
  /** Time away, as on return to a closed tab. */
  away(ms: number): Promise<void>;
  /** The host did not answer, or took too much memory. */
  contain(why: "no-answer" | "too-much-memory", forMs: number): Promise<void>;
}

export async function createMemoryPlace(setup: LabSetup, options: MemoryPlaceOptions): Promise<MemoryPlace> {
  const clock = createVirtualClock(setup.startsAt, options.flow);
  const entropy = createSeededEntropy(setup.seed);
  const hostChance = createSeededEntropy(`${setup.seed} host`);
  const store = options.store ?? createMemoryEventStore();
  const load = options.package ?? ((name: string) => import(name) as Promise<object>);
  const releasePlatform = useVirtualPlatform();
  const controller = await openController({
    setup,
    clock,
    store,
    entropy,
    openEngine: createEngine,
    world: options.world,
    openHosts: (hostApi) => createInProcessHosts(hostApi, { imports: setup.imports, package: load, chance: (host) => hostChance.at(host) }),
    capabilities: { keeps: false, place: "memory" },
    timer: realTimer,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const session: LabSession = {
    ...controller.session,
    async dispose() {
      await controller.session.dispose();
      releasePlatform();
    },
  };
  return {
    session,
    clock,
    store,
    engine: controller.engine,
    settle: controller.settle,
    quiet: controller.quiet,
    away: controller.away,
    contain: controller.contain,
  };
}
