// What the page says of two measurements follows from them: which is better depends on the column.
import { describe, expect, it } from "vitest";
import { columns, inWords, latest, quicker, quickerPeers, type Measured, type Row } from "./how-fast.ts";

const row = (name: string, ten: number, many: number): Row => ({
  name,
  about: "",
  mode: "checkpointing",
  runs: { one: { 10: ten }, manyStepsPerSecond: many },
});
const [time, , throughput] = columns;
const ours = row("this engine, SQLite", 20, 2000);
const peer = row("Peer", 10, 1000);

describe("a comparison", () => {
  it("takes less time and more steps a second for quicker", () => {
    expect(time && quicker(time, peer, ours)).toBe(2);
    expect(throughput && quicker(throughput, peer, ours)).toBe(0.5);
  });

  it("says nothing of what was not measured", () => {
    expect(time && quicker(time, { name: "x", about: "" }, ours)).toBeUndefined();
  });

  it("calls two numbers alike that differ by less than a tenth", () => {
    expect([1.05, 0.95, 1.5, 0.5, 142.9].map(inWords)).toEqual(["alike", "alike", "1.5 × quicker", "2.0 × slower", "143 × quicker"]);
  });

  it("names each peer that was quicker at something, and neither ceiling nor this engine's other storage", () => {
    const measured = { rows: [ours, peer, row("null engine", 1, 9999), row("this engine, in memory", 1, 9999)] } as unknown as Measured;
    expect(quickerPeers(measured)).toEqual([{ name: "Peer", at: ["one run of 10 steps: 2.0 ×"] }]);
  });

  it("sets the slowest hundredth of the sleepers against the ceiling's, and says nothing without one", () => {
    const slept = (name: string, p99: number): Row => ({
      ...row(name, 1, 1),
      naps: { body: { p50: 1, p99 }, sent: { p50: 0, p99: p99 / 2 } },
    });
    const rows = [slept("this engine, SQLite", 12), slept("this engine, in memory", 8)];
    expect(latest({ rows } as unknown as Measured)).toBeUndefined();
    expect(latest({ rows: [...rows, slept("null engine", 6)] } as unknown as Measured)).toMatchObject({
      times: ["2.0", "1.3"],
      sent: [6, 4],
      isMissed: true,
    });
  });
});
