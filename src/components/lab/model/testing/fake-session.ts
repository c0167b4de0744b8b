// A session for the models' tests: keeps the facts it is told, remembers what was asked of it. It runs nothing.
import type { Fact } from "../../../../../sandbox/log/facts.ts";
import type { Files, LabSession, PlaceView, SessionUpdate } from "../../../../../sandbox/session/lab-session.ts";
import type { Opened } from "../../../../../sandbox/session/open.ts";
import { START } from "./story.ts";

export const restingPlace: PlaceView = {
  host: "up",
  contained: false,
  callsInFlight: 0,
  held: [],
  checkpointing: true,
  faults: [],
  codeVersion: 1,
  clock: { now: START, rate: 0, paused: false },
};

export function fakePlace(facts: readonly Fact[] = []) {
  const asked: string[] = [];
  const listeners = new Set<(update: SessionUpdate) => void>();
  let log = facts;
  let place = restingPlace;
  const note =
    (name: string) =>
    (...args: readonly unknown[]): Promise<never> => {
      asked.push([name, ...args.map((arg) => JSON.stringify(arg))].join(" "));
      return Promise.resolve(undefined as never);
    };
  const session: LabSession = {
    facts: () => Promise.resolve(log),
    place: () => Promise.resolve(place),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: note("send"),
    webhook: note("webhook"),
    transforms: note("transforms"),
    arm: note("arm"),
    holds: note("holds"),
    release: note("release"),
    fault: note("fault"),
    rerun: note("rerun"),
    cancel: note("cancel"),
    cancelMany: (filter) => note("cancelMany")(filter).then(() => 0),
    replay: (filter) => note("replay")(filter).then(() => 0),
    pauseFunction: note("pauseFunction"),
    decide: note("decide"),
    reset: note("reset"),
    import: note("import"),
    clock: { pause: note("pause"), rate: note("rate"), next: note("next"), advance: note("advance") },
    host: { kill: note("kill"), start: () => note("start")().then(() => ({ ok: true as const, version: 1 })) },
    engine: { restart: note("restart"), drain: note("drain"), checkpointing: note("checkpointing") },
    deploy: (files: Files, by) =>
      note("deploy")(by).then(() =>
        Object.values(files).join("").includes("syntax error")
          ? { ok: false as const, version: 2, message: "Unexpected token", place: { file: "greet.ts", line: 3 } }
          : { ok: true as const, version: 2 },
      ),
    world: { query: () => Promise.resolve([]), tables: () => Promise.resolve([]) },
    wire: () => Promise.resolve([]),
    export: note("export"),
    capabilities: { keeps: true, place: "memory" },
    dispose: note("dispose"),
  };
  const opened: Opened = { session, role: () => "own", onRole: () => () => undefined, takeOver: note("takeOver") };
  return {
    asked,
    opened,
    /** The log as a place would tell it from now on; facts that are already known are not told again. */
    tell(next: readonly Fact[], view: Partial<PlaceView> = {}) {
      const fresh = next.slice(log.length);
      log = next;
      place = { ...place, ...view };
      for (const listener of listeners) listener({ facts: fresh, place });
    },
  };
}
