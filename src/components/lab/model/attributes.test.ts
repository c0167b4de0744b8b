import { describe, expect, it } from "vitest";
import type { PlaceView } from "../../../../sandbox/session/lab-session.ts";
import { placeOf, runStateOf, stateOf, type Standing } from "./attributes.ts";
import { runsIn } from "./runs.ts";
import { asleep, completed, entered, opened, START } from "./testing/story.ts";

const up: PlaceView = {
  host: "up",
  contained: false,
  callsInFlight: 0,
  held: [],
  checkpointing: true,
  faults: [],
  codeVersion: 1,
  clock: { now: START, rate: 0, paused: false },
};
const standing = (part: Partial<Standing>): Standing => ({
  failed: false,
  opening: false,
  opened: true,
  pending: false,
  observer: false,
  place: up,
  runs: [],
  ...part,
});

describe("data-state is the first that applies", () => {
  it("failed, when the place could not start", () => expect(stateOf(standing({ failed: true, opening: true }))).toBe("failed"));
  it("starting, while place or host is coming up", () => {
    expect(stateOf(standing({ opening: true, opened: false }))).toBe("starting");
    expect(stateOf(standing({ place: { ...up, host: "starting" } }))).toBe("starting");
  });
  it("crashed, when the host is dead, whatever the runs do", () => {
    expect(stateOf(standing({ place: { ...up, host: "down", callsInFlight: 1 }, runs: runsIn(asleep().facts) }))).toBe("crashed");
  });
  it("running, with a call in flight, a hold, or a press whose consequence has not begun", () => {
    expect(stateOf(standing({ runs: runsIn(entered(opened(), 1).facts) }))).toBe("running");
    expect(stateOf(standing({ place: { ...up, held: [{ runId: "run-1", boundary: "before step" }] } }))).toBe("running");
    expect(stateOf(standing({ pending: true }))).toBe("running");
  });
  it("settled, when runs have ended or wait", () => {
    expect(stateOf(standing({ runs: runsIn(asleep().facts) }))).toBe("settled");
    expect(stateOf(standing({ runs: runsIn(completed().facts) }))).toBe("settled");
  });
  it("ready, when nothing has run", () => expect(stateOf(standing({}))).toBe("ready"));
  it("recorded, before first use", () =>
    expect(stateOf(standing({ opened: false, place: undefined, runs: runsIn(completed().facts) }))).toBe("recorded"));
});

describe("data-run", () => {
  it("is none until a run of this place exists", () => {
    expect(runStateOf(standing({ opened: false, runs: runsIn(completed().facts) }))).toBe("none");
  });
  it("is the newest run's", () => expect(runStateOf(standing({ runs: runsIn(asleep().facts) }))).toBe("sleeping"));
  it("is held when the place says so", () => {
    expect(
      runStateOf(
        standing({ runs: runsIn(entered(opened(), 1).facts), place: { ...up, held: [{ runId: "run-1", boundary: "before step" }] } }),
      ),
    ).toBe("held");
  });
});

describe("data-place", () => {
  it("is observer before contained before own", () => {
    expect(placeOf(standing({ observer: true, place: { ...up, contained: true } }))).toBe("observer");
    expect(placeOf(standing({ place: { ...up, contained: true } }))).toBe("contained");
    expect(placeOf(standing({}))).toBe("own");
  });
});
