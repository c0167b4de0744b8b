// Rules of the engine, borne out by the real SDK: what a learner will meet first when a function is more than a row of steps.
import { afterEach, describe, expect, it, vi } from "vitest";
import { MODES } from "./table.ts";
import { openWire, runOnce, type Wire } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe.each(MODES)("with $mode", ({ checkpointing }) => {
  const run = async (name: string, data = {}, meanwhile?: (wire: Wire) => Promise<void>) => {
    const wire = await openWire({ checkpointing });
    const { output } = await runOnce(wire, name, data, meanwhile && (() => meanwhile(wire)));
    return { wire, output };
  };

  describe("an error", () => {
    it("that is not retriable runs its step once, and the handler may catch it", async () => {
      const { wire, output } = await run("final");
      expect([output, wire.printed]).toEqual(["caught: not again", ["never"]]);
    });
    it("outside of every step has the whole handler tried again, with its finished steps kept", async () => {
      const { wire, output } = await run("outside");
      expect([output, wire.printed]).toEqual(["kept", ["kept"]]);
      expect(await wire.facts("step.retry.scheduled", "program-outside")).toMatchObject([{ because: "function-error", target: "step" }]);
    });
  });

  describe("an event that a step sends", () => {
    it("starts the functions whose trigger, wildcard and expression match it, and is sent once", async () => {
      const { wire, output } = await run("sender");
      expect(output).toBe(2);
      expect(await wire.facts("run.completed", "program-told")).toMatchObject([{ output: 2 }]);
      expect((await wire.facts("event.received")).filter((event) => event.name.startsWith("told/")).map((event) => event.source)).toEqual([
        "function",
        "function",
      ]);
    });
  });

  describe("steps in parallel", () => {
    it("may be thirty, each run once", async () => {
      const { wire, output } = await run("many");
      expect([output, wire.printed.length, new Set(wire.printed).size]).toEqual([30, 30, 30]);
    });
    it("may branch again, each run once", async () => {
      const { wire, output } = await run("nested");
      expect(output).toEqual(["a first, a left, a right", "b first, b left, b right"]);
      expect(wire.printed).toHaveLength(6);
    });
    it("do not race: a plain Promise.race goes on when the whole group has ended", async () => {
      const { wire, output } = await run("race");
      const [created] = await wire.facts("run.created");
      const [completed] = await wire.facts("run.completed");
      expect([output, (completed?.t ?? 0) - (created?.t ?? 0)]).toEqual(["quick", 3000]);
    });
  });

  describe("an invoke", () => {
    it("of a function that fails gives its error to the invoker", async () =>
      expect((await run("asks-broken")).output).toBe("caught: the child is broken"));
    it("of a function that nobody serves gives an error that names it", async () =>
      expect((await run("asks-nobody")).output).toBe("caught: could not find function with ID: program-nobody"));
    it("that times out gives an error, and the child goes on", async () => {
      const { wire, output } = await run("asks-sleepy");
      expect(output).toBe("caught: Timed out waiting for invoked function to complete");
      expect(await wire.facts("run.completed", "program-sleepy")).toHaveLength(1);
    });
  });

  describe("a run is failed at once, without a retry,", () => {
    const codeOf = async (name: string) => {
      const { wire } = await run(name);
      return [(await wire.facts("run.failed")).map((failed) => failed.code), (await wire.facts("step.retry.scheduled")).length];
    };
    it("by a wait whose expression cannot be read", async () => expect(await codeOf("bad-wait")).toEqual([["invalid-expression"], 0]));
    it("by a sleep of more than 366 days", async () => expect(await codeOf("too-long")).toEqual([["timeout-too-long"], 0]));
  });

  describe("a wait", () => {
    it("matches by the field that `match` names, and one event resolves every wait for it", async () => {
      const { output } = await run("matched", { id: "a" }, async (wire) => {
        await wire.flow(0);
        await wire.send("answer", { id: "b", n: 1 });
        await wire.send("answer", { id: "a", n: 2 });
      });
      expect(output).toEqual([2, 2]);
    });
    it("does not match an event that came before it was registered (L7)", async () => {
      const { output } = await run("slp", { key: "k" }, async (wire) => {
        await wire.flow(0);
        await wire.send("slp/hit", { key: "k", answer: "too early" });
      });
      expect(output).toMatchObject({ hit: null });
    });
  });

  describe("a sleep", () => {
    it("until a past date ends at once", async () => {
      const { wire } = await run("past");
      const times = (await wire.facts("run.completed")).map((completed) => completed.t);
      expect([times, wire.printed]).toEqual([[wire.clock.now()], ["at once"]]);
    });
  });
});

describe("a run of more than 1000 steps", () => {
  it("is ended by the engine", async () => {
    const wire = await openWire({ checkpointing: true });
    await runOnce(wire, "too-many");
    expect(await wire.facts("run.failed")).toMatchObject([{ code: "too-many-steps" }]);
  });
});

describe("a rerun", () => {
  it("starts from the top with the same event, and runs every step again", async () => {
    const wire = await openWire({ checkpointing: true });
    await runOnce(wire, "seq");
    const [first] = await wire.facts("run.created");
    const again = await wire.engine.rerun(first?.runId ?? "");
    await wire.flow();
    expect((await wire.facts("run.completed")).map((completed) => completed.runId)).toEqual([first?.runId, again]);
    expect(wire.printed).toHaveLength(6);
  });
});

describe("checkpointing", () => {
  it("switched off in mid-run changes how the rest is called, and nothing else", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("nap");
    await wire.flow(0);
    await wire.engine.setCheckpointing(false);
    await wire.flow();
    expect((await wire.facts("call.sent")).map((call) => call.mode)).toEqual(["checkpoint", "per-step", "per-step"]);
    expect(await wire.facts("run.completed")).toMatchObject([{ output: ["before", "after"] }]);
    expect(wire.printed).toEqual(["before", "after"]);
  });
});

describe("the same program, clock and seed", () => {
  it.each(["seq", "par", "nap", "mix", "rty2", "inv"])("of %s give the same facts (L12)", async (name) => {
    const first = await openWire({ checkpointing: true });
    await runOnce(first, name);
    const second = await openWire({ checkpointing: true });
    await runOnce(second, name);
    expect(await second.engine.facts()).toEqual(await first.engine.facts());
  });
});
