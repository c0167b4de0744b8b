// The first proof: the real SDK, unmodified, does on this engine what it does on the real one (protocol.md 3.4, 9.5, 9.6).
import { afterEach, describe, expect, it, vi } from "vitest";
import { openWire, runOnce } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const MODES = [
  { mode: "checkpointing on", checkpointing: true },
  { mode: "checkpointing off", checkpointing: false },
] as const;

/** Calls per run: [checkpointing on, off], the tables of protocol.md 3.4 and 9.5. */
const TABLE = [
  { name: "no-step", calls: [1, 1], output: "done", printed: [] },
  { name: "one-step", calls: [1, 2], output: "a", printed: ["a"] },
  { name: "seq", calls: [1, 4], output: ["s 0", "s 1", "s 2"], printed: ["s 0", "s 1", "s 2"] },
  { name: "five-steps", calls: [1, 6], output: ["a", "b", "c", "d", "e"], printed: ["a", "b", "c", "d", "e"] },
  { name: "three-parallel", calls: [5, 5], output: ["x", "y", "z"], printed: ["x", "y", "z"] },
  { name: "par", calls: [5, 6], output: ["x", "y", "z", "after"], printed: ["after", "x", "y", "z"] },
  {
    name: "one-three-two",
    calls: [5, 8],
    output: ["first", "x", "y", "z", "fifth", "sixth"],
    printed: ["fifth", "first", "sixth", "x", "y", "z"],
  },
  { name: "nap", calls: [2, 4], output: ["before", "after"], printed: ["after", "before"] },
  { name: "inv", calls: [3, 3], output: { answer: { got: "why" }, caught: "no" }, printed: ["bad"] },
  { name: "rty2", calls: [3, 4], output: ["ok", "later"], printed: ["later", "later", "ok"] },
  { name: "mix", calls: [6, 6], output: ["a1a2", "b"], printed: ["a1", "a2", "b"] },
] as const;

describe.each(MODES)("a run with $mode", ({ checkpointing }) => {
  it.each(TABLE)(
    "of $name takes the reference's number of calls, and each step runs as often as it must",
    async ({ name, calls, output, printed }) => {
      const wire = await openWire({ checkpointing });
      expect(await runOnce(wire, name)).toEqual({ output, calls: calls[checkpointing ? 0 : 1] });
      expect([...wire.printed].sort()).toEqual(printed);
    },
  );

  it("of slp takes the reference's number of calls, with one wait hit and one timed out", async () => {
    const wire = await openWire({ checkpointing });
    const ended = await runOnce(wire, "slp", { key: "k" }, async () => {
      await wire.flow(1000);
      await wire.send("slp/hit", { key: "other", answer: "wrong" });
      await wire.send("slp/hit", { key: "k", answer: "right" });
    });
    expect(ended).toEqual({ output: { before: "before", hit: "right", missed: null, key: "k" }, calls: checkpointing ? 4 : 5 });
  });

  it("of rty ends failed after its attempts, and onFailure runs once", async () => {
    const wire = await openWire({ checkpointing });
    const ended = await runOnce(wire, "rty");
    expect(ended.calls).toBe(4);
    expect(await wire.facts("run.failed", "program-rty")).toHaveLength(1);
    expect(await wire.facts("call.sent", "program-rty-failure")).toHaveLength(1);
    expect(wire.printed).toEqual(["never", "never", "never", "gave up: x"]);
  });
});
