import { describe, expect, it } from "vitest";
import type { Act } from "./definition.ts";
import { offeredActions, pressOf } from "./controls.ts";
import type { Situation } from "./controls.ts";

const now: Situation = {
  host: "up",
  armed: false,
  checkpointing: true,
  faults: [],
  paused: false,
  due: false,
  unfinished: false,
  newest: "none",
  failedRuns: 0,
  openRequests: 0,
};
const chosen = { event: "ada", moment: 1 };
const act: Act = {
  id: "one",
  title: "One",
  task: "Press.",
  controls: ["Run", "Crash host", "Start host", "Next wake-up", "Crash at", "Arm crash", "Checkpointing", "Faults", "Requests"],
  rails: [],
  tabs: [],
  holds: [],
  crashAt: [
    { boundary: "before step", label: "before" },
    { boundary: "after record", label: "after" },
  ],
  events: [
    { key: "ada", label: "Ada", name: "e", data: {} },
    { key: "ben", label: "Ben", name: "e", data: {} },
  ],
  webhooks: [],
  faults: [{ id: "down", label: "Down" }],
  starts: "start",
  solution: "start",
  changes: [],
  hints: [],
  open: false,
};

describe("Crash host", () => {
  it("strikes at once, whether or not a run lives and a crash is armed", () => {
    for (const unfinished of [true, false]) {
      expect(pressOf("Crash host", { ...now, unfinished, armed: !unfinished }, chosen)).toEqual({ do: "crash" });
    }
  });
  it("cannot be pressed where no host is up", () => {
    for (const host of ["none", "down", "broken", "starting"] as const) {
      expect(pressOf("Crash host", { ...now, host }, chosen)).toBeUndefined();
    }
  });
});

describe("Arm crash", () => {
  it("arms the chosen moment, also in the middle of a run and while the host is down", () => {
    expect(pressOf("Arm crash", now, chosen)).toEqual({ do: "arm", moment: 1 });
    expect(pressOf("Arm crash", { ...now, unfinished: true, host: "down" }, chosen)).toEqual({ do: "arm", moment: 1 });
  });
  it("takes an armed crash back", () => {
    expect(pressOf("Arm crash", { ...now, armed: true }, chosen)).toEqual({ do: "disarm" });
  });
});

describe("what an act offers", () => {
  it("is the first event alone where no Event can be chosen, each of them where it can", () => {
    const events = (of: Act): unknown[] => offeredActions(of, now).filter((action) => action.do === "send");
    expect(events(act)).toEqual([{ do: "send", event: "ada" }]);
    expect(events({ ...act, controls: [...act.controls, "Event"] })).toHaveLength(2);
  });
  it("holds nothing that cannot be pressed now", () => {
    const offered = offeredActions(act, now).map((action) => action.do);
    expect(offered).not.toContain("start");
    expect(offered).not.toContain("wake");
    expect(offered).not.toContain("decide");
    expect(offeredActions(act, { ...now, host: "down", due: true }).map((action) => action.do)).toEqual(
      expect.arrayContaining(["start", "wake"]),
    );
  });
  it("has a Yes and a No for each open request, and the other side of each switch", () => {
    const offered = offeredActions(act, { ...now, openRequests: 2, faults: ["down"] });
    expect(offered.filter((action) => action.do === "decide")).toHaveLength(4);
    expect(offered).toContainEqual({ do: "fault", fault: "down", on: false });
    expect(offered).toContainEqual({ do: "checkpointing", on: false });
  });
});
