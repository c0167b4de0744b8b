// `LabSession` on both sides of a link: flat calls in the engine worker, the nested interface in the page.
import type { LabSession } from "../../session/lab-session.ts";
import type { SessionCalls } from "./calls.ts";
import type { Asker } from "./own-lab.ts";

/** The engine worker's side. */
export function sessionCalls(session: () => LabSession): SessionCalls {
  return {
    facts: (from) => session().facts(from),
    place: () => session().place(),
    send: (event) => session().send(event),
    webhook: (id, request) => session().webhook(id, request),
    transforms: (files) => session().transforms(files),
    "clock.pause": (paused) => session().clock.pause(paused),
    "clock.rate": (rate) => session().clock.rate(rate),
    "clock.next": () => session().clock.next(),
    "clock.advance": (ms) => session().clock.advance(ms),
    "host.kill": () => session().host.kill(),
    "host.start": () => session().host.start(),
    arm: (at) => session().arm(at),
    holds: (holds) => session().holds(holds),
    release: () => session().release(),
    "engine.drain": () => session().engine.drain(),
    "engine.checkpointing": (on) => session().engine.checkpointing(on),
    fault: (id, on) => session().fault(id, on),
    deploy: (files, by, change) => session().deploy(files, by, change),
    rerun: (runId, from) => session().rerun(runId, from),
    cancel: (runId) => session().cancel(runId),
    cancelMany: (filter) => session().cancelMany(filter),
    replay: (filter) => session().replay(filter),
    pauseFunction: (fn, paused) => session().pauseFunction(fn, paused),
    decide: (request, answer) => session().decide(request, answer),
    "world.query": (sql, params) => session().world.query(sql, params),
    "world.tables": () => session().world.tables(),
    wire: () => session().wire(),
    export: () => session().export(),
    import: (exported) => session().import(exported),
    reset: (files) => session().reset(files),
  };
}

/** What the page does itself. */
export type PageSide = Pick<LabSession, "subscribe" | "dispose"> & {
  restartEngine(): Promise<void>;
  capabilities(): LabSession["capabilities"];
};

/** The page's side. */
export function createRemoteSession(ask: Asker, page: PageSide): LabSession {
  return {
    facts: (from) => ask("facts", from),
    place: () => ask("place"),
    subscribe: page.subscribe,
    send: (event) => ask("send", event),
    webhook: (id, request) => ask("webhook", id, request),
    transforms: (files) => ask("transforms", files),
    clock: {
      pause: (paused) => ask("clock.pause", paused),
      rate: (rate) => ask("clock.rate", rate),
      next: () => ask("clock.next"),
      advance: (ms) => ask("clock.advance", ms),
    },
    host: { kill: () => ask("host.kill"), start: () => ask("host.start") },
    arm: (at) => ask("arm", at),
    holds: (holds) => ask("holds", holds),
    release: () => ask("release"),
    engine: {
      restart: page.restartEngine,
      drain: () => ask("engine.drain"),
      checkpointing: (on) => ask("engine.checkpointing", on),
    },
    fault: (id, on) => ask("fault", id, on),
    deploy: (files, by, change) => ask("deploy", files, by, change),
    rerun: (runId, from) => ask("rerun", runId, from),
    cancel: (runId) => ask("cancel", runId),
    cancelMany: (filter) => ask("cancelMany", filter),
    replay: (filter) => ask("replay", filter),
    pauseFunction: (fn, paused) => ask("pauseFunction", fn, paused),
    decide: (request, answer) => ask("decide", request, answer),
    world: { query: (sql, params) => ask("world.query", sql, params), tables: () => ask("world.tables") },
    wire: () => ask("wire"),
    export: () => ask("export"),
    import: (exported) => ask("import", exported),
    reset: (files) => ask("reset", files),
    get capabilities() {
      return page.capabilities();
    },
    dispose: page.dispose,
  };
}
