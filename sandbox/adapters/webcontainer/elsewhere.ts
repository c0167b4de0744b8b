// Opens a lab in a container, and closes it: boot, processes, and the log that the page keeps meanwhile.
import type { FileSystemTree } from "@webcontainer/api";
import type { EventStore } from "../../engine/ports/event-store.ts";
import { LOG_VERSION } from "../../log/facts.ts";
import type { Exported } from "../../session/lab-session.ts";
import { CannotMove } from "../../session/place-switch.ts";
import { createMemoryEventStore } from "../memory/event-store.ts";
import type { Elsewhere, ReadyPlace } from "../worker/moves.ts";
import type { OwnedLab } from "../worker/own-lab.ts";
import { createBoots, type Surroundings } from "./boot.ts";
import type { Container } from "./container.ts";
import { keepLog } from "./kept-log.ts";
import { ownContainerLab } from "./own-container-lab.ts";

export type ElsewhereParts = {
  readonly surroundings: Surroundings;
  /** The programs, and the packages among these that a lab may import. */
  files(imports: readonly string[]): Promise<FileSystemTree>;
  /** Where the page keeps this lab's log, if it can keep any. */
  store(lab: string): Promise<EventStore | undefined>;
  /** Starts a Postgres for this schema. */
  database(schema: string): { readonly worker: { terminate(): void }; connect(): MessagePort };
};

export function createElsewhere(parts: ElsewhereParts): Elsewhere {
  const boot = createBoots(parts.surroundings);
  return {
    async prepare(setup, told, signal) {
      const files = (): Promise<FileSystemTree> => parts.files(setup.imports);
      return ready(parts, await boot({ files, told, signal }));
    },
  };
}

function ready(parts: ElsewhereParts, container: Container): ReadyPlace {
  let over = false;
  const end = (): void => {
    if (!over) container.teardown();
    over = true;
  };
  return {
    async own({ setup, awayMs, log, updated }, told, died) {
      const { id, world } = setup();
      const stored = await parts.store(id);
      const store = stored ?? createMemoryEventStore();
      const database = world.database === undefined ? undefined : parts.database(world.database);
      let now = log?.now ?? 0;
      const kept = keepLog(store, () => owned.ask("facts"));
      const ended = container.on("error", ({ message }) => died(new Error(message)));
      const dispose = async (): Promise<void> => {
        ended();
        await kept.settled();
        owned.dispose();
        database?.worker.terminate();
        store.close();
        end();
      };
      let owned: OwnedLab;
      try {
        owned = await ownContainerLab({
          container,
          setup,
          log,
          awayMs,
          keeps: stored !== undefined,
          database: database?.connect,
          updated(update) {
            now = update.place.clock.now;
            kept.add(update.facts);
            updated(update);
          },
          step: told,
          died,
          after: parts.surroundings.after,
        });
      } catch (error) {
        database?.worker.terminate();
        store.close();
        end();
        throw new CannotMove("program", error instanceof Error ? error.message : String(error), { cause: error });
      }
      kept.start();
      await kept.settled();
      return {
        capabilities: owned.capabilities,
        ask: (name, ...args) => kept.asking(name, () => owned.ask(name, ...args)),
        restartEngine: owned.restartEngine,
        dispose,
        lastKnown: async (): Promise<Exported> => ({ lab: id, logVersion: LOG_VERSION, facts: await store.read(1), now }),
      };
    },
    dispose: end,
  };
}
