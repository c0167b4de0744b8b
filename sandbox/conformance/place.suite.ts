// The contract of a place: what a learner's functions do there, driven by the session alone.
// The same suite runs on every place; a place that passes it teaches the same lessons.
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Boundary } from "../log/facts.ts";
import type { Files } from "../session/lab-session.ts";
import { drive, flowProgram, setupOf, timerProgram, type Driven, type OpenPlace } from "./driven-place.ts";
import { flowLaws } from "./place-flow.laws.ts";
import { sessionLaws } from "./place-session.laws.ts";
import { MODES, TABLE } from "./table.ts";

export function placeSuite(place: string, open: OpenPlace): void {
  const opened: Driven[] = [];
  /** Places that serve more than one test. */
  const kept: Driven[] = [];
  const start = async (checkpointing = true, among = opened, files?: Files): Promise<Driven> => {
    const driven = drive(await open(setupOf(files)));
    among.push(driven);
    await driven.session.engine.checkpointing(checkpointing);
    return driven;
  };
  const again = async (driven: Driven): Promise<Driven> => {
    const next = await driven.reopen();
    opened.push(next);
    return next;
  };
  afterEach(async () => {
    for (const { session } of opened.splice(0)) await session.dispose();
  });
  afterAll(async () => {
    for (const { session } of kept.splice(0)) await session.dispose();
  });

  describe(`${place}: a run`, () => {
    describe.each(MODES)("with $mode", ({ checkpointing }) => {
      countLaws(() => start(checkpointing, kept), checkpointing);
      runLaws(() => start(checkpointing));
    });
  });
  describe(`${place}: flow control`, () => {
    describe.each(MODES)("with $mode", ({ checkpointing }) => {
      flowLaws(
        () => start(checkpointing, kept, flowProgram),
        () => start(checkpointing, opened, timerProgram),
      );
    });
  });
  describe(`${place}: a crash of the host`, () => {
    describe.each(MODES)("with $mode", ({ checkpointing }) => {
      crashLaws(() => start(checkpointing));
    });
  });
  describe(`${place}: the session`, () => {
    sessionLaws((files) => start(true, opened, files));
  });
  describe(`${place}: what is kept`, () => {
    keepLaws(start, again);
  });
}

/** One place serves all of these, so that a place must also keep its runs apart. */
function countLaws(start: () => Promise<Driven>, checkpointing: boolean): void {
  let shared: Promise<Driven> | undefined;
  const place = (): Promise<Driven> => (shared ??= start());

  it.each(TABLE)(
    "of $name takes the reference's number of calls, and each step runs as often as it must",
    async ({ name, calls, output, printed }) => {
      const driven = await place();
      await driven.send(name);
      await driven.finish(name);
      expect(await driven.output(name)).toEqual(output);
      expect(await driven.facts("call.sent", name)).toHaveLength(calls[checkpointing ? 0 : 1]);
      expect([...(await driven.printed(name))].sort()).toEqual(printed);
    },
  );

  it("of slp takes the reference's number of calls, with one wait hit and one timed out", async () => {
    const driven = await place();
    await driven.send("slp", { key: "k" });
    await driven.settle();
    await driven.session.clock.next();
    await driven.settle();
    await driven.send("slp/hit", { key: "other", answer: "wrong" });
    await driven.send("slp/hit", { key: "k", answer: "right" });
    await driven.finish("slp");
    expect(await driven.output("slp")).toEqual({ before: "before", hit: "right", missed: null, key: "k" });
    expect(await driven.facts("call.sent", "slp")).toHaveLength(checkpointing ? 4 : 5);
  });
}

