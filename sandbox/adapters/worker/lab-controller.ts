// Opens a lab's controller for the places that a page has: engine, world, hosts and clock over a store. Then tells the page what the
// opening itself has written.
import { createEngine } from "../../engine/engine.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import { type LabController, type ControllerParts, openController } from "../../place/controller/controller.ts";
import { restoreLog } from "../../place/controller/restore-log.ts";
import { realTimer } from "../../place/real-timer.ts";
import { createVirtualClock } from "../../place/virtual-clock.ts";
import type { Capabilities, SessionUpdate } from "../../session/lab-session.ts";
import { createWorld } from "../../world/world.ts";
import { createSeededEntropy } from "../memory/entropy.ts";
import { type SandboxedHostOptions, type SandboxedHosts, createSandboxedHosts } from "./sandboxed-host.ts";
import type { Opening } from "./calls.ts";
import type { Port } from "./link.ts";
import { createPatientWorld } from "./patient-world.ts";
import { createRemoteDatabase } from "./remote-database.ts";

export type LabControllerParts = Pick<ControllerParts, "turn" | "flushDelay"> & {
  readonly opening: Opening;
  readonly store: EventStore;
  readonly capabilities: Capabilities;
  /** Where the lab's Postgres answers, if it has one. */
  readonly database: Port | undefined;
  readonly hosts: Pick<SandboxedHostOptions, "supervisor" | "ahead" | "patience">;
  /** The hosts are there, before anything of the log is begun. */
  made(hosts: SandboxedHosts): void;
  updated(update: SessionUpdate): void;
};

/** Resolves once the engine takes requests; time away passes after that. */
export async function openLabController({
  opening,
  store,
  capabilities,
  database,
  hosts,
  made,
  updated,
  ...how
}: LabControllerParts): Promise<LabController> {
  const { setup, awayMs, shownAt, log } = opening;
  if (log) await restoreLog(store, log.facts);
  const before = await store.read(1);
  const clock = createVirtualClock(setup.startsAt, realTimer);
  const controller: LabController = await openController({
    ...how,
    setup,
    store,
    capabilities,
    timer: realTimer,
    clock,
    entropy: createSeededEntropy(setup.seed),
    openEngine: createEngine,
    world: createPatientWorld(createWorld(setup.world.options, database && createRemoteDatabase(database))),
    openHosts(hostApi) {
      const sandboxed = createSandboxedHosts({
        ...hosts,
        living: opening.hosts,
        imports: setup.imports,
        controller: () => hostApi,
        gone: ({ why, forMs }) => controller.contain(why, forMs),
      });
      made(sandboxed);
      return sandboxed;
    },
  });
  clock.goTo(Math.max(log?.now ?? 0, shownAt ?? 0, clock.now()));
  // A page that has just seen an engine die does not have the facts that the opening has written.
  updated({ facts: await controller.session.facts((before.at(-1)?.seq ?? 0) + 1), place: await controller.session.place() });
  controller.session.subscribe(updated);
  if (awayMs > 0 && before.some((fact) => fact.type === "run.created")) void controller.away(awayMs);
  return controller;
}
