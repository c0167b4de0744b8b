// The session: what a page asks of the controller, verb by verb. Each press is a fact, or leads to one.
import type { ObservationBody } from "../../log/facts.ts";
import { LOG_VERSION } from "../../log/facts.ts";
import type { LabSession } from "../../session/lab-session.ts";
import { type Archives, archiveOthers, enterAct, type Enters } from "./acts.ts";
import { standing } from "./agenda.ts";
import { releaseAll, type Releases } from "./boundary.ts";
import type { Uses } from "./controller-state.ts";
import { deploy, type Deployment, ensureHost, killHost, startHost } from "./hosting.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { placeView, type ShowsPlace } from "./place-view.ts";
import { decide } from "./requests.ts";
import { sendEvents } from "./send.ts";
import { advance, next, type TellsJump } from "./time.ts";
import { callWebhook, saveTransforms } from "./webhooks.ts";

/** What the verbs need that this file does itself; the rest is what their modules need. */
type Answers = Deployment &
  Enters &
  Archives &
  Releases &
  ShowsPlace &
  TellsJump &
  Uses<
    "holds" | "listeners" | "world" | "worldReady" | "setup" | "capabilities",
    { engine: AsksEngine; ledger: "effects"; wireLog: "entries" }
  >;
type AsksEngine =
  "handle" | "facts" | "nextDue" | "setCheckpointing" | "rerun" | "cancel" | "cancelMany" | "replay" | "pauseFunction" | "resumeFunction";

export function createSession(controller: Answers, lifecycle: Lifecycle): LabSession {
  const { clock, world, setup, capabilities } = controller;
  const say = async (body: ObservationBody): Promise<void> => {
    await controller.observe(body);
    controller.changed();
  };
  /** Before a run begins: whatever else there was has ended, and a host is there. */
  const clear = async (): Promise<void> => {
    await archiveOthers(controller);
    await ensureHost(controller);
  };
  const send: LabSession["sendMany"] = async (events) => {
    await clear();
    await sendEvents(controller, events);
  };
  return {
    facts: (from) => controller.engine.facts(from),
    place: async () => placeView(controller),
    subscribe(listener) {
      controller.listeners.add(listener);
      return () => void controller.listeners.delete(listener);
    },
    send: (event) => send([event]),
    sendMany: send,
    webhook: async (id, request) => {
      await archiveOthers(controller);
      return callWebhook(controller, id, request);
    },
    transforms: (files) => saveTransforms(controller, files),
    clock: {
      pause: (paused) => say({ type: "clock.rate", rate: controller.ledger.rate, paused }),
      rate: (rate) => say({ type: "clock.rate", rate, paused: controller.ledger.paused }),
      next: () => next(controller),
      advance: (ms) => advance(controller, ms),
    },
    host: {
      kill: () => killHost(controller, { ...momentOf(controller), by: "learner" }),
      start: () => startHost(controller, "learner"),
    },
    arm: (at) => say(at === undefined ? { type: "fault.disarmed" } : { type: "fault.armed", fault: "crash", ...at }),
    enterAct: (act) => enterAct(controller, act),
    holds: async (holds) => void (controller.holds = holds),
    release: async () => void releaseAll(controller),
    engine: { restart: lifecycle.restart, drain: lifecycle.drain, checkpointing: (on) => controller.engine.setCheckpointing(on) },
    fault: (id, on) => say({ type: "fault.switched", fault: id, on }),
    deploy: (files, by, change) => deploy(controller, files, by, change),
    rerun: async (runId, from) => {
      await clear();
      if ((await controller.engine.rerun(runId, from)) === undefined) throw new Error(`There is no run ${runId} to run again.`);
    },
    cancel: async (runId) => {
      if ((await controller.engine.cancel(runId)) === "unknown") throw new Error(`There is no run ${runId} to cancel.`);
    },
    cancelMany: async (filter) => (await controller.engine.cancelMany(filter)).runIds.length,
    replay: async (filter) => {
      await clear();
      return (await controller.engine.replay(filter)).length;
    },
    pauseFunction: (fn, paused) => (paused ? controller.engine.pauseFunction(fn) : controller.engine.resumeFunction(fn)),
    decide: (request, answer) => decide(controller, request, answer),
    world: {
      query: (sql, params = []) => controller.worldReady.then(() => world.query(sql, params, clock.now())),
      tables: () => controller.worldReady.then(() => world.tables(clock.now())),
    },
    wire: async () => controller.wireLog.entries(),
    export: async () => ({ lab: setup.id, logVersion: LOG_VERSION, facts: await controller.engine.facts(), now: clock.now() }),
    import: lifecycle.import,
    reset: lifecycle.reset,
    capabilities,
    dispose: lifecycle.dispose,
  };
}

type Moment = Pick<Extract<ObservationBody, { type: "host.killed" }>, "at" | "runId" | "stepId">;

/** Where a press strikes: at the boundary that holds the oldest run, in a run's sleep or wait, else wherever the host happens to be. */
function momentOf({ gates, calls, engine }: Uses<never, { gates: "list"; calls: "size"; engine: "upcoming" }>): Moment {
  const [held] = gates.list();
  if (held === undefined) return (calls.size === 0 ? standing(engine.upcoming()) : undefined) ?? { at: "at once" };
  return { at: held.boundary, runId: held.runId, ...(held.stepId === undefined ? {} : { stepId: held.stepId }) };
}
