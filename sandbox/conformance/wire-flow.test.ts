// Flow control with the unmodified SDK: each option, as the SDK puts it on the wire, does what protocol.md 5.2 to 5.8 observed.
import { afterEach, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../log/json.ts";
import { MODES } from "./table.ts";
import { openWire, type Wire } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe.each(MODES)("with $mode", ({ checkpointing }) => {
  /** Sends one event for each of the data, all at once, and lets everything come to its end. */
  const run = async (name: string, data: readonly JsonObject[]): Promise<Wire> => {
    const wire = await openWire({ checkpointing });
    for (const each of data) await wire.send(name, each);
    await wire.flow();
    return wire;
  };
  const outputs = async (wire: Wire, name: string): Promise<unknown[]> =>
    (await wire.facts("run.completed", `program-${name}`)).map((completed) => completed.output);
  const numbered = (count: number): JsonObject[] => Array.from({ length: count }, (_, n) => ({ n }));
  /** Seconds from the first event to each start. */
  const starts = async (wire: Wire, name: string): Promise<number[]> => {
    const [first] = await wire.facts("event.received");
    return (await wire.facts("run.started", `program-${name}`)).map((started) => (started.t - (first?.t ?? 0)) / 1000);
  };

  it("concurrency: a run that sleeps leaves its slot to the next of its key (5.2)", async () => {
    const wire = await run("slots", [
      { n: 1, user: "a" },
      { n: 2, user: "a" },
      { n: 3, user: "b" },
    ]);
    expect([...(await outputs(wire, "slots"))].sort()).toEqual([1, 2, 3]);
    expect((await starts(wire, "slots")).every((at) => at < 60)).toBe(true);
    expect([...wire.printed].sort()).toEqual(["slots 1", "slots 2", "slots 3"]);
    expect((await wire.facts("run.queued", "program-slots"))[0]).toMatchObject({ reason: "concurrency", rule: { limit: 1 } });
  });

  it("throttle: two at once, then one each two seconds; nothing is lost (5.3)", async () => {
    const wire = await run("throttled", numbered(5));
    expect([await starts(wire, "throttled"), await outputs(wire, "throttled")]).toEqual([
      [0, 0, 2, 4, 6],
      [0, 1, 2, 3, 4],
    ]);
  });

  it("rateLimit: one of five at once, the others skipped with the rule (5.4)", async () => {
    const wire = await run("limited", numbered(5));
    expect(await outputs(wire, "limited")).toEqual([0]);
    expect(await wire.facts("event.skipped", "program-limited")).toHaveLength(4);
  });

  it("idempotency: one run for each key (5.4)", async () => {
    const wire = await run("once", [{ order: "a" }, { order: "a" }, { order: "b" }]);
    expect([...(await outputs(wire, "once"))].sort()).toEqual(["a", "b"]);
  });

  it("idempotency: an event without the key's field always starts a run (observed on a real server, August 2026)", async () => {
    const wire = await run("once", [{}, {}, {}]);
    expect(await outputs(wire, "once")).toHaveLength(3);
  });

  it("debounce: one run after quiet, with the newest event (5.5)", async () => {
    const wire = await run("quiet", numbered(4));
    expect([await starts(wire, "quiet"), await outputs(wire, "quiet")]).toEqual([[2], [3]]);
  });

  it("priority: those that wait go by their head start, and keep it for later steps (5.6)", async () => {
    const wire = await run("ordered", [{ p: 0 }, { p: 1 }, { p: 20 }, { p: 100 }]);
    const first = wire.printed.filter((text) => text.startsWith("ordered"));
    expect(first).toEqual(["ordered 0", "ordered 100", "ordered 20", "ordered 1"]);
    expect(wire.printed.indexOf("again 100")).toBe(wire.printed.indexOf("ordered 100") + 1);
  });

  it("batchEvents: a full batch at once, the rest after the timeout, as `events` (5.7)", async () => {
    const wire = await run("batch", numbered(4));
    expect([await starts(wire, "batch"), await outputs(wire, "batch")]).toEqual([
      [0, 5],
      [[0, 1, 2], [3]],
    ]);
  });

  it("singleton: the newcomer is skipped, or takes the place of the old run (5.8)", async () => {
    expect(await outputs(await run("single", numbered(3)), "single")).toEqual([0]);
    const wire = await run("newest", numbered(3));
    expect(await outputs(wire, "newest")).toEqual([2]);
    expect(await wire.facts("run.cancelled")).toHaveLength(2);
  });

  it("cancelOn: an event that matches ends the run as it sleeps (5.8)", async () => {
    const wire = await openWire({ checkpointing });
    await wire.send("stoppable", { id: "a" });
    await wire.send("stoppable", { id: "b" });
    await wire.flow(1000);
    wire.clock.advance(1);
    await wire.send("stop", { id: "a" });
    await wire.flow();
    expect([(await wire.facts("run.cancelled")).length, wire.printed]).toEqual([1, ["not stopped"]]);
  });

  it("timeouts: a run is cancelled that does not start, or does not end, in time (5.8)", async () => {
    const wire = await run("deadlines", [{ nap: "20s" }, { nap: "1m" }]);
    expect(await outputs(wire, "deadlines")).toEqual(["in time"]);
    expect((await wire.facts("run.cancelled")).map((cancelled) => cancelled.rule?.type)).toEqual(["timeout-finish"]);
  });

  it("goes on after the engine died with runs in line, in the same order (L11)", async () => {
    const wire = await openWire({ checkpointing });
    for (const each of numbered(5)) await wire.send("throttled", each);
    await wire.restart();
    await wire.flow();
    expect([await outputs(wire, "throttled"), await starts(wire, "throttled")]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 0, 2, 4, 6],
    ]);
  });
});
