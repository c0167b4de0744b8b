import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "./entropy.ts";

const drawn = (seed: string, position: number, count = 5): readonly number[] => {
  const draw = createSeededEntropy(seed).at(position);
  return Array.from({ length: count }, draw);
};

describe("seeded chance", () => {
  it("draws the same at the same position of the same seed (L12)", () => {
    expect(drawn("a", 7)).toEqual(drawn("a", 7));
  });

  it("draws otherwise at another position and of another seed", () => {
    expect(drawn("a", 7)).not.toEqual(drawn("a", 8));
    expect(drawn("a", 7)).not.toEqual(drawn("b", 7));
  });

  it("spreads over the whole of [0, 1)", () => {
    const draws = drawn("spread", 1, 4000);
    const tenths = Array.from({ length: 10 }, (_, i) => draws.filter((n) => Math.floor(n * 10) === i).length);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...tenths)).toBeGreaterThan(320);
    expect(Math.max(...tenths)).toBeLessThan(480);
  });
});