function runLaws(start: () => Promise<Driven>): void {
  it("of rty ends failed after its attempts, and onFailure runs once", async () => {
    const driven = await start();
    await driven.send("rty");
    await driven.finish("rty");
    await driven.settle();
    expect(await driven.facts("run.failed", "rty")).toHaveLength(1);
    expect(await driven.facts("call.sent", "rty")).toHaveLength(4);
    expect(await driven.facts("call.sent", "rty-failure")).toHaveLength(1);
    expect(await driven.printed()).toEqual(["never", "never", "never", "gave up: x"]);
  });

  it("has two steps of one Promise.all open at the same time", async () => {
    const driven = await start();
    await driven.send("overlap");
    await driven.finish("overlap");
    const lines = await driven.printed();
    expect(lines.slice(0, 2).sort()).toEqual(["left begins", "right begins"]);
    expect(lines.slice(2).sort()).toEqual(["left ends", "right ends"]);
  });
}

/** How often the body of the step runs whose boundary the crash strikes. */
const CRASHES: readonly { readonly boundary: Boundary; readonly times: number }[] = [
  { boundary: "before step", times: 1 },
  { boundary: "after effect, before record", times: 2 },
  { boundary: "after record", times: 1 },
];

function crashLaws(start: () => Promise<Driven>): void {
  it.each(CRASHES)("$boundary runs that step $times time(s) in all, and records it once (L3, L5)", async ({ boundary, times }) => {
    const driven = await start();
    await driven.crashAt(boundary, "c");
    await driven.send("five-steps");
    await driven.until((log) => log.some((fact) => fact.type === "host.killed"));
    await driven.session.host.start();
    await driven.finish("five-steps");
    expect(await driven.output("five-steps")).toEqual(["a", "b", "c", "d", "e"]);
    const printed = await driven.printed();
    expect(printed.filter((line) => line === "c")).toHaveLength(times);
    expect(printed.filter((line) => line !== "c").sort()).toEqual(["a", "b", "d", "e"]);
    expect((await driven.facts("step.completed")).map((step) => step.stepId)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("in the middle of a step is a real death: the rest of the step never happens, and the run goes on after a start", async () => {
    const driven = await start();
    await driven.send("stuck");
    await driven.until((log) => log.some((fact) => fact.type === "console" && fact.text === "second begins"));
    await driven.session.host.kill();
    expect(await driven.facts("host.killed")).toMatchObject([{ at: "at once", by: "learner" }]);
    await driven.session.host.start();
    await driven.finish("stuck");
    expect(await driven.output("stuck")).toEqual(["first", "second ends"]);
    expect(await driven.printed()).toEqual(["first", "second begins", "second begins", "second ends"]);
  });

  it("keeps calls back while the host is down, and spends no further attempt on them", async () => {
    const driven = await start();
    await driven.send("nap");
    await driven.settle();
    await driven.session.host.kill();
    await driven.session.clock.next();
    await driven.until((log) => log.some((fact) => fact.type === "call.held"));
    expect(await driven.facts("call.failed")).toEqual([]);
    await driven.session.host.start();
    await driven.finish("nap");
    expect(await driven.output("nap")).toEqual(["before", "after"]);
    expect((await driven.facts("call.sent")).every((call) => call.attempt === 0)).toBe(true);
  });
}

function keepLaws(start: (checkpointing?: boolean) => Promise<Driven>, again: (driven: Driven) => Promise<Driven>): void {
  it("a sleep outlives the engine, and ends at the instant that was recorded (L6, L11)", async () => {
    const driven = await start();
    await driven.send("nap");
    await driven.settle();
    await driven.session.engine.restart();
    await driven.finish("nap");
    const [asleep] = await driven.facts("sleep.started");
    const [awake] = await driven.facts("sleep.ended");
    expect(awake?.t).toBe(asleep?.until);
    expect(await driven.printed()).toEqual(["before", "after"]);
  });

  it("a sleep outlives the place, and nothing that was finished runs again (L3, L11)", async () => {
    const first = await start();
    await first.send("nap");
    await first.settle();
    const driven = await again(first);
    await driven.finish("nap");
    expect(await driven.output("nap")).toEqual(["before", "after"]);
    expect(await driven.printed()).toEqual(["before", "after"]);
  });

  it("a call that is open when the engine restarts is sent again with no attempt spent, and no step is recorded twice", async () => {
    const driven = await start();
    await driven.session.holds([{ boundary: "before step", stepId: "c" }]);
    await driven.send("five-steps");
    await driven.until((log) => log.some((fact) => fact.type === "run.held"));
    await driven.session.engine.restart();
    await driven.session.holds([]);
    await driven.session.release();
    await driven.finish("five-steps");
    expect(await driven.output("five-steps")).toEqual(["a", "b", "c", "d", "e"]);
    expect((await driven.facts("step.completed")).map((step) => step.stepId)).toEqual(["a", "b", "c", "d", "e"]);
    expect((await driven.facts("call.sent")).every((call) => call.attempt === 0)).toBe(true);
  });

  it("an engine that drains lets the step on its way end, sends no call more, and leaves the rest to the next (L11)", async () => {
    const driven = await start(false);
    await driven.session.holds([{ boundary: "before step", stepId: "c" }]);
    await driven.send("five-steps");
    await driven.until((log) => log.some((fact) => fact.type === "run.held"));
    const drained = driven.session.engine.drain();
    await driven.until((log) => log.some((fact) => fact.type === "engine.draining"));
    await driven.session.release();
    await drained;
    await driven.finish("five-steps");
    expect(await driven.output("five-steps")).toEqual(["a", "b", "c", "d", "e"]);
    expect(await driven.printed()).toEqual(["a", "b", "c", "d", "e"]);
    const order = (await driven.session.facts()).map((fact) => (fact.type === "step.completed" ? fact.stepId : fact.type));
    const drain = order.filter((name) => ["c", "d", "engine.draining", "engine.drained", "engine.restarted"].includes(name));
    expect(drain).toEqual(["engine.draining", "c", "engine.drained", "engine.restarted", "d"]);
    expect((await driven.facts("call.sent")).every((call) => call.attempt === 0)).toBe(true);
  });

  it("runs are cancelled and replayed by the dozen, and one goes on from a step, with what was recorded before it (L3, L10)", async () => {
    const driven = await start();
    const { session } = driven;
    await driven.send("nap");
    await driven.send("nap");
    await driven.settle();
    const { now } = (await session.place()).clock;
    expect(await session.cancelMany({ fn: "program-nap", startedBefore: now + 1 })).toBe(2);
    expect(await driven.facts("run.cancelled")).toHaveLength(2);
    expect([await session.replay({ fn: "program-nap" }), await session.replay({ fn: "program-nap", ended: ["cancelled"] })]).toEqual([
      0, 2,
    ]);
    await driven.settle();
    const runs = await driven.facts("run.created", "nap");
    await session.cancel(runs.at(-2)?.runId ?? "");
    await driven.finish("nap");
    await session.rerun(runs.at(-1)?.runId ?? "", { stepId: "after" });
    await driven.finish("nap");
    expect((await driven.facts("run.completed", "nap")).map((run) => run.output)).toEqual([
      ["before", "after"],
      ["before", "after"],
    ]);
    expect((await driven.printed()).filter((line) => line === "after")).toHaveLength(2);
    await expect(session.cancel("no-such-run")).rejects.toThrow("There is no run");
  });

  it("a paused function starts no run, says so of each event, and catches up by a replay (L9)", async () => {
    const driven = await start();
    await driven.send("one-step");
    await driven.finish("one-step");
    await driven.session.pauseFunction("program-one-step", true);
    await driven.send("one-step");
    await driven.settle();
    expect(await driven.facts("run.skipped")).toMatchObject([{ because: "function-paused" }]);
    await driven.session.pauseFunction("program-one-step", false);
    expect(await driven.session.replay({ fn: "program-one-step", ended: ["skipped"] })).toBe(1);
    await driven.finish("one-step");
    expect(await driven.facts("run.completed", "one-step")).toHaveLength(2);
  });

  it("an event sent twice with one id starts one run (L8)", async () => {
    const driven = await start();
    await driven.send("one-step", {}, "order-7");
    await driven.finish("one-step");
    await driven.send("one-step", {}, "order-7");
    await driven.settle();
    expect(await driven.facts("run.created")).toHaveLength(1);
    expect(await driven.facts("event.deduped")).toHaveLength(1);
  });
}
