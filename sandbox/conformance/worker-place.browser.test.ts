import { openLab } from "../adapters/worker/client.ts";
import type { LabSetup } from "../session/open.ts";
import type { PlaceUnderTest } from "./driven-place.ts";
import { placeSuite } from "./place.suite.ts";

async function openWorker(setup: LabSetup): Promise<PlaceUnderTest> {
  const { session } = await openLab(setup);
  return {
    session,
    async reopen() {
      await session.dispose();
      return openWorker(setup);
    },
  };
}

placeSuite("worker", openWorker);
