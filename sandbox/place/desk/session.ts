// The session: what a page asks of the desk, verb by verb. Each press is a fact, or leads to one.
import type { ObservationBody } from "../../log/facts.ts";
import { LOG_VERSION } from "../../log/facts.ts";
import type { LabSession, PlaceView } from "../../session/lab-session.ts";
import { standing } from "./agenda.ts";
import { releaseOldest } from "./boundary.ts";
import { observe, type Core } from "./core.ts";
import { deploy, ensureHost, killHost, startHost } from "./hosting.ts";
import { decide } from "./requests.ts";
import { sendEvent } from "./send.ts";
import { callWebhook, saveTransforms } from "./webhooks.ts";
import { advance, clockView, next } from "./time.ts";

/** What only `desk.ts` can do, because it replaces the engine. */
export type Lifecycle = Pick<LabSession, "reset" | "import" | "dispose"> & Pick<LabSession["engine"], "restart" | "drain">;

export function createSession(core: Core, lifecycle: Lifecycle): LabSession {
  const { clock, world, setup, capabilities } = core.parts;
  const say = async (body: ObservationBody): Promise<void> => {
    await observe(core, body);
    core.changed();
  };
  return {
    facts: (from) => core.engine.facts(from),
    place: async () => placeView(core),
    subscribe(listener) {
      core.listeners.add(listener);
      return () => void core.listeners.delete(listener);
    },
    send: async (event) => {
      await ensureHost(core);
      await sendEvent(core, event);
    },
    webhook: (id, request) => callWebhook(core, id, request),
    transforms: (files) => saveTransforms(core, files),
    clock: {
      pause: (paused) => say({ type: "clock.rate", rate: core.ledger.rate, paused }),
      rate: (rate) => say({ type: "clock.rate", rate, paused: core.ledger.paused }),
      next: () => next(core),
      advance: (ms) => advance(core, ms),
    },
    host: {
      kill: () => killHost(core, { ...momentOf(core), by: "learner" }),
      start: () => startHost(core, "learner"),
    },
    arm: (at) => say(at === undefined ? { type: "fault.disarmed" } : { type: "fault.armed", fault: "crash", ...at }),
    holds: async (holds) => {
      core.holds = holds;
    },
    release: async () => {
      while (releaseOldest(core));
    },
    engine: {
      restart: lifecycle.restart,
      drain: lifecycle.drain,
      checkpointing: (on) => core.engine.setCheckpointing(on),
    },
    fault: (id, on) => say({ type: "fault.switched", fault: id, on }),
    deploy: (files, by, change) => deploy(core, files, by, change),
    rerun: async (runId, from) => {
      await ensureHost(core);
      if ((await core.engine.rerun(runId, from)) === undefined) throw new Error(`There is no run ${runId} to run again.`);
    },
    cancel: async (runId) => {
      if ((await core.engine.cancel(runId)) === "unknown") throw new Error(`There is no run ${runId} to cancel.`);
    },
    cancelMany: async (filter) => (await core.engine.cancelMany(filter)).runIds.length,
    replay: async (filter) => {
      await ensureHost(core);
      return (await core.engine.replay(filter)).length;
    },
    pauseFunction: (fn, paused) => (paused ? core.engine.pauseFunction(fn) : core.engine.resumeFunction(fn)),
    decide: (request, answer) => decide(core, request, answer),
    world: {
      query: (sql, params = []) => core.worldReady.then(() => world.query(sql, params, clock.now())),
      tables: () => core.worldReady.then(() => world.tables(clock.now())),
    },
    wire: async () => core.wire.entries(),
    export: async () => ({ lab: setup.id, logVersion: LOG_VERSION, facts: await core.engine.facts(), now: clock.now() }),
    import: lifecycle.import,
    reset: lifecycle.reset,
    capabilities,
    dispose: lifecycle.dispose,
  };
}

/** Where a press strikes: at the boundary that holds the oldest run, in a run's sleep or wait, else wherever the host happens to be. */
function momentOf({ gates, calls, engine }: Core): Pick<Extract<ObservationBody, { type: "host.killed" }>, "at" | "runId" | "stepId"> {
  const [held] = gates.list();
  if (held === undefined) return (calls.size === 0 ? standing(engine.upcoming()) : undefined) ?? { at: "at once" };
  return { at: held.boundary, runId: held.runId, ...(held.stepId === undefined ? {} : { stepId: held.stepId }) };
}

export function placeView(core: Core): PlaceView {
  const { ledger, host, calls, gates } = core;
  const held = gates.list().map(({ runId, boundary, stepId }) => ({ runId, boundary, ...(stepId === undefined ? {} : { stepId }) }));
  return {
    host: host.status,
    contained: ledger.contained,
    callsInFlight: calls.size,
    held,
    ...(ledger.armed === undefined ? {} : { armed: ledger.armed }),
    checkpointing: ledger.checkpointing,
    faults: [...ledger.faults],
    codeVersion: ledger.version,
    clock: clockView(core),
  };
}
