// The sentences that a learner reads, and which control is filled.
import { describe, expect, it } from "vitest";
import { clockFace, length, roughly, since } from "./format.ts";
import { journalRows, ofSeveralRuns } from "./journal-model.ts";
import type { Action } from "../../../../sandbox/labs/kit/actions.ts";
import { approve, arm, change, send, wake } from "../../../../sandbox/labs/kit/actions.ts";
import { barPresses, type Guided, nextPress } from "./next-press.ts";
import { runsIn } from "./runs.ts";
import { eventsTable } from "./events-fold.ts";
import { effectsFold, memoFold, runsTable } from "./tab-folds.ts";
import { asleep, completed, opened, run1, START } from "./testing/story.ts";
import { anAct } from "./testing/an-act.ts";

describe("lengths", () => {
  it("are said in at most three units", () => {
    expect(length(3 * 24 * 3600_000)).toBe("3 d");
    expect(length(2 * 86_400_000 + 23 * 3600_000 + 56 * 60_000 + 9000)).toBe("2 d 23 h 56 min");
    expect(length(22_000)).toBe("22 s");
    expect(length(1500)).toBe("1.5 s");
    expect(length(300)).toBe("300 ms");
  });
  it("lose their small change in sentences", () => expect(roughly(239_999)).toBe("3 min"));
  it("count from the run's first fact in the journal", () => {
    expect(since(2300)).toBe("2.300 s");
    expect(since(3 * 86_400_000 + 310)).toBe("3 d 0.31 s");
  });
  it("name the day on the lab's clock from the second on", () => {
    expect(clockFace(START, START)).toBe("09:00:00");
    expect(clockFace(START + 3 * 86_400_000, START)).toBe("day 4, 09:00:00");
  });
});

describe("the journal of a lab", () => {
  const told = (shown: Parameters<typeof journalRows>[1]) => journalRows(completed().facts, shown);

  it("has one clock, the lab's own", () => {
    const rows = told({ startsAt: START });
    expect(rows[0]?.clock).toBe("09:00:00");
    expect(rows.at(-1)?.clock).toMatch(/^day 4, 09:00:\d\d$/);
  });
  it("says of which run a fact is, and of which act", () => {
    expect(ofSeveralRuns(told({}))).toBe(false);
    expect(new Set(told({}).map((row) => row.run))).toEqual(new Set([undefined, 1]));
    expect(told({ act: "another" }).every((row) => row.here)).toBe(true);
    const later = completed().add("act.entered", { act: "next" }).facts;
    expect(journalRows(later, { act: "next" }).at(-1)?.here).toBe(true);
  });
});

describe("the journal", () => {
  it("has one row for every fact, in one clear line each", () => {
    const rows = journalRows(completed().facts);
    expect(rows.map((row) => row.seq)).toEqual(completed().facts.map((fact) => fact.seq));
    expect(rows.every((row) => row.text !== "")).toBe(true);
  });
  it("counts the clock from the first fact of the run", () => {
    expect(journalRows(asleep().facts).find((row) => row.type === "sleep.started")?.clock).toBe("1.200 s");
  });
});

describe("tabs", () => {
  it("flag an event that started nothing, with what may have been meant", () => {
    const lost = opened()
      .add("event.received", { eventId: "e", name: "demo/gret", data: {}, ts: START, id: "e", user: {}, source: "learner" })
      .add("event.unmatched", { eventId: "e", name: "demo/gret", suggestion: "demo/greet" });
    expect(eventsTable(lost.facts).rows[0]).toMatchObject({
      tone: "bad",
      cells: [{ text: "demo/gret" }, { text: "you" }, { text: "0 runs" }, { text: "did you mean demo/greet?" }, { text: "{}" }],
    });
  });
  it("tell under Events a webhook's event from one that its transform did not make", () => {
    const told = opened()
      .add("webhook.rejected", { webhook: "stripe", why: "stripe.js:2 TypeError" })
      .add("event.received", { eventId: "e", name: "demo/greet", data: {}, ts: START, id: "e", user: {}, source: "webhook" })
      .add("run.created", { ...run1, cause: "event", eventIds: ["e"], startAt: START, maxAttempts: 5 });
    expect(eventsTable(told.facts).rows.map((row) => [row.tone, ...row.cells.slice(0, 4).map((cell) => cell.text)])).toEqual([
      ["bad", "/webhook/stripe", "a webhook", "no event", "rejected: stripe.js:2 TypeError"],
      ["plain", "demo/greet", "a webhook", "1 run", ""],
    ]);
  });
  it("list under Effects what a service refused to do, beside what was done", () => {
    const told = asleep().add("service.refused", { ...run1, stepId: "greeting", service: "model.world", status: 429, why: "Too many." });
    expect(effectsFold()(told.facts).rows.at(-1)).toMatchObject({
      tone: "bad",
      cells: [{ text: "model.world" }, { text: "429" }, { text: "greeting" }, { text: "none" }, { text: "refused: Too many." }],
    });
  });
  it("list under Runs what a queued run waits for, and since when", () => {
    const rule = { type: "concurrency", unit: "run", scope: "fn", limit: 1 } as const;
    const told = opened()
      .add("run.created", { ...run1, cause: "event", eventIds: [], startAt: START, maxAttempts: 5 })
      .add("run.queued", { ...run1, reason: "concurrency", rule, bucket: "b", target: "step" }, 12_000);
    expect(runsTable(runsIn(told.facts)).rows[0]?.cells.map((cell) => cell.text)).toEqual([
      "run 1",
      "greet",
      "queued",
      "0",
      "at most 1 run at once, since 09:00:12",
    ]);
  });
  it("list under Memo what each step has stored", () => {
    const { facts } = completed();
    expect(memoFold()(facts).rows.map((row) => row.cells[1]?.text)).toEqual(["greeting", "three-days", "farewell"]);
  });
});

