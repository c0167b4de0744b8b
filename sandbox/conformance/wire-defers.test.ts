// Defers and sessions, with the real SDK on one side (protocol.md 2.4, 4.6, 5.14).
import { afterEach, describe, expect, it, vi } from "vitest";
import { MODES } from "./table.ts";
import { openWire } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe.each(MODES)("with $mode", ({ checkpointing }) => {
  it("a deferred function starts once, after the run that left it work; one taken back never does", async () => {
    const wire = await openWire({ checkpointing });
    await wire.send("deferring", {}, { meta: { sessions: { user: "ada" } } });
    await wire.flow(30_000);
    expect(wire.printed).toEqual([]);
    await wire.flow();
    expect(wire.printed).toEqual(["later mail"]);
    expect(await wire.facts("run.completed", "program-deferring")).toMatchObject([{ output: "done" }]);
    expect(await wire.facts("run.completed", "program-later")).toMatchObject([
      { output: { told: "mail", sessions: { user: "ada" }, parent: "program-deferring" } },
    ]);
    expect(await wire.facts("defer.aborted")).toMatchObject([{ deferId: "wrong" }]);
    expect((await wire.facts("run.created")).map(({ sessions }) => sessions)).toEqual([[["user", "ada"]], [["user", "ada"]]]);
  });

  it("a handler that throws keeps what it has deferred, and fails as ever", async () => {
    const wire = await openWire({ checkpointing });
    await wire.send("deferring-fails");
    await wire.flow();
    expect(await wire.facts("run.failed")).toMatchObject([{ error: { message: "boom" } }]);
    expect(wire.printed).toEqual(["later after a failure"]);
  });
});
