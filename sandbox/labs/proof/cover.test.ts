import { describe, expect, it } from "vitest";
import { coverOf } from "./cover.ts";

const kindsOf = (walk: string): ReadonlySet<string> => new Set(walk.split(" "));

describe("the walks of the small size", () => {
  it("are each lab's widest, and more only for a kind that none has pressed", () => {
    const walks = [["send", "send crash start", "wake"], ["send crash", "send"], ["crash"]];
    expect(coverOf(walks, kindsOf)).toEqual([["send crash start", "wake"], ["send crash"], ["crash"]]);
  });

  it("press every kind that all walks press, and copies of a lab add one walk each", () => {
    const lab = ["send start", "approve", "crash start"];
    const covers = coverOf(Array<string[]>(27).fill(lab), kindsOf);
    expect(new Set(covers.flat().flatMap((walk) => walk.split(" ")))).toEqual(new Set(["send", "start", "approve", "crash"]));
    expect(covers.slice(1).map(({ length }) => length)).toEqual(Array(26).fill(1));
  });
});
