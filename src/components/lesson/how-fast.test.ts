// What the page says of two measurements follows from them: which is better depends on the column.
import { describe, expect, it } from "vitest";
import { columns, inWords, quicker, quickerPeers, type Measured, type Row } from "./how-fast.ts";

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
});
