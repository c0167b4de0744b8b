// A lab between two places: when it moves, what it takes along, and what becomes of it when the other place fails.
import { describe, expect, it } from "vitest";
import type { Exported, PlaceView } from "../../session/lab-session.ts";
import { type BootStep, CannotMove, type PlaceState } from "../../session/place-switch.ts";
import { createMoves, type Elsewhere, type MoveParts } from "./moves.ts";
import type { Asker, OwnedLab } from "./own-lab.ts";

const log: Exported = { lab: "lab", logVersion: 1, facts: [], now: 7 };
const lab = { ask: (() => Promise.reject(new Error("not asked"))) as Asker } as OwnedLab;

/** A page with a lab that has so many calls open; `other` stands in for the other place. */
function page(other: Partial<{ prepare: Elsewhere["prepare"]; own: () => Promise<OwnedLab> }> = {}) {
  let calls = 0;
  const looks = new Set<() => void>();
  const did: string[] = [];
  const states: PlaceState[] = [];
  let died: (why: Error) => void = () => undefined;
  const elsewhere: Elsewhere = {
    async prepare(setup, told, signal) {
      told("boot");
      await other.prepare?.(setup, told, signal);
      return {
        own(parts, _told, whenDead) {
          died = whenDead;
          did.push(`own ${String(parts.log?.now)}`);
          return other.own?.() ?? Promise.resolve(lab);
        },
        dispose: () => void did.push("dispose"),
      };
    },
  };
  const ask = ((name: string) => Promise.resolve(name === "export" ? log : ({ callsInFlight: calls } as PlaceView))) as Asker;
  const replace: MoveParts["replace"] = async (take, own) => {
    const taken = await take(ask);
    if (own === undefined) {
      did.push(`here ${String(taken?.now)}`);
      return undefined;
    }
    return own({ setup: () => ({}) as never, awayMs: 0, shownAt: () => undefined, log: taken, updated: () => undefined }).then(
      () => undefined,
      (error: Error) => (did.push(`here ${String(taken?.now)}`), error),
    );
  };
  const moves = createMoves({
    elsewhere: async () => elsewhere,
    setup: () => ({}) as never,
    ask,
    replace,
    onUpdate(look) {
      looks.add(look);
      return () => looks.delete(look);
    },
  });
  moves.onState((state) => states.push(state));
  return {
    moves,
    did,
    states,
    died: (why: Error) => died(why),
    open(count: number) {
      calls = count;
      for (const look of looks) look();
    },
    waits: () => looks.size > 0,
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a lab's move", () => {
  it("takes log and clock there, and back", async () => {
    const { moves, did, states } = page();
    await moves.choose("webcontainer");
    expect(states.map(({ boot }) => boot?.step)).toEqual(["browser", "boot", "calls", undefined] satisfies (BootStep | undefined)[]);
    expect(moves.state()).toEqual({ place: "webcontainer" });
    await moves.choose("worker");
    expect(did).toEqual(["own 7", "here 7"]);
    expect(moves.state()).toEqual({ place: "worker" });
  });

  it("waits until no call is open", async () => {
    const { moves, did, open, waits } = page();
    open(1);
    const moving = moves.choose("webcontainer");
    await turn();
    expect({ did, step: moves.state().boot?.step }).toEqual({ did: [], step: "calls" });
    open(0);
    await moving;
    expect({ did, waits: waits() }).toEqual({ did: ["own 7"], waits: false });
  });

  it("that is given up while it waits changes nothing, and gives the other place back", async () => {
    const { moves, did, open } = page();
    open(1);
    const moving = moves.choose("webcontainer");
    await turn();
    moves.stay();
    await moving;
    expect({ did, state: moves.state() }).toEqual({ did: ["dispose"], state: { place: "worker" } });
  });

  it("that the other place refuses leaves the lab where it is, and says why", async () => {
    const { moves, did } = page({ prepare: () => Promise.reject(new CannotMove("unreachable", "no answer")) });
    await moves.choose("webcontainer");
    expect({ did, state: moves.state() }).toEqual({
      did: [],
      state: { place: "worker", fellBack: { reason: "unreachable", detail: "no answer" } },
    });
  });

  it("whose processes do not start brings the lab back with its log", async () => {
    const { moves, did } = page({ own: () => Promise.reject(new Error("exit 1")) });
    await moves.choose("webcontainer");
    expect({ did, state: moves.state() }).toEqual({
      did: ["own 7", "here 7", "dispose"],
      state: { place: "worker", fellBack: { reason: "program", detail: "exit 1" } },
    });
  });

  it("is undone when the other place dies later, and says so", async () => {
    const { moves, did, died } = page();
    await moves.choose("webcontainer");
    died(new Error("out of memory"));
    await turn();
    expect({ did, state: moves.state() }).toEqual({
      did: ["own 7", "here undefined"],
      state: { place: "worker", fellBack: { reason: "ended", detail: "out of memory" } },
    });
  });
});
