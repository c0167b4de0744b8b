// A session for the models' tests: keeps the facts it is told, remembers what was asked of it. It runs nothing.
import { type Fact, LOG_VERSION } from "../../../../../sandbox/log/facts.ts";
import type { PlaceView, SessionUpdate } from "../../../../../sandbox/session/lab-session.ts";
import type { Opened } from "../../../../../sandbox/session/open.ts";
import { type AskSession, createRemoteSession } from "../../../../../sandbox/session/remote-session.ts";
import type { SessionCalls, VerbName } from "../../../../../sandbox/session/verbs.ts";
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

/** Verbs whose answer a model reads. Each needs one here, or this does not compile; the rest only resolve. */
type Answering = {
  readonly [Name in VerbName as void extends Awaited<ReturnType<SessionCalls[Name]>> ? never : Name]: SessionCalls[Name];
};

/** Verbs that are asked all the time and tell nothing of what was pressed. */
const QUIET: ReadonlySet<VerbName> = new Set<VerbName>(["facts", "place", "wire", "world.query", "world.tables"]);

export function fakePlace(facts: readonly Fact[] = []) {
  const asked: string[] = [];
  const listeners = new Set<(update: SessionUpdate) => void>();
  let log = facts;
  let place = restingPlace;
  const note = async (name: string, ...args: readonly unknown[]): Promise<void> => {
    asked.push([name, ...args.map((arg) => JSON.stringify(arg))].join(" "));
  };
  const answers: Answering = {
    facts: async () => log,
    place: async () => place,
    webhook: async () => ({ status: 200, body: "" }),
    "host.start": async () => ({ ok: true, version: 1 }),
    deploy: async (files) =>
      Object.values(files).join("").includes("syntax error")
        ? { ok: false, version: 2, message: "Unexpected token", place: { file: "greet.ts", line: 3 } }
        : { ok: true, version: 2 },
    cancelMany: async () => 0,
    replay: async () => 0,
    "world.query": async () => [],
    "world.tables": async () => [],
    wire: async () => [],
    export: async () => ({ lab: "fake", logVersion: LOG_VERSION, facts: log, now: place.clock.now }),
  };
  const ask = async (name: VerbName, ...args: readonly unknown[]): Promise<unknown> => {
    if (!QUIET.has(name)) await note(name.split(".").at(-1) ?? name, ...(name === "deploy" ? args.slice(1, 2) : args));
    return (answers as { readonly [name: string]: ((...args: readonly unknown[]) => unknown) | undefined })[name]?.(...args);
  };
  const session = createRemoteSession(ask as AskSession, {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restartEngine: () => note("restart"),
    capabilities: () => ({ keeps: true, place: "memory" }),
    dispose: () => note("dispose"),
  });
  const opened: Opened = { session, role: () => "own", onRole: () => () => undefined, takeOver: () => note("takeOver") };
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
