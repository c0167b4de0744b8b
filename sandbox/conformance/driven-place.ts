// A place as the suite drives it: by its session alone, as a page does, with the program of `program/` in service.
import type { Boundary, Fact, FactOf } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import type { Files, LabSession } from "../session/lab-session.ts";
import { untilSession } from "../session/log.kit.ts";
import type { LabSetup } from "../session/open.ts";
import { isQuiet, openRuns } from "./quiet.ts";
import client from "./program/client.ts?raw";
import failure from "./program/failure.ts?raw";
import fanOut from "./program/fan-out.ts?raw";
import flow from "./program/flow.ts?raw";
import sequence from "./program/sequence.ts?raw";
import time from "./program/time.ts?raw";
import timer from "./program/timer.ts?raw";
import waysOut from "./program/ways-out.ts?raw";

const program: Files = { "sequence.ts": sequence, "time.ts": time, "failure.ts": failure, "client.ts": client };
/** Flow control, signals and fan-out. */
export const flowProgram: Files = { "flow.ts": flow, "ways-out.ts": waysOut, "fan-out.ts": fanOut, "client.ts": client };
export const timerProgram: Files = { "timer.ts": timer, "client.ts": client };

export interface PlaceUnderTest {
  readonly session: LabSession;
  /** Resolves when nothing moves without a press. A place whose time flows may leave it out: the suite looks at the session then. */
  settle?(): Promise<void>;
  /** Closes this place and opens it again on the same storage, as a reload does. */
  reopen(): Promise<PlaceUnderTest>;
}

/** Opens a place. The suite disposes of its session. */
export type OpenPlace = (setup: LabSetup) => Promise<PlaceUnderTest>;

export type Driven = {
  readonly session: LabSession;
  settle(): Promise<void>;
  send(name: string, data?: JsonObject, id?: string): Promise<void>;
  /** Settles, then presses on until this function's newest run has ended or nothing is due. */
  finish(name: string): Promise<void>;
  /** Resolves once the log bears out `claim`. */
  until(claim: (log: readonly Fact[]) => boolean): Promise<void>;
  facts<T extends Fact["type"]>(type: T, name?: string): Promise<readonly FactOf<T>[]>;
  /** What step bodies printed, in order; of one function only, if it is named. */
  printed(name?: string): Promise<readonly string[]>;
  output(name: string): Promise<Json | undefined>;
  crashAt(boundary: Boundary, stepId?: string): Promise<void>;
  reopen(): Promise<Driven>;
};

export const setupOf = (files: Files = program): LabSetup => ({
  id: `conformance-${crypto.randomUUID()}`,
  seed: "conformance",
  startsAt: Date.UTC(2026, 10, 20, 9),
  files,
  holds: [],
  imports: ["inngest"],
  world: { options: {} },
});

export function drive(place: PlaceUnderTest): Driven {
  const { session } = place;
  const settle = async (): Promise<void> => {
    if (place.settle) await place.settle();
    else await untilSession(session, isQuiet);
  };
  const facts = async <T extends Fact["type"]>(type: T, name?: string): Promise<readonly FactOf<T>[]> =>
    factsOf(await session.facts(), type, name);
  return {
    session,
    settle,
    facts,
    send: (name, data = {}, id) => session.send({ name, data, ...(id === undefined ? {} : { id }) }),
    async finish(name) {
      await settle();
      while (!hasEnded(await session.facts(), name) && (await session.place()).clock.next !== undefined) {
        await session.clock.next();
        await settle();
      }
    },
    until: async (claim) => void (await untilSession(session, claim)),
    printed: async (name) => (await facts("console", name)).filter((line) => line.level === "log").map((line) => line.text),
    output: async (name) => (await facts("run.completed", name)).at(-1)?.output,
    crashAt: (boundary, stepId) => session.arm(stepId === undefined ? { boundary } : { boundary, stepId }),
    reopen: async () => drive(await place.reopen()),
  };
}

function factsOf<T extends Fact["type"]>(log: readonly Fact[], type: T, name?: string): readonly FactOf<T>[] {
  const found = log.filter((fact): fact is FactOf<T> => fact.type === type);
  return name === undefined ? found : found.filter((fact) => "fn" in fact && fact.fn === `program-${name}`);
}

function hasEnded(log: readonly Fact[], name: string): boolean {
  const created = factsOf(log, "run.created", name).at(-1);
  return created !== undefined && !openRuns(log).some((run) => run.runId === created.runId);
}
