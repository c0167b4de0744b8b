// The lab controller: it puts engine, clock, world and host together and implements `LabSession` for every place.
// The engine knows nothing of it. What the controller must remember stands in the log, so that a new controller on the same store goes on (L11).
import type { Engine } from "../../engine/engine.ts";
import type { LabSession } from "../../session/lab-session.ts";
import { createControllerState, type ControllerParts } from "./controller-state.ts";
import { createHostApi } from "./host-api.ts";
import { killHost } from "./hosting.ts";
import { createLifecycle } from "./lifecycle.ts";
import { createSession } from "./session.ts";
import { away, quiet, settle } from "./time.ts";
import { createAnnouncer } from "./updates.ts";

export type { ControllerParts } from "./controller-state.ts";

export interface LabController {
  readonly session: LabSession;
  /** The engine of the moment; a restart replaces it. */
  engine(): Engine;
  /** Time that has passed while the lab was closed. */
  away(ms: number): Promise<void>;
  /** The host did not answer, or took too much memory: it is killed, and the learner is told. */
  contain(why: "no-answer" | "too-much-memory", forMs: number): Promise<void>;
  /** Resolves when nothing moves at the present instant: every call has ended, or stands on the clock or a hold. */
  quiet(): Promise<void>;
  /** Turns a clock without a real timer until nothing moves without a press. */
  settle(): Promise<void>;
}

/** Opens a controller on its store: a new lab when the store is empty, otherwise the one that is there. */
export async function openController(parts: ControllerParts): Promise<LabController> {
  const state = createControllerState(parts, createAnnouncer());
  state.hosts = parts.openHosts(createHostApi(state));
  const { begin, ...lifecycle } = createLifecycle(parts, state);
  await begin();
  return {
    session: createSession(state, lifecycle),
    engine: () => state.engine,
    away: (ms) => away(state, ms),
    async contain(why, forMs) {
      const host = state.host.number;
      await state.observe({ type: "host.contained", host, why, forMs });
      await killHost(state, { at: "at once", by: "watchdog" });
    },
    quiet: () => quiet(state),
    settle: () => settle(state),
  };
}
