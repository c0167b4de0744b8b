import { createMemoryPlace } from "../adapters/memory/place.ts";
import type { LabSetup } from "../session/open.ts";
import { createWorld } from "../world/world.ts";
import type { EventStore } from "../engine/ports/event-store.ts";
import type { PlaceUnderTest } from "./driven-place.ts";
import { placeSuite } from "./place.suite.ts";

async function openMemory(setup: LabSetup, store?: EventStore): Promise<PlaceUnderTest> {
  const place = await createMemoryPlace(setup, { world: createWorld({}), ...(store === undefined ? {} : { store }) });
  return {
    session: place.session,
    settle: place.settle,
    async reopen() {
      await place.session.dispose();
      return openMemory(setup, place.store);
    },
  };
}

placeSuite("memory", (setup) => openMemory(setup));
