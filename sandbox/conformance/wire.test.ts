// The first proof: the real SDK, unmodified, does on this engine what it does on the real one (protocol.md 3.4, 9.5, 9.6).
import { afterEach, describe, expect, it, vi } from "vitest";
import { MODES, TABLE } from "./table.ts";
import { openWire, runOnce } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

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