describe("the filled control", () => {
  const act = anAct({
    controls: ["Run", "Event", "Change", "Crash at", "Arm crash", "Requests"],
    changes: [{ id: "better", label: "Better" }],
  });
  const guided = (part: Partial<Guided>): Guided => ({
    state: "settled",
    run: "none",
    observer: false,
    act,
    next: undefined,
    actDone: false,
    hasNextAct: true,
    chosen: { event: "ada", moment: 0, webhook: undefined },
    editing: false,
    ...part,
  });
  const filledFor = (next: Action, part: Partial<Guided> = {}): string | undefined => nextPress(guided({ next, ...part }));

  it("is the button of the act's next action", () => {
    expect(filledFor(send("ada"))).toBe("Run");
    expect(filledFor(wake)).toBe("Next wake-up");
    expect(filledFor(approve())).toBe("Requests");
  });
  it("is the choice that the action needs, until it is made", () => {
    expect(filledFor(send("ben"))).toBe("Event");
    expect(filledFor(arm(2))).toBe("Crash at");
    expect(filledFor(arm(0))).toBe("Arm crash");
    expect(filledFor(change("better"))).toBe("Change");
    expect(filledFor(change("better"), { editing: true })).toBe("Apply edit");
    expect(filledFor(change("better"), { act: { ...act, changes: [] } })).toBe("Edit code");
  });
  it("is none while something is under way, and stands again where a run is held", () => {
    expect(filledFor(wake, { state: "running", run: "running" })).toBeUndefined();
    expect(filledFor(wake, { state: "starting" })).toBeUndefined();
    expect(filledFor(wake, { state: "running", run: "held" })).toBe("Next wake-up");
  });
  it("is none in an act without a walk: an open one", () => expect(nextPress(guided({}))).toBeUndefined());
  it("leads on once every goal is met, also while another run waits: to the next act, after the last one to the text", () => {
    expect(nextPress(guided({ actDone: true, run: "waiting" }))).toBe("Next act");
    expect(nextPress(guided({ actDone: true, hasNextAct: false }))).toBe("Read on");
  });
});

describe("a phone's bar", () => {
  const offered = ["Run", "Crash host", "Start host", "Next wake-up"];

  it("holds the filled button and one other", () => {
    expect(barPresses("Run", offered, { down: false, due: false })).toEqual(["Run", "Crash host"]);
    expect(barPresses("Crash host", offered, { down: false, due: true })).toEqual(["Crash host", "Next wake-up"]);
    expect(barPresses("Start host", offered, { down: true, due: true })).toEqual(["Start host", "Next wake-up"]);
    expect(barPresses("Next act", offered, { down: false, due: false })).toEqual(["Next act", "Run"]);
  });
  it("holds what the moment needs in an act that fills none", () => {
    expect(barPresses(undefined, offered, { down: false, due: true })).toEqual(["Next wake-up", "Crash host"]);
    expect(barPresses(undefined, ["Run", "Next wake-up"], { down: false, due: false })).toEqual(["Run", "Next wake-up"]);
  });
});

describe("a failed run", () => {
  it("is told by its error", () => {
    const failed = asleep().add("run.failed", {
      ...run1,
      error: { name: "TypeError", message: "decision is null\nat x" },
      code: "function-error",
    });
    expect(journalRows(failed.facts).at(-1)).toMatchObject({ text: "TypeError: decision is null", tone: "bad" });
  });
});
