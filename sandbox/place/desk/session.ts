// The session: what a page asks of the desk, verb by verb. Each press is a fact, or leads to one.
import type { ObservationBody } from "../../log/facts.ts";
import { LOG_VERSION } from "../../log/facts.ts";
import type { LabSession } from "../../session/lab-session.ts";
import { standing } from "./agenda.ts";
import { releaseAll, type Releases } from "./boundary.ts";
import type { Uses } from "./desk-state.ts";
import { deploy, type Deployment, ensureHost, killHost, startHost } from "./hosting.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { placeView, type ShowsPlace } from "./place-view.ts";
import { decide } from "./requests.ts";
import { sendEvents } from "./send.ts";
import { advance, next, type TellsJump } from "./time.ts";
import { callWebhook, saveTransforms } from "./webhooks.ts";

/** What the verbs need that this file does itself; the rest is what their modules need. */
type Answers = Deployment &
  Releases &
  ShowsPlace &
  TellsJump &
  Uses<
    "holds" | "listeners" | "world" | "worldReady" | "setup" | "capabilities",
    { engine: AsksEngine; ledger: "effects" | "act"; wireLog: "entries" }
  >;
type AsksEngine =
  "handle" | "facts" | "nextDue" | "setCheckpointing" | "rerun" | "cancel" | "cancelMany" | "replay" | "pauseFunction" | "resumeFunction";

export function createSession(desk: Answers, lifecycle: Lifecycle): LabSession {
  const { clock, world, setup, capabilities } = desk;
  const say = async (body: ObservationBody): Promise<void> => {
    await desk.observe(body);
    desk.changed();
  };
  const send: LabSession["sendMany"] = async (events) => {
    await ensureHost(desk);
    await sendEvents(desk, events);
  };
  return {
    facts: (from) => desk.engine.facts(from),
    place: async () => placeView(desk),
    subscribe(listener) {
      desk.listeners.add(listener);
      return () => void desk.listeners.delete(listener);
    },
    send: (event) => send([event]),
    sendMany: send,
    webhook: (id, request) => callWebhook(desk, id, request),
    transforms: (files) => saveTransforms(desk, files),
    clock: {
      pause: (paused) => say({ type: "clock.rate", rate: desk.ledger.rate, paused }),
      rate: (rate) => say({ type: "clock.rate", rate, paused: desk.ledger.paused }),
      next: () => next(desk),
      advance: (ms) => advance(desk, ms),
    },
    host: {
      kill: () => killHost(desk, { ...momentOf(desk), by: "learner" }),
      start: () => startHost(desk, "learner"),
    },
    arm: (at) => say(at === undefined ? { type: "fault.disarmed" } : { type: "fault.armed", fault: "crash", ...at }),
    enterAct: async (act) => (desk.ledger.act === act ? undefined : say({ type: "act.entered", act })),
    holds: async (holds) => void (desk.holds = holds),
    release: async () => void releaseAll(desk),
    engine: { restart: lifecycle.restart, drain: lifecycle.drain, checkpointing: (on) => desk.engine.setCheckpointing(on) },
    fault: (id, on) => say({ type: "fault.switched", fault: id, on }),
    deploy: (files, by, change) => deploy(desk, files, by, change),
    rerun: async (runId, from) => {
      await ensureHost(desk);
      if ((await desk.engine.rerun(runId, from)) === undefined) throw new Error(`There is no run ${runId} to run again.`);
    },
    cancel: async (runId) => {
      if ((await desk.engine.cancel(runId)) === "unknown") throw new Error(`There is no run ${runId} to cancel.`);
    },
    cancelMany: async (filter) => (await desk.engine.cancelMany(filter)).runIds.length,
    replay: async (filter) => {
      await ensureHost(desk);
      return (await desk.engine.replay(filter)).length;
    },
    pauseFunction: (fn, paused) => (paused ? desk.engine.pauseFunction(fn) : desk.engine.resumeFunction(fn)),
    decide: (request, answer) => decide(desk, request, answer),
    world: {
      query: (sql, params = []) => desk.worldReady.then(() => world.query(sql, params, clock.now())),
      tables: () => desk.worldReady.then(() => world.tables(clock.now())),
    },
    wire: async () => desk.wireLog.entries(),
    export: async () => ({ lab: setup.id, logVersion: LOG_VERSION, facts: await desk.engine.facts(), now: clock.now() }),
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
