// Labs on the double, for tests in Node: the page's part of this place without a page.
import { createMemoryEventStore } from "../memory/event-store.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Exported, LabSession, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import { createRemoteSession } from "../worker/remote-session.ts";
import { buildProgram } from "./build-process.ts";
import { bootDouble, type DoubleOptions } from "./double.ts";
import { keepLog } from "./kept-log.ts";
import { ownContainerLab } from "./own-container-lab.ts";
import { programsTree } from "./programs.ts";

export type ContainerKit = { readonly session: LabSession; reopen(): Promise<ContainerKit> };

let programs: Promise<{ readonly engine: string; readonly host: string }> | undefined;
const built = () => (programs ??= Promise.all([buildProgram("engine"), buildProgram("host")]).then(([engine, host]) => ({ engine, host })));

/** Opens labs on a double each; what a page would keep is kept beyond it. */
export function openContainerKit(options: DoubleOptions = {}): (setup: LabSetup) => Promise<ContainerKit> {
  return (setup) => openOn(options, setup, createMemoryEventStore(), undefined);
}

async function openOn(options: DoubleOptions, first: LabSetup, store: EventStore, log: Exported | undefined): Promise<ContainerKit> {
  let setup = first;
  const container = await bootDouble(options);
  await container.mount(programsTree({ ...(await built()), packages: {} }));
  const listeners = new Set<(update: SessionUpdate) => void>();
  const kept = keepLog(store, () => owned.ask("facts"));
  const owned = await ownContainerLab({
    container,
    setup: () => setup,
    log,
    awayMs: 0,
    keeps: true,
    database: undefined,
    updated(update) {
      kept.add(update.facts);
      for (const listener of listeners) listener(update);
    },
    step: () => undefined,
    after: () => () => undefined,
    died: (why) => {
      throw why;
    },
  });
  kept.start();
  const dispose = async (): Promise<void> => {
    await kept.settled();
    owned.dispose();
    container.teardown();
    await container.gone();
  };
  const session = createRemoteSession(
    (async (name, ...args) => {
      if (name === "holds") setup = { ...setup, holds: args[0] as LabSetup["holds"] };
      return kept.asking(name, () => owned.ask(name, ...args));
    }) as typeof owned.ask,
    {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      capabilities: () => owned.capabilities,
      restartEngine: owned.restartEngine,
      dispose,
    },
  );
  return {
    session,
    async reopen() {
      const { now } = (await session.place()).clock;
      await dispose();
      const facts = await store.read(1);
      return openOn(options, setup, store, { lab: setup.id, logVersion: 1, facts, now });
    },
  };
}
